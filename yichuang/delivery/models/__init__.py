"""Tables of handing over (送达): which way the applicant chose, every attempt, lockers, and papers on the move.

No personal data: a person is a key to `people`, an address a key to `people.PostalAddress`.
"""

from yichuang.delivery.models.choices import Choice
from yichuang.delivery.models.deliveries import CourierStatus, Delivery, Failure, Mode, Relation
from yichuang.delivery.models.lockers import Cell
from yichuang.delivery.models.parcels import Parcel, Payer
from yichuang.delivery.models.slips import Direction, Slip, SlipLine
from yichuang.delivery.models.terms import Term

__all__ = [
    "Cell",
    "Choice",
    "CourierStatus",
    "Delivery",
    "Direction",
    "Failure",
    "Mode",
    "Parcel",
    "Payer",
    "Relation",
    "Slip",
    "SlipLine",
    "Term",
]
