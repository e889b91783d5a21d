"""Text that a spreadsheet would compute."""

from __future__ import annotations

import pytest

from yichuang.web.kit.spreadsheets import safe_cell


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_with_a_sign_that_a_spreadsheet_computes(sign: str) -> None:
    assert safe_cell(f"{sign}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "食品经营许可", "2026-01-31", "5－7个工作日"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text
