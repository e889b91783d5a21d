"""Forms as the kit shows them: one label, help tied to its field, one sentence for each error that names the field."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.web.kit.region_picker import RegionPicker

DASHES: Final = "---------"
"""What Django shows where nothing is chosen; a person reads a word."""
_BOXES: Final = (RegionPicker, forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class Note:
    """What the page says about a field beyond Django's: whether an answer is needed, where a prefilled value comes
    from, its group, on which answers it depends (`when`: JSON, other field → list of answers), and which group may be
    filled in once more behind it (`more`) and is called so (`more_of`)."""

    needed: bool
    source: str = ""
    group: str = ""
    when: str = ""
    more: str = ""
    more_of: str = ""


class KitForm(forms.Form):
    """A form shown by `kit/parts/form.html`. It only shapes input; the rules are below, in the acts."""

    notes: ClassVar[dict[str, Note]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def note(self, name: str) -> Note:
        """The note of a field."""
        return self.notes.get(name) or Note(needed=self.fields[name].required)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id of the element to go to ("" for the whole form)."""
        found: list[tuple[str, str]] = [("", str(error)) for error in self.non_field_errors()]
        for name in self.fields:
            bound = self[name]
            first = isinstance(bound.field.widget, (forms.RadioSelect, RegionPicker))
            target = f"{bound.auto_id}_0" if first else bound.auto_id
            found.extend((target, str(error)) for error in bound.errors)
        return found


def dress(field: forms.Field) -> None:
    """Give a field the look and the sentences of the kit."""
    widget = field.widget
    label = {"field": field.label or ""}
    choosing = isinstance(widget, (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, RegionPicker))
    sentence = _("请选择“%(field)s”。") if choosing else _("请填写“%(field)s”。")
    if isinstance(widget, forms.CheckboxInput):
        sentence = _("请勾选“%(field)s”。")
    field.error_messages["required"] = sentence % label
    field.error_messages["invalid_choice"] = _("“%(field)s”的选项已经改变，请重新选择。") % label
    field.error_messages["max_length"] = _("“%(field)s”太长，请缩短后再提交。") % label
    field.error_messages["null_characters_not_allowed"] = _("“%(field)s”含有空字符，请删除后重新输入。") % label
    for kind in ("min_value", "max_value", "max_digits"):
        field.error_messages[kind] = _("“%(field)s”的数值超出范围，请核对后重新填写。") % label
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        field.error_messages["invalid"] = _("“%(field)s”应当是数字，请只填数字。") % label
    elif isinstance(field, forms.DateField):
        field.error_messages["invalid"] = _("“%(field)s”应当是日期，例如 2026-11-30。") % label
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
        field.empty_label = _("请选择")
    if isinstance(widget, _BOXES):
        return
    chosen = isinstance(widget, forms.Select)
    widget.attrs.setdefault("class", "form-select" if chosen else "form-control")


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def text(label: Any, *, longest: int, help_text: Any = "", required: bool = True, **attrs: Any) -> forms.CharField:
    """One line of text. `attrs` are attributes of the input (autocomplete, inputmode …). The length is checked below,
    in `base.text.clean`; here only what a person could not have typed is cut short."""
    widget = forms.TextInput(attrs={"maxlength": str(longest), **{k.replace("_", "-"): v for k, v in attrs.items()}})
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=widget, max_length=4 * longest, strip=True
    )


def password(label: Any, *, help_text: Any = "", new: bool = False) -> forms.CharField:
    """A password; never shown again after an error."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=200, strip=False)
