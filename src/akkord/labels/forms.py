"""The forms of the rights office: what is asked, and words for what cannot be."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from akkord.catalogue.models import Organisation, Recording, Release
from akkord.catalogue.roles import Role, lesser
from akkord.flow import clock
from akkord.rights import terms
from akkord.rights.facts_in_tables import segment_of
from akkord.rights.rules import facts as law

from . import words
from .territories import TerritoryField

MOST_DAYS = 366
MOST_LISTED = 1000  # recordings or releases a form offers to tick


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes many."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files; its value is the list of them, empty ones included (they are refused by name)."""

    def __init__(self, *, accept: str, **more: Any) -> None:
        widget = SeveralFiles(attrs={"accept": accept})
        super().__init__(widget=widget, allow_empty_file=True, required=False, **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one_by_one = super().clean
        return [one_by_one(file, initial) for file in data or ()]


class DayInput(forms.DateInput):
    input_type = "date"


class DeliveryForm(forms.Form):
    """A list of recordings, and as many of their sound files as are at hand."""

    name = forms.CharField(label=_("Name of the delivery"), max_length=200)
    listing = forms.FileField(
        label=_("List (spreadsheet or CSV)"),
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,.csv,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )


class MessageForm(forms.Form):
    """DDEX messages, one file each."""

    messages = SeveralFilesField(
        label=_("Messages (XML)"),
        accept=".xml,application/xml,text/xml",
        help_text=_("NewReleaseMessage or PurgeReleaseMessage, ERN 3.4.1 to 4.3. Up to 100 at once."),
    )


class BatchForm(forms.Form):
    """The name of a batch to be filled by HTTPS."""

    name = forms.CharField(
        label=_("Name of the batch"),
        max_length=110,
        help_text=_("P_ (priority), N_ (normal) or M_ (mixed) and an id: N_20141128."),
    )


class BatchFilesForm(forms.Form):
    """Files of one release in a batch."""

    release = forms.CharField(
        label=_("Release"), max_length=255, help_text=_("The id its message is named by: A10302B0003989564F.")
    )
    enclosed = SeveralFilesField(
        label=_("Files"),
        accept=".xml,audio/*,image/*,.flac,.wav,.mp3,.ogg,.opus,.m4a,.print",
        help_text=_("The message (XML) and its sounds. Up to 100 at once; the rest can follow."),
    )


class FilesForm(forms.Form):
    """Sound files for the lines that wait for theirs."""

    sounds = SeveralFilesField(
        label=_("Sound files"),
        accept="audio/*,.mp3,.flac,.ogg,.opus,.m4a,.aac,.wav",
        help_text=_("Named as in the column “file”. Up to 100 at once; the rest can follow."),
    )


class RepertoireForm(forms.Form):
    """What a licence or policy is about, where and when."""

    territory = TerritoryField(initial="Worldwide")
    scope = forms.ChoiceField(
        label=_("What it covers"),
        choices=[
            ("catalogue", _("The whole catalogue, also what comes later")),
            ("recordings", _("Chosen recordings")),
            ("releases", _("Chosen releases")),
        ],
        initial="catalogue",
        widget=forms.RadioSelect,
    )
    recordings = forms.TypedMultipleChoiceField(
        label=_("Recordings"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    releases = forms.TypedMultipleChoiceField(
        label=_("Releases"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    ends = forms.DateField(label=_("Last day"), required=False, widget=DayInput)
    source = forms.CharField(
        label=_("Document it rests on"), required=False, max_length=200, help_text=_("Contract or reference.")
    )

    def __init__(
        self, *given: Any, recordings: Iterable[Recording], releases: Iterable[Release], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.fields["recordings"].choices = [(r.pk, f"{r} ({r.isrc})") for r in recordings]  # type: ignore[attr-defined]
        self.fields["releases"].choices = [(r.pk, str(r)) for r in releases]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        scope = said.get("scope")
        if scope in ("recordings", "releases") and not said.get(scope) and scope not in self.errors:
            self.add_error(scope, _("Choose at least one."))
        if (first := said.get("starts")) and (last := said.get("ends")) and last < first:
            self.add_error("ends", _("The last day must not be before the first."))
        return said

    @property
    def repertoire(self) -> law.Repertoire:
        said = self.cleaned_data
        if said["scope"] == "recordings":
            return law.Repertoire(recordings=frozenset(map(terms.RecordingId, said["recordings"])))
        if said["scope"] == "releases":
            return law.Repertoire(releases=frozenset(map(terms.ReleaseId, said["releases"])))
        return law.CATALOGUE

    @property
    def common(self) -> dict[str, Any]:
        """What a licence and a policy have in common, as fields of the fact."""
        said = _days(self.cleaned_data)
        return {
            "repertoire": self.repertoire,
            "valid": law.Period(said["starts"], said["ends"]),
            "source": self.cleaned_data["source"],
            "recorded_at": clock.now(),
        }


class MandateForm(forms.Form):
    """Who may act for the organisation: for what, where, when, by which document."""

    agent = forms.TypedChoiceField(label=_("Who may act"), coerce=int)
    document = forms.CharField(
        label=_("Document it rests on"),
        max_length=200,
        help_text=_("Contract or power of attorney, with its date and number."),
    )
    territory = TerritoryField(initial="Worldwide")
    scope = forms.ChoiceField(
        label=_("For what"),
        choices=[
            ("catalogue", _("The whole catalogue, also what comes later")),
            ("recordings", _("Chosen recordings")),
        ],
        initial="catalogue",
        widget=forms.RadioSelect,
    )
    recordings = forms.TypedMultipleChoiceField(
        label=_("Recordings"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    ends = forms.DateField(label=_("Last day"), required=False, widget=DayInput)
    delegable = forms.BooleanField(label=_("It may be passed on to one further agent"), required=False)

    def __init__(
        self,
        *given: Any,
        recordings: Iterable[Recording],
        agents: Iterable[Organisation],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        chosen = [(r.pk, f"{r} ({r.isrc})") for r in recordings]
        self.fields["recordings"].choices = chosen  # type: ignore[attr-defined]
        self.fields["agent"].choices = [(a.pk, a.name) for a in agents]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            said.get("scope") == "recordings"
            and not said.get("recordings")
            and "recordings" not in self.errors
        ):
            self.add_error("recordings", _("Choose at least one."))
        if (first := said.get("starts")) and (last := said.get("ends")) and last < first:
            self.add_error("ends", _("The last day must not be before the first."))
        return said

    @property
    def scope_chosen(self) -> list[int]:
        """Recordings the mandate names; empty is the whole catalogue."""
        return self.cleaned_data["recordings"] if self.cleaned_data["scope"] == "recordings" else []

    @property
    def period(self) -> dict[str, datetime | None]:
        return _days(self.cleaned_data)


class SeatForm(forms.Form):
    """Who else sits at the organisation's desk."""

    email = forms.EmailField(label=_("Mail address they signed up with"))
    role = forms.ChoiceField(label=_("Role"), choices=list(words.ROLES.items()), initial=Role.CLERK)


class KeyForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    role = forms.ChoiceField(label=_("What it may do"))
    until = forms.DateField(label=_("Last day"), required=False, widget=DayInput)

    def __init__(self, *given: Any, most: Role, **more: Any) -> None:
        super().__init__(*given, **more)
        held = [(role.value, words.ROLES[role]) for role in Role if lesser(role, most) == role]
        self.fields["role"].choices = held  # type: ignore[attr-defined]

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        if end <= clock.now():
            raise forms.ValidationError(_("This day has passed."))
        return end


class HookForm(forms.Form):
    """Where a machine listens, and to what."""

    address = forms.CharField(
        label=_("Address"), max_length=500, widget=forms.URLInput(attrs={"placeholder": "https://"})
    )
    news = forms.MultipleChoiceField(
        label=_("What it wants to hear (nothing chosen: everything)"),
        choices=list(words.NEWS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LicenceForm(RepertoireForm):
    """What is permitted, and under which commercial models."""

    uses = forms.TypedMultipleChoiceField(
        label=_("Permitted uses"),
        choices=list(words.USES.items()),
        coerce=terms.UseType,
        initial=[
            terms.UseType.ON_DEMAND_STREAM,
            terms.UseType.USER_MAKE_AVAILABLE_USER_PROVIDED,
            terms.UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED,
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    models = forms.TypedMultipleChoiceField(
        label=_("Commercial models"),
        choices=list(words.MODELS.items()),
        coerce=terms.CommercialModel,
        initial=[terms.CommercialModel.FREE_OF_CHARGE],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = [
        "uses",
        "models",
        "territory",
        "scope",
        "recordings",
        "releases",
        "starts",
        "ends",
        "source",
    ]

    def fact(self, organisation_id: int) -> law.Licence:
        said = self.cleaned_data
        return law.Licence(
            id=terms.LicenceId(0),
            licensor=terms.PartyId(organisation_id),
            uses=frozenset(said["uses"]),
            models=frozenset(said["models"]),
            territories=said["territory"],
            **self.common,
        )


class PolicyForm(RepertoireForm):
    """What is done with uploads that sound like the repertoire."""

    action = forms.TypedChoiceField(
        label=_("When an upload sounds like it"),
        choices=list(words.ACTIONS.items()),
        coerce=terms.Action,
        initial=terms.Action.BLOCK,
        widget=forms.RadioSelect,
    )
    seconds = forms.IntegerField(
        label=_("Only if at least so many seconds match"), required=False, min_value=0, max_value=36_000
    )
    percent_of_file = forms.IntegerField(
        label=_("Only if at least so many percent of the upload match"),
        required=False,
        min_value=0,
        max_value=100,
    )
    percent_of_reference = forms.IntegerField(
        label=_("Only if at least so many percent of the recording match"),
        required=False,
        min_value=0,
        max_value=100,
    )
    from_second = forms.IntegerField(
        label=_("Only if it sounds in the recording from this second on"),
        required=False,
        min_value=0,
        max_value=36_000,
    )
    to_second = forms.IntegerField(
        label=_("…and before this second"), required=False, min_value=1, max_value=36_000
    )
    field_order = [
        "action",
        "territory",
        "seconds",
        "percent_of_file",
        "percent_of_reference",
        "from_second",
        "to_second",
        "scope",
        "recordings",
        "releases",
        "starts",
        "ends",
        "source",
    ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_second"), said.get("to_second")
        if last is not None and last <= (first or 0):
            self.add_error("to_second", _("It must end after it starts."))
        return said

    def fact(self, organisation_id: int) -> law.Policy:
        said = self.cleaned_data
        condition = law.Condition(
            said["territory"],
            law.Band((said["seconds"] or 0) * 1000),
            law.Band(said["percent_of_file"] or 0),
            law.Band(said["percent_of_reference"] or 0),
            segment_of(said["from_second"], said["to_second"]),
        )
        return law.Policy(
            id=terms.PolicyId(0),
            owner=terms.PartyId(organisation_id),
            rules=(law.PolicyRule(condition, said["action"]),),
            **self.common,
        )


class OrderForm(forms.Form):
    """What is to be silenced, where and why."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("The uploaders will read it."))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    territory = TerritoryField(initial="Worldwide")
    names = forms.CharField(
        label=_("What it names"),
        required=False,
        strip=False,
        max_length=5 * 1024 * 1024,
        help_text=_(
            "One to a line: addresses of tracks or of their bytes, ISRCs, or “artist — title”. Up to 10,000."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    listing = forms.FileField(
        label=_("…or a list (CSV)"),
        required=False,
        help_text=_("With a column url, isrc, or artist and title; or one name to a line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    recordings = forms.TypedMultipleChoiceField(
        label=_("…or every copy of these recordings"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, recordings: Iterable[Recording], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["recordings"].choices = [(r.pk, f"{r} ({r.isrc})") for r in recordings]  # type: ignore[attr-defined]

    def clean_listing(self) -> str:
        uploaded = self.cleaned_data["listing"]
        if uploaded is None:
            return ""
        if uploaded.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("The list is larger than 5 MB; file it in parts."))
        try:
            return str(uploaded.read().decode("utf-8-sig"))
        except UnicodeDecodeError as wrong:
            raise forms.ValidationError(_("The list is not a text file in UTF-8.")) from wrong

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self._texts(said):
            self.add_error("names", _("Name at least one thing."))
        if len(self._texts(said)) > 1 and said.get("listing"):
            self.add_error("listing", _("Send either a list or names, not both."))
        return said

    @property
    def text(self) -> str:
        """All that was named, as one list."""
        return "\n".join(self._texts(self.cleaned_data))

    def _texts(self, said: dict[str, Any]) -> list[str]:
        ticked = "\n".join(f"recording {number}" for number in said.get("recordings") or ())
        return [text for text in (said.get("listing"), said.get("names"), ticked) if text and text.strip()]


class PeriodForm(forms.Form):
    """From which day to which, both included; the last four weeks when nothing is said."""

    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(label=_("Last day"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("At most a year can be shown at once."))
        return said


class WhereForm(forms.Form):
    """A sound file to be asked for."""

    file = forms.FileField(
        label=_("Sound file"),
        allow_empty_file=True,  # refused in the words of an upload
        widget=forms.FileInput(attrs={"accept": "audio/*,.mp3,.flac,.ogg,.opus,.m4a,.aac,.wav"}),
    )


class BlockForm(forms.Form):
    """Where one recording is blocked."""

    territory = TerritoryField(initial="Worldwide")


class ClaimForm(forms.Form):
    """Which upload the organisation claims, and why."""

    track = forms.CharField(label=_("Address or number of the track"), max_length=200)
    reason = forms.CharField(
        label=_("Why it is yours"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_track(self) -> int:
        found = re.fullmatch(r"(?:.*/audio)?(\d{1,18})", self.cleaned_data["track"].strip())
        if found is None:
            raise forms.ValidationError(_("Write the address of the track, like /audio12."))
        return int(found[1])


class AnswerForm(forms.Form):
    """The answer to a contest."""

    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("release", _("Release this upload")),
            ("stand", _("Stand by the restriction")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=1000,
        help_text=_("The uploader will read it. Needed when you stand by the restriction."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("verdict") == "stand" and not said.get("answer", "").strip():
            self.add_error("answer", _("Say why you stand by the restriction."))
        return said


def _days(said: dict[str, Any]) -> dict[str, datetime | None]:
    """Whole days in UTC, as `starts` and `ends`: the end is the instant after the last day."""
    last = said["ends"]
    return {
        "starts": _midnight(said["starts"]),
        "ends": _midnight(last + timedelta(days=1) if last else None),
    }


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
