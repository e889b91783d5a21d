"""What each kind of letter is: its title, its place in the document numbers, its seal, the facts it cannot do without.

By 行政许可法 arts 32, 38, 39, 44, 72, 行政复议法 art 20, 行政诉讼法 art 46 and 安阳市政务服务条例 arts 24, 36.
Facts are plain JSON without personal data; moments are ISO texts ("2026-03-05T09:30:00+08:00"; a date alone will do);
`reasons` and `legal_basis` are a text or a list of texts. `?` is optional. The date of a letter is that of its issue.

every letter          submitted_at?, item_type? ("01" 行政许可), language? ("en" adds an English summary)
receipt               materials [{name, originals?, copies?, files?, original_seen?}], review_by?, note?
correction_notice     items [{what, reason}], answer_by, default_effect (text), how? (where to bring it)
acceptance_notice     statutory_due | promised_due (both when both exist), statutory_limit? and promised_limit?
                      ("20个工作日"), materials?, provisional? (true: the calendar is not yet official)
declining_decision    reasons, competent_body unless `ground` is one of GROUNDS_WITHIN_POWER, legal_basis?,
                      items? [{what, reason}]
not_required_notice   reasons, legal_basis?
granting_decision     legal_basis, content? (what is permitted), conditions?, valid_from?, valid_until?, result_name?
refusing_decision     reasons, legal_basis
service_receipt       documents [text], mode (text), delivered_at, place?, tracking_number?, relation? (text),
                      served_by?
withdrawal_notice     withdrawn_at, reasons?, note?
result                result_name, validity? (text) or valid_from? and valid_until?, certificate_number?,
                      lines? [{label, value}], legal_basis?

`review_body` and `court` of the remedies are taken from the department unless the facts name others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.documents.models import LetterKind
from yichuang.offices.models import SealKind

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """One fact a letter must hold: its key and the name by which a person is told that it is missing.

    `parts` are the keys that every entry of a list of such facts must have. Only a list that `may_be_empty` stands
    without entries (an item that asks for no materials).
    """

    key: str
    label: StrPromise
    parts: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Sheet:
    """The fixed side of one kind of letter.

    `nature` is the 性质 in the document number (机关简称 + 性质 + 〔年〕 + 序号); `seal` is absent where the
    applicant's own act makes the letter or the recipient signs it; `red_head` asks for the 发文机关标志 where the body
    may use one.
    """

    kind: LetterKind
    title: str
    nature: str
    seal: SealKind | None
    red_head: bool
    needs: tuple[Fact, ...] = ()
    remedies: bool = False
    other_title: str = ""


ITEM = Fact("item_name", _("事项名称"))
REASONS = Fact("reasons", _("理由"))
BASIS = Fact("legal_basis", _("法律依据"))
REVIEW_BODY = Fact("review_body", _("行政复议机关"))
COURT = Fact("court", _("管辖的人民法院"))
COMPETENT = Fact("competent_body", _("有权办理的机关"))
A_CLOCK = Fact("promised_due", _("法定办结日期或者承诺办结日期"))

K = LetterKind
FRONT, BACK = SealKind.ACCEPTANCE, SealKind.APPROVAL

# fmt: off
SHEETS: Final[Mapping[str, Sheet]] = {sheet.kind: sheet for sheet in (
    Sheet(K.RECEIPT, "收件凭证", "收", None, red_head=False, needs=(
        Fact("materials", _("材料清单"), ("name",), may_be_empty=True),
    )),
    Sheet(K.CORRECTION_NOTICE, "补正告知书", "补", FRONT, red_head=True, needs=(
        Fact("items", _("需要补正的全部内容"), ("what", "reason")),
        Fact("answer_by", _("补正期限")),
        Fact("default_effect", _("逾期不补正的后果")),
    )),
    Sheet(K.ACCEPTANCE_NOTICE, "受理通知书", "受", FRONT, red_head=True),
    Sheet(K.DECLINING_DECISION, "不予受理决定书", "不受", FRONT, red_head=True, remedies=True, needs=(REASONS,)),
    Sheet(K.NOT_REQUIRED_NOTICE, "不受理告知书", "告", FRONT, red_head=True, needs=(REASONS,)),
    Sheet(K.GRANTING_DECISION, "准予行政许可决定书", "准", BACK, red_head=True, other_title="准予办理决定书",
          needs=(BASIS,)),
    Sheet(K.REFUSING_DECISION, "不予行政许可决定书", "不准", BACK, red_head=True, remedies=True,
          other_title="不予办理决定书", needs=(REASONS, BASIS)),
    Sheet(K.SERVICE_RECEIPT, "送达回证", "达", None, red_head=False, needs=(
        Fact("documents", _("送达文书")),
        Fact("mode", _("送达方式")),
        Fact("delivered_at", _("送达时间")),
    )),
    Sheet(K.WITHDRAWAL_NOTICE, "撤回申请确认书", "撤", None, red_head=False, needs=(
        Fact("withdrawn_at", _("撤回日期")),
    )),
    Sheet(K.RESULT, "办理结果", "证", BACK, red_head=False, needs=(
        Fact("result_name", _("证照或者证明名称")),
    )),
)}
# fmt: on

# Grounds of a 不予受理决定书 for which the right body need not be named: the body is the right one (XKF 32).
GROUNDS_WITHIN_POWER: Final = frozenset({"incomplete", "not_legal_form", "not_supplemented", "other"})


def missing(kind: str, facts: Facts) -> list[Fact]:
    """Every fact the letter lacks, so that the officer is told all of them at once."""
    return [fact for fact in needed(kind, facts) if not _stands(fact, facts.get(fact.key))]


def needed(kind: str, facts: Facts) -> Iterator[Fact]:
    """The facts this letter cannot be written without, the conditional ones included."""
    sheet = SHEETS[kind]
    yield ITEM
    yield from sheet.needs
    if sheet.remedies:
        yield REVIEW_BODY
        yield COURT
    if kind == K.DECLINING_DECISION and facts.get("ground") not in GROUNDS_WITHIN_POWER:
        yield COMPETENT
    # The law may set no limit, or the centre may promise none: one of the two clocks must have its date.
    if kind == K.ACCEPTANCE_NOTICE and not facts.get("statutory_due"):
        yield A_CLOCK


def title_of(kind: str, facts: Facts) -> str:
    """The heading of the letter. Only a 行政许可 (item type 01) is called one."""
    sheet = SHEETS[kind]
    if kind == K.RESULT:
        return str(facts.get("result_name") or sheet.title)
    return sheet.other_title if sheet.other_title and facts.get("item_type", "01") != "01" else sheet.title


def _stands(fact: Fact, value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, (list, tuple)):
        return (bool(value) or fact.may_be_empty) and all(_whole(entry, fact.parts) for entry in value)
    return value is not None


def _whole(entry: Any, parts: tuple[str, ...]) -> bool:
    if not parts:
        return isinstance(entry, str) and bool(entry.strip())
    return isinstance(entry, Mapping) and all(str(entry.get(part) or "").strip() for part in parts)
