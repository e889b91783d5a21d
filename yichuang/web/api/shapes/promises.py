"""What comes in about promises."""

from datetime import date
from typing import Literal

from pydantic import Field

from yichuang.web.api.shapes.incoming import In, MaterialIn, Truth


class GapsIn(In):
    """Whether a person looked the credit record up, where no register is connected."""

    credit_confirmed: Truth = False


class PromiseGrantIn(GapsIn):
    """What is granted on the promise."""

    content: str = ""


class SupplementIn(In):
    """Materials that follow."""

    materials: list[MaterialIn] = Field(min_length=1, max_length=500)


class CheckIn(In):
    """What an officer found."""

    found: Literal["kept", "unkept", "false"]
    text: str


class OrderIn(In):
    """What must be put right, and until when."""

    requirements: str
    correct_by: date
