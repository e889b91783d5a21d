"""A staffed town in which every way of delivery is open."""

import pytest

from yichuang.cases import testing as cases
from yichuang.delivery import testing


@pytest.fixture
def town_that_delivers(db: None) -> None:
    """Officers, mandates, the rules of delivery and two cells."""
    cases.staffed_town()
    testing.terms()
    testing.cell("01")
    testing.cell("02")
