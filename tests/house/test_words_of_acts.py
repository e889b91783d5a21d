"""Every act of a case is told to the applicant in plain words, in Chinese and in English."""

from django.utils import translation

from yichuang.cases.life_cycle import MOVES, NOTED
from yichuang.web.portal.happened import WORDS

ACTS = {*MOVES, *NOTED}


def test_every_act_has_its_plain_words() -> None:
    untold = sorted(ACTS - set(WORDS))
    assert not untold, f"say in web/portal/happened.py what this means for the applicant: {', '.join(untold)}"
    assert not set(WORDS) - ACTS


def test_the_words_are_there_in_english_too() -> None:
    with translation.override("zh-hans"):
        chinese = {act: str(words) for act, words in WORDS.items()}
    with translation.override("en"):
        assert not [act for act, words in WORDS.items() if str(words) == chinese[act]]
