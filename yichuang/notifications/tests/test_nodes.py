"""Every act of a case is either news to the applicant or said to be none."""

from yichuang.cases.life_cycle import MOVES, NOTED
from yichuang.notifications.nodes import NODES, QUIET, Weight, weight_of


def test_every_act_is_weighed() -> None:
    unweighed = sorted({*MOVES, *NOTED} - {*NODES, *QUIET})
    assert not unweighed, f"say in notifications/nodes.py whether this is news to the applicant: {unweighed}"


def test_nothing_is_weighed_twice_or_unknown() -> None:
    assert not {*NODES} & QUIET
    assert not {*NODES, *QUIET} - {*MOVES, *NOTED}


def test_every_letter_to_the_applicant_that_asks_for_something_is_his_turn() -> None:
    assert weight_of("case.ask_correction") is Weight.TURN
    assert weight_of("case.grant") is Weight.RESULT
    assert weight_of("case.give_opinion") is None
