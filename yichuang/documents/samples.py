"""Facts of a whole letter of each kind, as an officer would write them: for previews of a wording, and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from yichuang.documents.models import LetterKind

SAMPLES: Final[Mapping[LetterKind, dict[str, Any]]] = {
    LetterKind.RECEIPT: {
        "materials": [
            {"name": "食品经营许可申请书", "originals": 1, "files": 1},
            {"name": "营业执照", "copies": 1, "original_seen": True},
        ],
        "review_by": "2026-03-12T17:30:00+08:00",
    },
    LetterKind.CORRECTION_NOTICE: {
        "items": [
            {
                "what": "设备布局图",
                "reason": "没有标明冷藏设备的位置",
                "rule": "标明设备名称和位置。办事指南附有填写样表，窗口也可领取",
            },
            {"what": "经营项目", "reason": "与营业执照不一致"},
        ],
        "answer_by": "2026-03-12T17:30:00+08:00",
        "default_effect": "逾期未补正的，视为撤回申请",
    },
    LetterKind.ACCEPTANCE_NOTICE: {
        "statutory_due": "2026-04-02T17:30:00+08:00",
        "promised_due": "2026-03-12T17:30:00+08:00",
    },
    LetterKind.DECLINING_DECISION: {"reasons": "经营场所不在本县", "competent_body": "安阳市市场监督管理局"},
    LetterKind.NOT_REQUIRED_NOTICE: {"reasons": "销售食用农产品不需要取得许可"},
    LetterKind.GRANTING_DECISION: {"legal_basis": ["《中华人民共和国食品安全法》第三十五条"]},
    LetterKind.REFUSING_DECISION: {
        "reasons": ["未配备冷藏设备"],
        "legal_basis": ["《中华人民共和国行政许可法》第三十八条第二款"],
    },
    LetterKind.SERVICE_RECEIPT: {
        "documents": ["食品经营许可证"],
        "mode": "直接送达",
        "delivered_at": "2026-03-06T10:05:00+08:00",
    },
    LetterKind.PAYMENT_RECEIPT: {
        "bill_number": "JF41052220260000012",
        "paid_at": "2026-03-05T10:00:00+08:00",
        "channel": "现金",
        "lines": [
            {"label": "换领工本费", "value": "1 × 20.00元（居民身份证法第二十一条）"},
            {"label": "实缴", "value": "20.00元"},
        ],
    },
    LetterKind.WITHDRAWAL_NOTICE: {"withdrawn_at": "2026-03-05T10:00:00+08:00"},
    LetterKind.RESULT: {"result_name": "食品经营许可证", "valid_from": "2026-03-05", "valid_until": "2031-03-04"},
    LetterKind.CORRECTION_ORDER: {
        "finding": "承诺的内容尚未履行",
        "requirements": ["配备专职或者兼职的食品安全管理人员"],
        "correct_by": "2026-05-08",
        "legal_basis": ["国办发〔2020〕42号"],
    },
    LetterKind.TAKING_BACK_NOTICE: {
        "former_letter": "补正告知书（安审批补〔2026〕3号）",
        "told_on": "2026-03-05",
        "reasons": ["“设备布局图”已经在申请材料里，告知补正时没有看到"],
        "effect": "你（单位）不用按该告知书补正。",
        "due": "2026-03-12",
    },
    LetterKind.LAPSE_NOTICE: {
        "lapsed_on": "2026-03-13",
        "reasons": ["补正期限2026年3月12日届满，没有收到“设备布局图”的补正材料"],
        "legal_basis": ["《安阳市政务服务条例》第三十六条"],
    },
    LetterKind.TOLERANCE_PROMISE: {
        "items": [{"what": "租赁合同", "reason": "租赁合同备案回执尚未取得"}],
        "answer_by": "2026-03-12",
        "default_effect": "逾期未补齐的，视为撤回申请",
        "legal_basis": ["《安阳市政务服务条例》第二十四条"],
    },
    LetterKind.PROMISE: {
        "conditions": ["具有与经营的食品品种、数量相适应的场所", "有专职或者兼职的食品安全管理人员"],
        "duties": ["所填写的信息真实、准确", "已经符合上述条件，并持续符合", "愿意承担不实承诺的法律责任"],
        "consequences": ["不符合承诺的，责令限期整改；逾期不整改的，撤销决定", "作出虚假承诺的，依法记入信用记录"],
        "legal_basis": ["《安阳市政务服务条例》第二十六条"],
        "check_by": "2026-06-05",
    },
    LetterKind.SPECIAL_PROCEDURE_NOTICE: {
        "procedure": "检验",
        "time_needed": "10个工作日",
        "legal_basis": ["《中华人民共和国行政许可法》第四十五条"],
        "started_on": "2026-03-06",
        "ends_on": "2026-03-20",
        "reasons": ["冷藏设备需要检验"],
    },
    LetterKind.EXTENSION_NOTICE: {
        "reasons": ["需要向设备生产地的市场监督管理部门核实设备检验报告"],
        "approved_by": "安阳县市场监督管理局局长",
        "former_due": "2026-04-02",
        "new_due": "2026-04-17",
        "extended_by": "10个工作日",
        "legal_basis": ["《中华人民共和国行政许可法》第四十二条"],
    },
    LetterKind.HEARING_RIGHTS: {
        "matter": "在居民楼底商设立餐饮服务场所",
        "apply_by": "2026-03-12",
        "reasons": ["该场所的油烟排放涉及楼上住户的重大利益"],
    },
    LetterKind.HEARING_NOTICE: {
        "matter": "在居民楼底商设立餐饮服务场所",
        "held_at": "2026-03-25T09:00:00+08:00",
        "place": "小城县政务服务中心三楼听证室",
        "chair": "法制审核科科长",
    },
    LetterKind.HEARING_ANNOUNCEMENT: {
        "matter": "在居民楼底商设立餐饮服务场所",
        "held_at": "2026-03-25T09:00:00+08:00",
        "place": "小城县政务服务中心三楼听证室",
        "apply_by": "2026-03-18",
    },
    LetterKind.HEARING_RECORD: {
        "matter": "在居民楼底商设立餐饮服务场所",
        "held_at": "2026-03-25T09:00:00+08:00",
        "place": "小城县政务服务中心三楼听证室",
        "chair": "法制审核科科长",
        "attendees": ["审查工作人员", "申请人", "利害关系人代表"],
        "statements": ["审查工作人员：场所的排烟管道高于屋顶", "利害关系人代表：要求安装油烟净化设备"],
    },
    LetterKind.STATEMENT_RECORD: {
        "heard_at": "2026-03-10T15:00:00+08:00",
        "place": "小城县政务服务中心二楼",
        "statements": ["冷藏设备已经订购，三月二十日前安装"],
    },
    LetterKind.INSPECTION_NOTICE: {
        "visit_at": "2026-03-09T10:00:00+08:00",
        "place": "经营场所",
        "visitors": ["小城县市场监督管理局2名工作人员"],
        "points": ["操作间面积和布局", "冷藏设备"],
        "legal_basis": ["《中华人民共和国行政许可法》第三十四条第三款"],
    },
    LetterKind.INSPECTION_RECORD: {
        "inspected_at": "2026-03-09T10:00:00+08:00",
        "place": "经营场所",
        "inspectors": ["食品经营许可科两名工作人员"],
        "findings": ["操作间面积28平方米，与布局图一致", "冷藏设备两台，运行正常"],
        "conclusion": "符合要求",
    },
    LetterKind.LEGAL_REVIEW: {
        "opinion": ["主体合法，程序完备", "事实清楚，适用《中华人民共和国食品安全法》第三十五条正确"],
        "conclusion": "同意提请负责人决定",
    },
    LetterKind.TERMINATION_NOTICE: {
        "reasons": ["申请单位已于2026年3月4日注销登记"],
        "legal_basis": ["《安阳市政务服务条例》第三十六条"],
    },
    LetterKind.INTERESTED_PARTY_NOTICE: {"interest": "楼上住户的采光、通风和安宁", "answer_by": "2026-03-12"},
    LetterKind.FORWARDING_LETTER: {
        "to_body": "安阳市市场监督管理局",
        "opinion": ["材料齐全，初步审查符合条件"],
        "documents": ["食品经营许可申请书", "核查笔录"],
    },
    LetterKind.RENEWAL_DECISION: {
        "former_number": "JY24105220000001",
        "valid_from": "2026-03-05",
        "valid_until": "2031-03-04",
        "legal_basis": ["《中华人民共和国行政许可法》第五十条"],
    },
    LetterKind.RENEWAL_REFUSAL: {
        "former_number": "JY24105220000001",
        "reasons": ["经营场所已经改作仓库，不具备《食品经营许可和备案管理办法》第十二条规定的场所条件"],
        "legal_basis": ["《中华人民共和国行政许可法》第五十条"],
    },
    LetterKind.CHANGE_DECISION: {
        "former_number": "JY24105220000001",
        "changes": [{"what": "经营项目", "before": "热食类食品制售", "after": "热食类、冷食类食品制售"}],
        "legal_basis": ["《中华人民共和国行政许可法》第四十九条"],
    },
    LetterKind.CHANGE_REFUSAL: {
        "former_number": "JY24105220000001",
        "reasons": ["没有设置《食品经营许可审查通则》要求的冷食专间"],
        "legal_basis": ["《中华人民共和国行政许可法》第四十九条"],
    },
    LetterKind.WITHDRAWING_DECISION: {
        "former_number": "JY24105220000001",
        "reasons": ["许可所依据的《小城县夜市管理规定》于2026年3月1日废止"],
        "legal_basis": ["《中华人民共和国行政许可法》第八条"],
        "compensation": "因此造成的财产损失依法给予补偿",
    },
    LetterKind.REVOKING_DECISION: {
        "former_number": "JY24105220000001",
        "reasons": ["申请时提交的租赁合同系伪造"],
        "legal_basis": ["《中华人民共和国行政许可法》第六十九条第二款"],
    },
    LetterKind.CANCELLING_DECISION: {
        "former_number": "JY24105220000001",
        "reasons": ["许可有效期于2026年3月4日届满，没有申请延续"],
        "legal_basis": ["《中华人民共和国行政许可法》第七十条第一项"],
    },
    LetterKind.RENEWAL_REMINDER: {
        "former_number": "JY24105220000001",
        "valid_until": "2026-05-04",
        "apply_by": "2026-04-04",
    },
    LetterKind.PUBLIC_SERVICE_NOTICE: {
        "documents": ["不予行政许可决定书（小市监不准〔2026〕1号）"],
        "served_on": "2026-04-04",
        "reasons": ["按登记的地址邮寄，收件人不在，电话三次无人接听"],
        "place": "小城县政务服务中心综合窗口",
    },
    LetterKind.ACCEPTANCE_FORM: {
        "steps": [
            {"step": "窗口初审", "opinion": "材料齐全，建议受理", "by": "综合窗口", "on": "2026年3月5日"},
            {"step": "审核", "opinion": "同意受理", "by": "首席审批员", "on": "2026年3月5日"},
        ],
        "conclusion": "受理",
    },
    LetterKind.EXTENSION_FORM: {
        "reasons": ["需要向设备生产地的市场监督管理部门核实设备检验报告"],
        "steps": [{"step": "负责人批准", "opinion": "同意延长10个工作日", "by": "局长", "on": "2026年4月1日"}],
        "conclusion": "延长10个工作日",
    },
    LetterKind.DECISION_FORM: {
        "steps": [
            {"step": "承办", "opinion": "符合条件，建议准予", "by": "审查人员", "on": "2026年3月6日"},
            {"step": "决定", "opinion": "同意", "by": "局长", "on": "2026年3月9日"},
        ],
        "conclusion": "准予",
    },
}
