"""Every test of cases plays in the staffed town."""

import pytest

from yichuang.cases import testing


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()
