"""Every letter that bears a seal leaves one line in the ledger of that seal, with the instrument under which it was
used; a letter without one leaves none."""

import pytest

from yichuang.documents.models import LetterKind
from yichuang.documents.samples import SAMPLES
from yichuang.documents.sheets import SHEETS
from yichuang.documents.testing import CASE, MORNING
from yichuang.documents.writing import write_letter
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty, Mandate, MandateKind, SealKind, SealUse
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
SEALED = sorted(sheet.kind for sheet in SHEETS.values() if sheet.seal is not None)
BARE = sorted(sheet.kind for sheet in SHEETS.values() if sheet.seal is None)


def write(kind: str, by: Account, mandate: Mandate | None) -> str:
    return write_letter(
        kind=LetterKind(kind),
        department=offices.department(),
        addressee=town.organisation(),
        subject=CASE,
        item_name="食品经营许可",
        facts=SAMPLES[LetterKind(kind)],
        by=actors.of(by, at=MORNING),
        mandate_id=mandate.pk if mandate else None,
        at=MORNING,
    ).number


def lent(kind: str) -> tuple[Account, Mandate]:
    """Whoever uses this seal under an instrument: a clerk of the centre the one of the window, a chief approver that of
    the decision."""
    market = offices.department()
    if SHEETS[kind].seal == SealKind.ACCEPTANCE:
        return offices.clerk_of_the_centre(), offices.mandate(market)
    offices.posting(town.zhou_min(), Duty.CHIEF_APPROVER, department=market)
    return town.zhou_min(), offices.mandate(market, MandateKind.APPROVAL, to=town.zhou_min())


@pytest.mark.parametrize("kind", SEALED)
def test_under_an_instrument_one_line_names_it(kind: str) -> None:
    by, mandate = lent(kind)
    number = write(kind, by, mandate)
    line = SealUse.objects.select_related("seal").get()
    assert (line.letter_number, line.by, line.mandate) == (number, by, mandate)
    assert (line.seal.kind, line.subject_id) == (SHEETS[kind].seal, CASE.id)


@pytest.mark.parametrize("kind", SEALED)
def test_by_the_power_of_his_post_one_line_names_the_officer(kind: str) -> None:
    offices.posting(town.wu_jun(), Duty.HEAD, department=offices.department())
    number = write(kind, town.wu_jun(), None)
    line = SealUse.objects.get()
    assert (line.letter_number, line.by, line.mandate) == (number, town.wu_jun(), None)


@pytest.mark.parametrize("kind", BARE)
def test_a_letter_without_a_seal_leaves_no_line(kind: str) -> None:
    offices.posting(town.wu_jun(), Duty.HEAD, department=offices.department())
    write(kind, town.wu_jun(), None)
    assert not SealUse.objects.exists()
