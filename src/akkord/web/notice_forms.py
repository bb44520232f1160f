"""Statutory forms as people fill them in: each element of the law a field, what is missing said beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from akkord.cases.law.calendars import EUROPEAN_UNION, calendar_of, countries
from akkord.cases.law.forms import Form, review
from akkord.cases.law.terms import Subject
from akkord.cases.proceeding_words import PROCEDURES, SUBJECTS
from akkord.words.places import country_name

LONG = ("reason", "works", "places", "operative", "rows", "redress", "right")
STATEMENTS = ("good_faith", "accuracy", "mistake", "consent", "no_permission", "data_consent")
EXCUSES = {
    "child_protection": gettext_lazy(
        "The notice is about sexual abuse of children, and I do not give my name."
    ),
    "own_right": gettext_lazy("I hold the right myself."),
}


class StatutoryForm(forms.Form):
    """The elements of one form of the law; none is required by the browser, all are checked by the law."""

    def __init__(self, law_form: Form, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.law_form = law_form
        self.filled: dict[str, Any] = {}
        self.can_be_completed_later = False
        for element in law_form.elements:
            self.fields[element.name] = _field(element.name, _(element.ask))
        for excuse in {e.unless for e in law_form.elements if e.unless}:
            self.fields[excuse] = forms.BooleanField(label=EXCUSES[excuse], required=False)

    def clean(self) -> dict[str, Any]:
        """Rows are named one in a line."""
        said = super().clean() or {}
        if "rows" in said:
            said["rows"] = [row.strip() for row in str(said["rows"]).splitlines() if row.strip()]
        return said

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by the law's names, faults or not."""
        return {name: value for name, value in self.filled.items() if value}

    def say_what_is_missing(self) -> bool:
        """Whether something is missing; each missing element says so at its own field."""
        self.filled = dict(self.cleaned_data)  # add_error takes away what it is about
        found = review(self.law_form, self.filled)
        self.can_be_completed_later = found.must_help
        for element in found.missing:
            self.add_error(element.name, _(element.ask))
        return bool(found.missing)


def _field(name: str, label: str) -> forms.Field:
    if name in STATEMENTS:
        return forms.BooleanField(label=label, required=False)
    widget = forms.Textarea(attrs={"rows": 3}) if name in LONG else forms.TextInput()
    return forms.CharField(
        label=label, required=False, max_length=5000 if name in LONG else 254, widget=widget
    )


def country_choices(procedure: str) -> list[tuple[str, str]]:
    """Where a procedure can be brought, by the names of the countries."""
    fixed = {"dmca": ["US"], "ru_application": ["RU"], "ru_court": ["RU"], "dsa": sorted(EUROPEAN_UNION)}
    return [(code, country_name(code)) for code in fixed.get(procedure, countries())]


class RehearsalForm(forms.Form):
    """Which procedure, where, about what, from when on."""

    procedure = forms.ChoiceField(label=gettext_lazy("Procedure"), choices=list(PROCEDURES.items()))
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=[])
    subject = forms.ChoiceField(label=gettext_lazy("About"), choices=list(SUBJECTS.items()))
    at = forms.DateTimeField(
        label=gettext_lazy("Begins on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        named = sorted((country_name(code), code) for code in countries())
        self.fields["country"].choices = [(code, name) for name, code in named]  # type: ignore[attr-defined]

    @property
    def asked(self) -> tuple[str, str, Subject]:
        said = self.cleaned_data
        return said["procedure"], calendar_of(said["country"]).country, Subject(said["subject"])
