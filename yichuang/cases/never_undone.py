"""Why an act cannot be taken back, and what is done instead: a sentence for each act without a way back in `undoing`.

A test asks for a word on every act of the life cycle: who adds one decides whether it can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

_DECISION: Final = _("决定已经作出并告知申请人，不能收回。确有错误的，依照《行政许可法》第六十九条办理撤销。")
_BY_LAW: Final = _("这是期限届满后法律规定的结果，不是谁作出的，不能收回。登记的日期有误的，请联系中心管理员核对。")
_BY_APPLICANT: Final = _("这是申请人自己做的，窗口和部门不能替他收回。他要更改的，请他补正、补交或者重新申请。")
_BY_TOUCHED: Final = _("这是利害关系人自己做的，窗口和部门不能替他收回。他还有话要说的，请他再写一份或者当面陈述。")
_ENDED: Final = _("办理已经按申请人的意思结束，受理顺序和期限不能恢复。申请人改变主意的，请他重新申请。")
_ONCE_MORE: Final = _("收回本身不能再收回。原来的一步没有错的，请重新办一次。")
_RECORD: Final = _("记下的是已经发生的事，不能收回。记错的，请再记一次并写明更正了什么，两次都留在办理过程里。")
_TOLD: Final = _("已经书面告知，申请人可能已经据此准备，不能收回。")
_PAPERS: Final = _("纸质材料已经移动，不能当作没有发生。请做一张相反方向的交接单，把材料交回去。")
_FORMAL: Final = _("这是告知了当事人的正式处理，不能收回。确有错误的，由作出机关依法另行作出纠正的决定并送达。")
# One act a line, to be read as a table.
# fmt: off
# ruff: noqa: E501
WHY: Final[Mapping[str, StrPromise]] = {
    "inherit": _("录入的是本系统启用以前已经作出的决定，不能收回。录错了的，请办理更正、撤销或者注销，原来的记录留着。"),
    "apply": _BY_APPLICANT,
    "apply_at_counter": _("申请一经提交就开始计算期限，不能收回。收错了的，请申请人到窗口撤回申请后重新申请。"),
    "correct": _BY_APPLICANT,
    "correct_at_counter": _("补正的材料已经收下，不能收回。收错了材料的，请再次告知补正，并写明为什么。"),
    "mark_correction": _("逐项核对的结果不能收回。核对错了的，请重新核对一次，以后一次为准。"),
    "correct_on_the_spot": _("更正是申请人当场作出的，不能收回。改错了的，请他再当场更正一次，原来的内容都留着。"),
    "fetch_shared": _("调取已经发生并记录在案，不能收回。查到的材料不对的，请告知补正并写明原因。"),
    "lapse": _BY_LAW,
    "deem_accepted": _BY_LAW,
    "lapse_gaps": _BY_LAW,
    "revoke_acceptance": _BY_LAW,
    "deem_renewed": _BY_LAW,
    "record_inspection": _("笔录还没有全体确认的，请重新记录一次，其他人重新确认，不用收回。"),
    "confirm_inspection": _("确认是本人对笔录负责，不能收回。笔录有误的，请在全体确认以前重新记录；已经全体确认的，另行安排勘验。"),
    "photograph_added": _("现场照片是证据，不能收回。拍错的，请在勘验笔录里写明哪一张不作为依据。"),
    "ask_expert": _("已经告诉专家，不能收回。问错了的，请再征求一次意见，并在审查意见里写明不采用前一次的理由。"),
    "enter_expert_opinion": _("专家意见是他本人的，不能收回。需要更正的，请专家另写一份，再征求一次意见。"),
    "send_back": _("退回的环节已经重新打开，不能收回。退错了的，请承办人写明没有变化，重新提出意见。"),
    "hand_on": _("环节已经在同事手里，不能收回。转错了的，请他再转办回来。"),
    "end_procedure": _RECORD,
    "resume": _("期限已经接着计算，不能收回。特别程序还没有完的，请重新进入特别程序，中间的日子照算。"),
    "extend": _("延期决定已经告知申请人，只能一次，不能收回。可以在原来的期限内提前作出决定。"),
    "refuse_extension": _("不予延长的答复不能收回。情况有变化的，请承办人在期限内重新提出延长申请。"),
    "tell_interested_party": _("已经书面告知利害关系人，不能收回。告知错了人的，请在听取意见时记明，另行告知应当告知的人。"),
    "record_statement": _RECORD,
    "make_statement": _BY_APPLICANT,
    "make_statement_as_touched": _BY_TOUCHED,
    "tell_hearing_rights": _("告知听证权利对当事人有利，不能收回。他不要求听证的，期限过后或者他声明放弃以后即可作出决定。"),
    "ask_hearing": _BY_APPLICANT,
    "ask_hearing_as_touched": _BY_TOUCHED,
    "waive_hearing_as_touched": _BY_TOUCHED,
    "take_hearing_request": _RECORD,
    "waive_hearing": _BY_APPLICANT,
    "take_hearing_waiver": _RECORD,
    "call_hearing": _("听证通知已经发出，不能收回。时间、地点有误的，请重新发一次听证通知，以后一次为准。"),
    "record_hearing": _RECORD,
    "send_upward": _("材料已经报送上级机关，不能收回。报错了的，请商上级机关退回，登记它的签收和答复后继续办理。"),
    "note_receipt_above": _RECORD,
    "record_answer": _("上级机关的答复不能收回。登记错了的，请部门负责人不要据此作出决定，并商上级机关出具更正的答复。"),
    "grant": _DECISION,
    "refuse": _("决定已经作出并告知申请人，不能收回。确有错误的，由作出机关或者上级机关依法纠正；申请人也可以复议、诉讼或者重新申请。"),
    "grant_at_once": _DECISION,
    "grant_on_promise": _DECISION,
    "archive": _("归档以后不再改动，不能收回。需要更正的，按档案管理规定另附说明。"),
    "withdraw": _ENDED,
    "withdraw_at_counter": _ENDED,
    "take_back_acceptance": _ONCE_MORE,
    "take_back_correction": _ONCE_MORE,
    "take_back_declining": _ONCE_MORE,
    "take_back_not_required": _ONCE_MORE,
    "take_back_visit": _ONCE_MORE,
    "take_back_suspension": _ONCE_MORE,
    "take_back_asking": _ONCE_MORE,
    "take_back_examining": _ONCE_MORE,
    "take_back_opinion": _ONCE_MORE,
    "take_back_proposal": _ONCE_MORE,
    "take_back_making": _ONCE_MORE,
    "take_back_issue": _ONCE_MORE,
    "signed_copy": _("请用“收回回执登记”，写明为什么；收回以后可以重新登记。"),
    "take_back_signed_copy": _ONCE_MORE,
    "take_back_delivery": _ONCE_MORE,
    "sending_taken_back": _ONCE_MORE,
    "terminate": _("办理已经终止并告知申请人，受理顺序和期限不能恢复，不能收回。请申请人重新申请；他也可以复议、诉讼。"),
    "tell_intention": _("已经告知持证人，不能收回。不打算撤销、撤回的，请用“不再撤销、撤回”告诉他。"),
    "hear_holder": _RECORD,
    "drop_intention": _("已经告诉持证人不再撤销、撤回，不能收回。有新的事实的，请重新告知。"),
    "end_certificate": _FORMAL,
    "remind": _TOLD,
    "supervision_seen": _RECORD,
    "recounted": _("期限按公布的放假安排计算，不能收回。日历有误的，请更正日历，期限会再算一次。"),
    "go_on": _("前一件已经办成，本件依办事指南接着办，不能收回。前一件有错的，请在前一件办理。"),
    "go_on_without": _RECORD,
    "delivery_chosen": _("送达方式在交出以前可以随时重新选择，不用收回。"),
    "courier_status": _("快递状态以最后一次为准。登记错了的，请再登记一次，不用收回。"),
    "put_in_locker": _("已经放进取件柜并通知了取件码，不能收回。要拿出来的，请用“从取件柜取回”。"),
    "announced": _("送达公告已经发布，不能收回。找到受送达人的，请直接交给他，登记送达。"),
    "delivery_failed": _("记下的是没有送到这件事，不能收回。请重新送达；其实送到了的，请凭签收凭证登记送达。"),
    "parcel_told": _BY_APPLICANT,
    "parcel_received": _RECORD,
    "papers_passed": _PAPERS,
    "papers_received": _PAPERS,
    "intermediary_begun": _("不用收回：登记错了的，请登记完成日期，再登记一次，期限不受影响。"),
    "intermediary_back": _RECORD,
    "reentry_begun": _("不用收回：没有录的，请直接登记“录完了”并不填对方编号，用时会照实记下。"),
    "reentry_finished": _("用时已经记下，不能收回。对方编号写错、没有录完的，请再开始一次录入。"),
    "supplement": _BY_APPLICANT,
    "supplement_at_counter": _("补交的材料已经收下，不能收回。收错了的，请申请人在补交期限内交来对的。"),
    "withdraw_promise": _BY_APPLICANT,
    "withdraw_promise_at_counter": _("承诺已经按申请人的意思撤回，办件按一般程序办理，不能收回。"),
    "check_promise": _("核查意见是本人对事实负责，不能收回。写错了的，由另外两位工作人员核查，以两人一致的结论为准。"),
    "order_to_keep": _TOLD,
    "revoke_for_promise": _FORMAL,
    "repair_credit": _FORMAL,
    "bill_drawn": _("开出的缴费单不改动。开错了的，在缴费以前用“作废缴费单”作废，再开一张。"),
    "bill_reduced": _("批准的减免不能收回。批错了的，请作废缴费单，重新开一张。"),
    "bill_cancelled": _ONCE_MORE,
    "bill_overdue": _TOLD,
    "bill_paid": _("钱已经收下，不能收回登记。收错了的，请由另一个人办退费。"),
    "payment_set_aside": _RECORD,
    "refunded": _("钱已经退出去，不能收回。退错了的，请重新开缴费单。"),
    "voucher_recorded": _RECORD,
}
# fmt: on
