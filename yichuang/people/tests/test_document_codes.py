"""Types of documents and the codes of the standard are one to one."""

from yichuang.people.document_codes import CODES, code_of, type_of_code
from yichuang.people.models import DocumentType


def test_a_code_leads_back_to_its_type_and_only_what_the_standard_does_not_know_has_none() -> None:
    assert set(DocumentType.values) - set(CODES) == {"residence_permit", "credit_code"}
    assert {code_of("residence_permit"), code_of("credit_code")} == {""}
    assert all(type_of_code(code_of(kind)) == kind for kind in CODES)


def test_what_is_no_code_stays_what_it_is() -> None:
    assert [type_of_code(told) for told in ("512", "154", "passport")] == ["taiwan_permit", "154", "passport"]
