"""The fixed side of each kind of letter: title, place in the numbers, seal, who signs, what it must and may hold.

| letters | basis |
| --- | --- |
| receipt, correction, promise to bring more (容缺), lapse | 安阳市政务服务条例 arts 24, 36; 行政许可法 art 32 |
| acceptance, declining, not required | 行政许可法 arts 32, 72(7): in writing, dated, sealed |
| promise in place of proof (告知承诺) | 安阳市政务服务条例 art 26; 国办发〔2020〕42号 |
| special procedure | 行政许可法 art 45; 安阳市政务服务条例 art 37 |
| extension | 行政许可法 art 42 |
| hearing: rights, notice, announcement, record | 行政许可法 arts 46–48 |
| statements, interested parties | 行政许可法 art 36 |
| inspection record | 行政许可法 arts 34 para 3, 55: two officers at least |
| sending upward | 行政许可法 arts 35, 43 |
| receipt of a payment | 行政许可法 art 59; the 范本 has none |
| taking back of what was told | the 范本 has none: what was told in writing is taken back in writing, with the reason |
| granting, refusing, certificate | 行政许可法 arts 38, 39, 44 |
| change, renewal and its reminder | 行政许可法 arts 49, 50 |
| withdrawing, revoking, cancelling | 行政许可法 arts 8, 69, 70 |
| remedies | 行政复议法 art 20 (60 days); 行政诉讼法 art 46 (6 months) |
| service by announcement | 民事诉讼法 art 95: served 30 days after the announcement |
| forms of approval, legal review | names in 河南省《行政许可文书格式范本》 nos 4, 14, 15, 17 |

The names of all others but the certificate stand in the 范本 or in the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.documents.models import LetterKind
from yichuang.offices.models import SealKind


class Sort(StrEnum):
    """How a fact is written: a text, several lines, a day, a moment, a table of rows, a yes or no; a block is what the
    house itself draws out of several facts."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    MOMENT = "moment"
    ROWS = "rows"
    FLAG = "flag"
    BLOCK = "block"


@dataclass(frozen=True)
class Fact:
    """One fact of a letter: its key and the name by which a person is told that it is missing.

    `parts` are the keys that every entry of a table must have. Only a table that `may_be_empty` stands without
    entries (an item that asks for no materials).
    """

    key: str
    label: StrPromise
    sort: Sort = Sort.TEXT
    parts: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Sheet:
    """The fixed side of one kind of letter.

    `nature` is the 性质 in the document number (机关简称 + 性质 + 〔年〕 + 序号), different for each kind; `seal` is
    absent where the applicant's own act makes the letter or somebody else signs it; `red_head` asks for the
    发文机关标志 where the body may use one; `signs` names who signs on the paper; an `internal` letter stays in the
    house and is never shown to the applicant; `greets` is off where the letter speaks to nobody in particular.
    """

    kind: LetterKind
    title: str
    nature: str
    seal: SealKind | None
    red_head: bool
    needs: tuple[Fact, ...] = ()
    may: tuple[Fact, ...] = ()
    remedies: bool = False
    other_title: str = ""
    signs: tuple[str, ...] = ()
    internal: bool = False
    greets: bool = True


ITEM = Fact("item_name", _("事项名称"))
REASONS = Fact("reasons", _("理由"), Sort.LINES)
BASIS = Fact("legal_basis", _("法律依据"), Sort.LINES)
REVIEW_BODY = Fact("review_body", _("行政复议机关"))
COURT = Fact("court", _("管辖的人民法院"))
COMPETENT = Fact("competent_body", _("有权办理的机关"))
A_CLOCK = Fact("promised_due", _("法定办结日期或者承诺办结日期"), Sort.DAY)
STATUTORY = Fact("statutory_due", _("法定办结日期"), Sort.DAY)
MATERIALS = Fact("materials", _("材料清单"), Sort.ROWS, ("name",), may_be_empty=True)
DEFECTS = Fact("items", _("需要补正的全部内容"), Sort.ROWS, ("what", "reason"))
EFFECT = Fact("default_effect", _("逾期不补正的后果"))
ANSWER_BY = Fact("answer_by", _("补正期限"), Sort.DAY)
FORMER = Fact("former_number", _("原决定书或者证照的编号"))
FROM = Fact("valid_from", _("有效期起"), Sort.DAY)
UNTIL = Fact("valid_until", _("有效期止"), Sort.DAY)
HELD_AT = Fact("held_at", _("听证时间"), Sort.MOMENT)
PLACE = Fact("place", _("地点"))
MATTER = Fact("matter", _("听证事项"))
CHAIR = Fact("chair", _("听证主持人"))
RECORDER = Fact("recorder", _("记录人"))
STATEMENTS = Fact("statements", _("陈述内容"), Sort.LINES)
DOCUMENTS = Fact("documents", _("送达文书"), Sort.LINES)
STEPS = Fact("steps", _("各环节意见"), Sort.ROWS, ("step", "opinion"))
CONCLUSION = Fact("conclusion", _("结论"))
NOTE = Fact("note", _("说明"), Sort.LINES)

K = LetterKind
FRONT, BACK = SealKind.ACCEPTANCE, SealKind.APPROVAL

# fmt: off
_INTAKE: Final = (
    Sheet(K.RECEIPT, "收件凭证", "收", None, red_head=False, needs=(MATERIALS,), may=(
        Fact("review_by", _("告知是否受理的期限"), Sort.DAY), NOTE)),
    Sheet(K.CORRECTION_NOTICE, "补正告知书", "补", FRONT, red_head=True, needs=(DEFECTS, ANSWER_BY, EFFECT),
          may=(Fact("how", _("补正方式")),), signs=("签收人（签名）",)),
    Sheet(K.ACCEPTANCE_NOTICE, "受理通知书", "受", FRONT, red_head=True, may=(
        STATUTORY, A_CLOCK, Fact("statutory_limit", _("法定办结时限")), Fact("promised_limit", _("承诺办结时限")),
        MATERIALS, Fact("provisional", _("工作日历尚未公布"), Sort.FLAG),
        Fact("accepted_at", _("受理日期"), Sort.DAY), Fact("deemed", _("视为受理的原因")),
        Fact("owed", _("容缺后补的材料"), Sort.LINES), Fact("supplement_by", _("补交期限"), Sort.DAY), EFFECT,
        NOTE)),
    Sheet(K.DECLINING_DECISION, "不予受理决定书", "不受", FRONT, red_head=True, remedies=True, needs=(REASONS,),
          may=(COMPETENT, BASIS, DEFECTS)),
    Sheet(K.NOT_REQUIRED_NOTICE, "不受理告知书", "告", FRONT, red_head=True, needs=(REASONS,), may=(BASIS,)),
    Sheet(K.WITHDRAWAL_NOTICE, "撤回申请确认书", "撤", None, red_head=False, needs=(
        Fact("withdrawn_at", _("撤回日期"), Sort.DAY),), may=(REASONS, NOTE)),
    Sheet(K.TAKING_BACK_NOTICE, "收回告知书", "收回", FRONT, red_head=True, needs=(
        Fact("former_letter", _("收回的文书")), Fact("told_on", _("收回的文书的日期"), Sort.DAY), REASONS,
        Fact("effect", _("收回以后怎么办"))), may=(Fact("due", _("收回以后的期限"), Sort.DAY), NOTE),
        signs=("签收人（签名）",)),
    Sheet(K.LAPSE_NOTICE, "视为撤回告知书", "视撤", FRONT, red_head=True, needs=(
        Fact("lapsed_on", _("视为撤回的日期"), Sort.DAY), REASONS, BASIS), may=(NOTE,)),
    Sheet(K.TOLERANCE_PROMISE, "容缺受理承诺书", "容", None, red_head=False, greets=False, needs=(
        DEFECTS, ANSWER_BY, EFFECT), may=(BASIS,), signs=("承诺人（签名或者盖章）",)),
    Sheet(K.PROMISE, "告知承诺书", "诺", None, red_head=False, greets=False, needs=(
        Fact("conditions", _("应当符合的条件"), Sort.LINES),
        Fact("duties", _("承诺的内容"), Sort.LINES),
        Fact("consequences", _("不实承诺和不履行承诺的后果"), Sort.LINES),
    ), may=(BASIS, Fact("check_by", _("核查期限"), Sort.DAY)), signs=("承诺人（签名或者盖章）",)),
)
_MIDDLE: Final = (
    Sheet(K.SPECIAL_PROCEDURE_NOTICE, "特别程序告知书", "特", BACK, red_head=True, needs=(
        Fact("procedure", _("特别程序的种类")), Fact("time_needed", _("所需时间")), BASIS),
        may=(Fact("started_on", _("开始日期"), Sort.DAY), Fact("ends_on", _("预计结束日期"), Sort.DAY), REASONS, NOTE)),
    Sheet(K.EXTENSION_NOTICE, "延期决定通知书", "延", BACK, red_head=True, needs=(
        REASONS, Fact("approved_by", _("批准人的职务")), Fact("new_due", _("延长后的办结日期"), Sort.DAY)),
        may=(BASIS, Fact("extended_by", _("延长的时间")), Fact("former_due", _("原办结日期"), Sort.DAY))),
    Sheet(K.HEARING_RIGHTS, "听证告知书", "听告", BACK, red_head=True, needs=(
        MATTER, Fact("apply_by", _("申请听证的期限"), Sort.DAY)), may=(REASONS, BASIS, NOTE)),
    Sheet(K.HEARING_NOTICE, "听证通知书", "听通", BACK, red_head=True, needs=(MATTER, HELD_AT, PLACE, CHAIR),
          may=(BASIS, NOTE)),
    Sheet(K.HEARING_ANNOUNCEMENT, "听证公告", "听公", BACK, red_head=True, greets=False, needs=(
        MATTER, HELD_AT, PLACE), may=(BASIS, Fact("apply_by", _("报名参加的期限"), Sort.DAY), NOTE)),
    Sheet(K.HEARING_RECORD, "听证笔录", "听笔", None, red_head=False, greets=False, needs=(
        MATTER, HELD_AT, PLACE, CHAIR, Fact("attendees", _("听证参加人"), Sort.LINES), STATEMENTS),
        may=(RECORDER, NOTE), signs=("主持人（签名）", "记录人（签名）", "听证参加人（签名）")),
    Sheet(K.STATEMENT_RECORD, "陈述申辩笔录", "陈", None, red_head=False, greets=False, needs=(
        Fact("heard_at", _("陈述申辩的时间"), Sort.MOMENT), PLACE, STATEMENTS), may=(RECORDER, NOTE),
        signs=("陈述申辩人（签名）", "记录人（签名）")),
    Sheet(K.INSPECTION_NOTICE, "现场核查（勘验）通知书", "勘通", BACK, red_head=True, needs=(
        Fact("visit_at", _("核查时间"), Sort.MOMENT), PLACE, Fact("visitors", _("前来核查的部门和人数"), Sort.LINES),
        Fact("points", _("核查内容"), Sort.LINES)), may=(BASIS, NOTE)),
    Sheet(K.INSPECTION_RECORD, "核查（勘验）笔录", "勘", None, red_head=False, greets=False, needs=(
        Fact("inspected_at", _("核查时间"), Sort.MOMENT), PLACE, Fact("inspectors", _("核查人员"), Sort.LINES),
        Fact("findings", _("核查情况"), Sort.LINES)), may=(CONCLUSION, NOTE),
        signs=("核查人员（签名）", "核查人员（签名）", "被核查人（签名）")),
    Sheet(K.INTERESTED_PARTY_NOTICE, "利害关系人告知书", "利告", BACK, red_head=True, needs=(
        Fact("interest", _("关系他人的重大利益")), Fact("answer_by", _("陈述申辩的期限"), Sort.DAY)),
        may=(BASIS, NOTE)),
    Sheet(K.FORWARDING_LETTER, "转报函", "转", BACK, red_head=True, internal=True, needs=(
        Fact("to_body", _("上级机关")), Fact("opinion", _("初步审查意见"), Sort.LINES)), may=(
        BASIS, Fact("documents", _("报送的材料"), Sort.LINES))),
    Sheet(K.TERMINATION_NOTICE, "终止办理告知书", "终", BACK, red_head=True, remedies=True, needs=(REASONS, BASIS),
          may=(NOTE,)),
    Sheet(K.LEGAL_REVIEW, "重大行政许可法制审核意见书", "法审", None, red_head=False, internal=True, greets=False,
          needs=(Fact("opinion", _("审核意见"), Sort.LINES), CONCLUSION), may=(BASIS,), signs=("审核人（签名）",),
        other_title="法制审核意见书"),
    Sheet(K.ACCEPTANCE_FORM, "受理（不予受理）审批表", "受审", None, red_head=False, internal=True, greets=False,
          needs=(STEPS,), may=(CONCLUSION, MATERIALS, BASIS)),
    Sheet(K.EXTENSION_FORM, "延期决定审批表", "延审", None, red_head=False, internal=True, greets=False, needs=(
        REASONS, STEPS), may=(CONCLUSION, BASIS)),
    Sheet(K.DECISION_FORM, "决定审批表", "决审", None, red_head=False, internal=True, greets=False, needs=(
        STEPS,), may=(CONCLUSION, REASONS, BASIS)),
)
_DECISION: Final = (
    Sheet(K.GRANTING_DECISION, "准予行政许可决定书", "准", BACK, red_head=True, other_title="准予办理决定书",
          needs=(BASIS,), may=(
        Fact("content", _("准予的内容"), Sort.LINES), Fact("conditions", _("应当遵守的要求"), Sort.LINES), FROM, UNTIL,
        Fact("validity", _("有效期限")), Fact("result_name", _("证照或者证明名称")))),
    Sheet(K.REFUSING_DECISION, "不予行政许可决定书", "不准", BACK, red_head=True, remedies=True,
          other_title="不予办理决定书", needs=(REASONS, BASIS)),
    Sheet(K.RESULT, "办理结果", "证", BACK, red_head=False, greets=False, needs=(
        Fact("result_name", _("证照或者证明名称")),), may=(
        Fact("certificate_number", _("证照编号")), FROM, UNTIL, Fact("validity", _("有效期限")),
        Fact("lines", _("证照内容"), Sort.ROWS, ("label", "value")), BASIS)),
    Sheet(K.PAYMENT_RECEIPT, "缴费凭证", "缴", FRONT, red_head=False, needs=(
        Fact("bill_number", _("缴费单")), Fact("paid_at", _("缴费时间"), Sort.MOMENT), Fact("channel", _("缴费方式")),
        Fact("lines", _("收费项目"), Sort.ROWS, ("label", "value")))),
    Sheet(K.SERVICE_RECEIPT, "送达回证", "达", None, red_head=False, greets=False, needs=(
        DOCUMENTS, Fact("mode", _("送达方式")), Fact("delivered_at", _("送达时间"), Sort.MOMENT)), may=(
        PLACE, Fact("tracking_number", _("邮件编号")), Fact("relation", _("与受送达人的关系")),
        Fact("served_by", _("送达人")), Fact("proof", _("送达凭据")), Fact("remark", _("备注")))),
    Sheet(K.PUBLIC_SERVICE_NOTICE, "送达公告", "公告", BACK, red_head=True, needs=(
        DOCUMENTS, Fact("served_on", _("视为送达的日期"), Sort.DAY), REASONS), may=(PLACE, BASIS, NOTE)),
)
_AFTERWARDS: Final = (
    Sheet(K.RENEWAL_DECISION, "准予延续行政许可决定书", "准续", BACK, red_head=True, other_title="准予延续决定书",
          needs=(FORMER, UNTIL, BASIS), may=(FROM, NOTE)),
    Sheet(K.RENEWAL_REFUSAL, "不予延续行政许可决定书", "不准续", BACK, red_head=True, remedies=True,
          other_title="不予延续决定书", needs=(FORMER, REASONS, BASIS)),
    Sheet(K.CHANGE_DECISION, "准予变更行政许可决定书", "准变", BACK, red_head=True, other_title="准予变更决定书",
          needs=(FORMER, Fact("changes", _("变更的内容"), Sort.ROWS, ("what", "after")), BASIS), may=(NOTE,)),
    Sheet(K.CHANGE_REFUSAL, "不予变更行政许可决定书", "不准变", BACK, red_head=True, remedies=True,
          other_title="不予变更决定书", needs=(FORMER, REASONS, BASIS)),
    Sheet(K.WITHDRAWING_DECISION, "撤回行政许可决定书", "撤回", BACK, red_head=True, remedies=True,
          other_title="撤回决定书", needs=(FORMER, REASONS, BASIS), may=(Fact("compensation", _("补偿")), NOTE)),
    Sheet(K.CORRECTION_ORDER, "责令改正通知书", "责改", BACK, red_head=True, remedies=True, needs=(
        Fact("finding", _("核查的认定")), Fact("requirements", _("责令改正的内容"), Sort.LINES),
        Fact("correct_by", _("改正期限"), Sort.DAY), BASIS), may=(NOTE,)),
    Sheet(K.REVOKING_DECISION, "撤销行政许可决定书", "撤销", BACK, red_head=True, remedies=True,
          other_title="撤销决定书", needs=(FORMER, REASONS, BASIS), may=(NOTE,)),
    Sheet(K.CANCELLING_DECISION, "注销行政许可决定书", "注销", BACK, red_head=True, remedies=True,
          other_title="注销决定书", needs=(FORMER, REASONS, BASIS), may=(NOTE,)),
    Sheet(K.RENEWAL_REMINDER, "延续提醒", "续提", None, red_head=False, needs=(
        FORMER, UNTIL, Fact("apply_by", _("提出延续申请的期限"), Sort.DAY)), may=(BASIS, NOTE)),
)
# fmt: on

SHEETS: Final[Mapping[str, Sheet]] = {sheet.kind: sheet for sheet in (*_INTAKE, *_MIDDLE, *_DECISION, *_AFTERWARDS)}
INTERNAL: Final = frozenset(sheet.kind for sheet in SHEETS.values() if sheet.internal)
"""The kinds that stay in the house."""
