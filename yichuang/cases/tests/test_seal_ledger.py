"""No sealed letter without a line in the ledger of the seal, under the instrument of the act."""

from yichuang.base.journal import Entry
from yichuang.cases import issuing, testing
from yichuang.documents.models import Letter
from yichuang.documents.sheets import SHEETS
from yichuang.people import testing as town


def test_every_sealed_letter_of_a_case_has_its_line_with_the_instrument_of_the_act() -> None:
    at = testing.moment(hour=14)
    case = issuing.issue(case=testing.decided(), by=testing.officer(town.zhao_gang(), at), at=at)
    letters = list(Letter.objects.filter(subject_id=case.number).select_related("seal_use"))
    sealed = [one for one in letters if SHEETS[one.kind].seal is not None]
    assert {"acceptance_notice", "granting_decision", "result"} <= {one.kind for one in sealed}
    for letter in sealed:
        use = letter.seal_use
        assert use is not None
        assert (use.letter_number, use.subject_id) == (letter.number, case.number)
        acts = Entry.objects.filter(subject_id=case.number, at=letter.issued_at)
        assert use.mandate_id in set(acts.values_list("mandate_id", flat=True))
