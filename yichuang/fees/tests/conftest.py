"""A staffed town."""

import pytest

from yichuang.cases import testing as cases


@pytest.fixture
def staffed_town(db: None) -> None:
    """Officers, mandates and the rules of the town."""
    cases.staffed_town()
