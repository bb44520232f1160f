"""The form of one's own page."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from akkord.people import actions
from akkord.people.queries import Person

RELATIONSHIPS = [
    ("", gettext_lazy("not said")),
    ("single", gettext_lazy("single")),
    ("seeing", gettext_lazy("in a relationship")),
    ("engaged", gettext_lazy("engaged")),
    ("married", gettext_lazy("married")),
    ("complicated", gettext_lazy("it is complicated")),
    ("searching", gettext_lazy("actively searching")),
]
OLDEST = 130  # years


class ProfileForm(forms.Form):
    """One's own page."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    status = forms.CharField(
        max_length=140,
        required=False,
        label=gettext_lazy("Status"),
        help_text=gettext_lazy("One line under your name."),
    )
    status_plays = forms.BooleanField(
        required=False, label=gettext_lazy("While I listen to music, show the track in its place")
    )
    born = forms.DateField(
        required=False, label=gettext_lazy("Birthday"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    born_year_shown = forms.BooleanField(required=False, label=gettext_lazy("Show the year, too"))
    city = forms.CharField(max_length=80, required=False, label=gettext_lazy("City"))
    relationship = forms.ChoiceField(
        choices=RELATIONSHIPS, required=False, label=gettext_lazy("Relationship")
    )
    relatives = forms.CharField(max_length=200, required=False, label=gettext_lazy("Family"))
    speaks = forms.CharField(max_length=120, required=False, label=gettext_lazy("Languages"))
    education = forms.CharField(max_length=200, required=False, label=gettext_lazy("Education"))
    career = forms.CharField(max_length=200, required=False, label=gettext_lazy("Work"))
    interests = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("Interests"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    site = forms.URLField(
        max_length=200, required=False, label=gettext_lazy("Website"), assume_scheme="https"
    )
    contacts = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Contacts"),
        help_text=gettext_lazy("Telephone, mail, messenger: what those you choose may see."),
    )
    about = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("About yourself"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_born(self) -> object:
        born = self.cleaned_data["born"]
        if born and not timezone.localdate().year - OLDEST <= born.year <= timezone.localdate().year:
            raise forms.ValidationError(_("Give a day on which you can have been born."))
        return born


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """GET and POST /edit: one's own page."""
    person: Person = request.user  # type: ignore[assignment]
    kept = {field: getattr(person, field) for field in ProfileForm.base_fields}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        actions.edit_profile(person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"/id{person.pk}")
    return render(request, "people/edit.html", {"form": form}, status=422 if form.is_bound else 200)
