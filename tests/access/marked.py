"""Every text of people seeded with markup: what a page shows of it has to come out as text."""

from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction

from access.columns import SEEDED
from akkord.flow import clock

PAYLOAD = "\"'><script>mark(1)</script>{{7*7}}<i>&mark;"
ADDRESS = "javascript:mark(1)"
ADDRESSES = {"people.Person site", "groups.Group site", "wall.LinkCard address", "music.Scrobbler address"}
# What a row has to say beside, for pages that read it.
BESIDE = {
    "care.Report": {"seen": {"name": PAYLOAD, "href": "/wall1", "words": PAYLOAD, "text": PAYLOAD}},
    "music.OwnMusic": {"permission": "listen", "territory": "Worldwide"},
}
UNESCAPED = ("<script>mark", "<i>&mark", "}}<i>")


def text_columns() -> dict[str, list[str]]:
    """model → its columns of free text, of all of ours."""
    return {
        model._meta.label: names
        for model in apps.get_models()
        if model.__module__.startswith("akkord.") and (names := _texts(model))
    }


def _texts(model: type[models.Model]) -> list[str]:
    kinds = (models.CharField, models.TextField)
    return [f.name for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.choices]


def mark_everything(owner: Any) -> None:
    """Each of them says something with markup in it, in every row; a table without one gets one."""
    for label, names in SEEDED.items():
        model = apps.get_model(label)
        if not model._default_manager.exists():
            a_row(model, owner)
        for row in model._default_manager.all():
            said = {name: _said(model, name, row.pk) for name in names.split()}
            model._default_manager.filter(pk=row.pk).update(**said)


def _said(model: type[models.Model], name: str, number: Any) -> str:
    if f"{model._meta.label} {name}" in ADDRESSES:
        return ADDRESS
    field = model._meta.get_field(name)
    return f"{number}{PAYLOAD}"[: getattr(field, "max_length", None) or 4000]


def a_row(model: type[models.Model], owner: Any) -> Any:
    """A row of the owner's with as little in it as the table takes."""
    with transaction.atomic():
        return model._default_manager.create(
            **{f.name: _value(f, owner) for f in model._meta.concrete_fields if _asked(f)}
            | BESIDE.get(model._meta.label, {})
        )


def _asked(field: Any) -> bool:
    given = field.has_default() or (field.null and field.name not in ("post", "person"))
    return not given and (not field.primary_key or field.is_relation)


def _value(field: Any, owner: Any) -> Any:
    if field.is_relation:
        related = field.related_model
        if related is get_user_model():
            return owner
        return related._default_manager.first() or a_row(related, owner)
    kinds: list[tuple[type[Any], Any]] = [
        (models.DateTimeField, clock.now()),
        (models.DateField, date(2026, 1, 2)),
        (models.BooleanField, False),
        (models.BinaryField, b""),
        (models.JSONField, {}),
        (models.UUIDField, None),
        (models.FloatField, 1.0),
        (models.IntegerField, 1),
        (models.DecimalField, 1),
    ]
    if getattr(field, "empty_strings_allowed", False) and field.blank:
        return ""
    if field.choices:
        return field.choices[0][0]
    return next((value for kind, value in kinds if isinstance(field, kind)), "x")
