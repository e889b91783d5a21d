"""The way of a case as a picture and as a table, made from the life-cycle table for the documentation."""

from __future__ import annotations

from django.utils import translation

from yichuang.cases.life_cycle import MOVES, Party
from yichuang.cases.models import State

PARTIES = {
    Party.APPLICANT: "申请人",
    Party.INTERESTED: "利害关系人",
    Party.CLERK: "窗口人员",
    Party.EXAMINER: "审查人员",
    Party.APPROVER: "审批人",
    Party.SYSTEM: "系统",
}


def diagram(language: str = "zh-hans") -> str:
    """A Mermaid state diagram with every state and every move."""
    with translation.override(language):
        lines = ["```mermaid", "stateDiagram-v2", "    direction LR"]
        lines += [f"    {state.value}: {state.label}" for state in State]
        for move in MOVES.values():
            for source in move.sources or ("[*]",):
                target = source if move.stays else move.target.value
                lines.append(f"    {source} --> {target}: {move.label}")
        return "\n".join([*lines, "```"])


def table() -> str:
    """A Markdown table with one line a move."""
    lines = [
        "| 办理动作 | 代码 | 从 | 到 | 谁 | 依据 | 文书 | 时限 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for move in MOVES.values():
        sources = "、".join(str(s.label) for s in move.sources) or "—"
        target = "不变" if move.stays else move.target.label
        letter = f"`{move.letter}`" if move.letter else "—"
        lines.append(
            f"| {move.label} | `{move.name}` | {sources} | {target} | {PARTIES[move.who]} "
            f"| {move.law} | {letter} | {move.clock} |"
        )
    return "\n".join(lines)
