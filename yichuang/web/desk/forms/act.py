"""What every form of an act has in common: on a case, on an item, on the arrangement of the centre."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases.models import Case
from yichuang.documents import receiving
from yichuang.people.actors import Actor
from yichuang.web.kit.forms import KitForm, text
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request


def words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of several lines; its length and characters are checked in the act."""
    widget = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


def shown_document(label: Any) -> forms.CharField:
    """The number of the document that whoever stands at the window shows for the applicant's side."""
    told = _("申请人、法定代表人或者有效受委托人出示的证件。")
    return text(label, longest=40, help_text=told, autocomplete="off", autocapitalize="characters")


def face_seen() -> forms.BooleanField:
    """The clerk has seen that it is his."""
    return forms.BooleanField(label=_("已看证件原件，人和证件一致"))


class DeskForm(KitForm):
    """One act in the words of the desk: `noun` is its name in the table of permissions, `button` is what is pressed,
    `done` what is said afterwards; a `grave` act ends something.
    """

    noun: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    button: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    grave: ClassVar[bool] = False

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        """Do it. Raises Refused."""
        raise NotImplementedError

    def choose_from(self, name: str, rows: Any) -> None:
        """Limit what the field offers to these rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared so by the form
        field.queryset = rows


def carried_out(request: Request, form: DeskForm) -> bool:
    """Whether what was sent was done; a refusal is told beside its field, success at the top of the next page."""
    if not form.is_valid():
        return False
    try:
        form.carry_out(by=request.actor, at=request.now)
    except Refused as reason:
        put_on(form, reason)
        return False
    messages.success(request, str(form.done))
    return True


class ActForm(DeskForm):
    """One act on one case. `moves` are its names in the life cycle; a `rare` one stands behind the usual ones, and
    never stands open by itself."""

    moves: ClassVar[tuple[str, ...]] = ()
    rare: ClassVar[bool] = False

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.noun}_%s")
        super().__init__(data, files, **kwargs)
        self.case = case

    @property
    def template(self) -> str:
        """Where the fields are laid out; most need nothing of their own."""
        return "kit/parts/form.html"


class SignedForm(ActForm):
    """An act for which somebody signs: the field `signs` takes his signature from the pad (desk/signing.js), or the
    scan of the page that he signed on paper. `signing` is what he reads on the pad."""

    signs: ClassVar[str] = "file"
    signing: ClassVar[Any] = ""

    @property
    def template(self) -> str:
        """With the buttons of the pad and of the camera behind that field."""
        return "desk/parts/with_signature.html"


def kept(upload: UploadedFile | None, *, by: Actor, at: datetime) -> UUID | None:
    """The id under which an upload is kept; None when nothing was chosen. Raises Refused."""
    return receiving.receive_upload(stream=upload, name=upload.name or "", by=by, at=at).pk if upload else None
