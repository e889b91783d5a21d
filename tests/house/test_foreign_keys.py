"""Foreign keys point down the layers of the house; import-linter does not see keys written as strings."""

import tomllib

from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related import RelatedField

from tests.house.sources import ROOT


def _height() -> dict[str, int]:
    """For each package the number of its layer, the ground being 0, as import-linter has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    lines = [line.replace("(", "").replace(")", "") for line in contracts[0]["layers"]]
    return {name.strip(): height for height, line in enumerate(reversed(lines)) for name in line.split("|")}


def _keys() -> list[tuple[type[Model], RelatedField]]:  # type: ignore[type-arg]  # which kind of key does not matter
    models = [model for model in apps.get_models() if model.__module__.startswith("yichuang.")]
    return [(m, f) for m in models for f in m._meta.get_fields() if isinstance(f, RelatedField)]


def _target(field: "RelatedField") -> str:  # type: ignore[type-arg]  # as above
    target = field.related_model
    assert not isinstance(target, str), "every model is loaded by now"
    return str(target._meta.app_label)


def test_no_key_points_up_or_sideways() -> None:
    height = _height()
    wrong = [
        f"{model.__name__}.{field.name} → {_target(field)}"
        for model, field in _keys()
        if (to := _target(field)) in height
        and to != model._meta.app_label
        and height[to] >= height[model._meta.app_label]
    ]
    assert not wrong, wrong


def test_keys_across_packages_leave_no_road_back() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in _keys()
        if _target(field) != model._meta.app_label and not field.remote_field.hidden
    ]
    assert not wrong, f"these need related_name='+': {wrong}"


def test_every_package_has_a_layer() -> None:
    labels = {model._meta.app_label for model, _ in _keys()}
    assert labels <= set(_height())
