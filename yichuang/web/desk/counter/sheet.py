"""The sheet of the counter: everything typed so far, and what is asked next. It lives in the page, never on the server,
so that a network that stumbles loses nothing and two sheets never mix."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yichuang.base.ids import uuid7
from yichuang.base.refusal import Refused
from yichuang.cases import going_on, repeating
from yichuang.cases import queries as cases
from yichuang.cases.afterwards import linking
from yichuang.cases.applying import Application
from yichuang.cases.library import Library
from yichuang.cases.models import Case, Purpose
from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.conditions.evaluating import ANYONE, Applicant
from yichuang.catalogue.content import Situation
from yichuang.catalogue.finding import searching
from yichuang.catalogue.finding.searching import Hit
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.rules import limit_for, materials_for, offered, reached
from yichuang.offices.mandates import powers_of
from yichuang.offices.models import Power, Window
from yichuang.offices.queries import Desk, desk_of
from yichuang.people.actors import Actor
from yichuang.people.models import DocumentType, Party, PartyKind
from yichuang.web.desk.counter.person import PersonForm
from yichuang.web.desk.forms.papers import PapersForm, wanted_of
from yichuang.web.kit.refusals import each
from yichuang.web.kit.schema_forms import AnswersForm, form_for

MOST_HITS: Final = 9
PEOPLE_FIELDS: Final = ("number", "name", "phone", "document_type")


class Sheet:
    """What the page holds. Nothing is written before the clerk presses “受理” or “只收件”."""

    def __init__(
        self, data: QueryDict | None, *, by: Actor, at: datetime, uploads: Mapping[str, str] | None = None
    ) -> None:
        self.data = data if data is not None else QueryDict()
        self.by, self.at, self.uploads = by, at, dict(uploads or {})
        self.key = self.data.get("key") or str(uuid7())
        self.q = self.data.get("q", "").strip()[:100]
        bound = data if data is not None else None
        self.person = PersonForm(bound, prefix="p", on=self.today)
        self.hander = PersonForm(bound if self.data.get("h-number") else None, prefix="h", on=self.today)
        self.representative = PersonForm(bound if self.data.get("r-number") else None, prefix="r", on=self.today)
        self.errors: list[tuple[str, str]] = []
        self.chosen = self.version  # a refused search or item is told with the rest

    @cached_property
    def desk(self) -> Desk:
        assert self.by.account is not None  # noqa: S101 - the gate lets only clerks in
        return desk_of(self.by.account, self.today)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @cached_property
    def window(self) -> Window | None:
        """The window at which this is taken in: the one chosen, else the first of the clerk's."""
        wanted = self.data.get("window", "")
        return next((w for w in self.desk.windows if str(w.pk) == wanted), next(iter(self.desk.windows), None))

    @property
    def code(self) -> str:
        """The item chosen; one that was offered for other words than those that stand there now does not count."""
        offered_for = self.data.get("searched")
        return self.data.get("item", "") if offered_for in (None, self.q) else ""

    @cached_property
    def version(self) -> ItemVersion | None:
        """The item, when one is chosen and still on the list."""
        code = self.code
        if not code:
            return self.hits[0].version if len(self.hits) == 1 and self.data.get("do") == "go" else None
        try:
            return catalogue.version_on(code, self.today)
        except Refused as refused:
            self.errors.append(("q", str(refused)))
            return None

    @cached_property
    def hits(self) -> list[Hit]:
        """What the search finds, the best first. Nothing while an item is chosen."""
        if not self.q or self.code:
            return []
        try:
            return searching.search(self.q, on=self.today, limit=MOST_HITS)
        except Refused as refused:
            self.errors.append(("q", str(refused)))
            return []

    @property
    def english(self) -> bool:
        """Whether the clerk reads English."""
        return (get_language() or "").startswith("en")

    @property
    def situations(self) -> list[str]:
        keys = [key for name in self.data for key in self.data.getlist(name) if name.startswith("situation")]
        return reached(self.version.parsed, keys) if self.version else keys

    @cached_property
    def questions(self) -> list[tuple[str, bool, list[Situation]]]:
        """The situations by their question; whether only one answer is right."""
        grouped: dict[tuple[str, bool], list[Situation]] = {}
        for one in offered(self.version.parsed, self.situations) if self.version else ():
            question = one.question_en if one.question_en and self.english else one.question
            grouped.setdefault((question, one.only_one), []).append(one)
        return [(question or _("属于哪种情形？"), only_one, group) for (question, only_one), group in grouped.items()]

    @cached_property
    def answers_form(self) -> AnswersForm | None:
        if self.version is None or not self.version.parsed.form.get("properties"):
            return None
        told = _("办件 %(number)s") % {"number": self.follows.number} if self.follows else ""
        sources = dict.fromkeys(self.carried, told)
        form = form_for(self.version.parsed.form, english=self.english, sources=sources)
        shown_before = self.data.get("shown") == self.version.item.code
        return form(self.data if shown_before else None, prefix="a", initial=self.carried)

    @cached_property
    def follows(self) -> Case | None:
        """The case from which the applicant goes on to this item."""
        number = self.data.get("follows", "").strip()
        if not number:
            return None
        try:
            return cases.case_for(self.by, number, at=self.at)
        except Refused as refused:
            self.errors.append(("q", str(refused)))
            return None

    @cached_property
    def carried(self) -> dict[str, Any]:
        """What he answered there that means the same here."""
        return going_on.carried(self.follows, self.version.parsed) if self.follows and self.version else {}

    @cached_property
    def taken(self) -> dict[str, UUID]:
        """The papers that lie there and are taken again unless the clerk says otherwise."""
        if self.follows is None or self.version is None:
            return {}
        found = going_on.papers(self.follows, self.version, by=self.by, at=self.at)
        return {key: paper.file.pk for key, paper in found.items()}

    @property
    def answers(self) -> dict[str, Any]:
        form = self.answers_form
        return form.answers() if form is not None and form.is_bound and form.is_valid() else {}

    @property
    def who(self) -> Applicant:
        """The applicant as conditions see him."""
        if not self.person.kind:
            return ANYONE
        kind = PartyKind.ORGANISATION if self.person.is_organisation else PartyKind.NATURAL
        return Applicant(kind=kind, document_type=DocumentType(self.person.kind))

    @cached_property
    def papers(self) -> PapersForm | None:
        """A line for each paper that this applicant must bring in these situations."""
        if self.version is None:
            return None
        asked = materials_for(self.version.parsed, self.answers, self.situations, self.who)
        party, centre = self.person.party, self.version.item.centre
        lying = Library(centre, party, self.by, self.at).papers(asked) if party else {}
        shown_before = self.data.get("shown") == self.version.item.code
        typed = self.data if shown_before else None
        return PapersForm(wanted_of(asked), typed, errors=self.uploads, lying=lying, taken=self.taken)

    @property
    def shared(self) -> bool:
        """Whether one of the papers can be called for instead."""
        return self.papers is not None and any(one.shared for one in self.papers.wanted)

    @property
    def limits(self) -> Any:
        return limit_for(self.version.parsed, self.situations) if self.version else None

    @cached_property
    def right(self) -> tuple[bool, str]:
        """Whether this clerk may accept this item here and today, and under which instrument or why not."""
        if self.version is None:
            return False, ""
        item = self.version.item
        try:
            powers = powers_of(item_code=item.code, department=item.department, by=self.by, at=self.at)
            warrant = powers.require(Power.ACCEPT)
        except Refused as refused:
            return False, str(refused)
        return True, str(warrant.mandate) if warrant.mandate else _("派驻部门的职权")

    @property
    def focus(self) -> str:
        """The id of the first field that still waits."""
        if not self.person.typed("number") or self.person.wrong:
            return "p-number"
        if not self.person.is_known:
            return "p-name"
        if self.version is None:
            return "item_0" if self.hits else "q"
        if self.questions and not self.situations:
            return "situation_0_0"
        wanted = self.papers.wanted if self.papers else []
        if wanted and self.data.get("shown") != self.version.item.code:
            return f"m-{wanted[0].key}-got"
        return "accept"

    def application(self, applicant: Party) -> Application:
        """What is handed in. Wants a chosen item."""
        assert self.version is not None  # noqa: S101 - `may_try` was asked
        assert self.papers is not None  # noqa: S101 - there are papers when there is a version
        return Application(
            version=self.version,
            applicant=applicant,
            situations=self.situations,
            answers=self.answers,
            materials=self.papers.given(),
            later=self.papers.promised("later"),
            promised=self.papers.promised("promised"),
            purpose=self.purpose,
            former=linking.named(self.certificate, holder=applicant) if self.certificate else None,
            follows=self.follows,
            again=self.data.get("again", ""),
        )

    @cached_property
    def running(self) -> str:
        """What the same applicant has under way already, in a sentence; empty when there is nothing."""
        if self.version is None or self.person.party is None or self.certificate:
            return ""
        return repeating.found(self.version.item, self.person.party, by=self.by, at=self.at)

    @property
    def certificate(self) -> str:
        """The number of the certificate that is to be changed, renewed or cancelled; empty for anything else."""
        return self.data.get("certificate", "").strip()[:80]

    @property
    def purpose(self) -> str:
        """What is wanted of it: what the clerk chose, else what the item itself is for."""
        if not self.certificate:
            return ""
        kind = self.version.item.handle_kind if self.version else ""
        return self.data.get("purpose", "") or (kind if kind in Purpose.values else "")

    @property
    def purposes(self) -> list[tuple[str, Any]]:
        """What may be wanted of a certificate."""
        return list(Purpose.choices)

    def may_try(self) -> bool:
        """Whether everything without which no act can be tried is there; else `errors` says what is missing."""
        if self.person.typed("number") and not self.person.is_valid():
            self.errors += self.person.summary
        elif not (self.person.is_bound and self.person.is_known):
            self.errors.append(("p-number", _("请先填写申请人的证件号码；第一次来办事的还要填写姓名。")))
        if self.hander.is_bound and not (self.hander.is_valid() and self.hander.is_known):
            self.errors.append(("h-number", _("请填写经办人的证件号码和姓名；由申请人本人交件的，经办人留空。")))
        if self.representative.is_bound and not (self.representative.is_valid() and self.representative.is_known):
            self.errors.append(("r-number", _("请填写法定代表人的证件号码和姓名；不登记的，留空。")))
        if self.version is None:
            self.errors.append(("q", _("请先选择要办的事项。")))
        form = self.answers_form
        if form is not None and form.is_bound and not form.is_valid():
            self.errors += form.summary
        if self.papers is not None and self.papers.is_bound and not self.papers.is_valid():
            self.errors += [(f"m-{key}-got", sentence) for key, sentence in self.papers.told.items()]
        elif self.uploads:
            self.errors += [(f"m-{key}-upload", sentence) for key, sentence in self.uploads.items()]
        return not self.errors

    def tell(self, refused: Refused) -> None:
        """Put each refusal where it belongs, and all of them into the summary."""
        for one in each(refused):
            field, sentence = one.field, str(one)
            if field.startswith("materials.") and self.papers is not None:
                key = field.removeprefix("materials.")
                self.papers.told.setdefault(key, sentence)
                self.errors.append((f"m-{key}-got", sentence))
            elif self.answers_form is not None and field.split(".")[0] in self.answers_form.fields:
                name = field.split(".")[0]
                self.answers_form.add_error(name, sentence)
                self.errors.append((self.answers_form[name].id_for_label or f"id_a-{name}", sentence))
            else:
                target = {"situations": "situation_0_0", "certificate": "certificate", "again": "again"}.get(
                    field, f"p-{field}" if field in PEOPLE_FIELDS else ""
                )
                self.errors.append((target, sentence))
