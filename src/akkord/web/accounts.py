"""Signing up and in: allauth does it; here is what is ours about it."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from akkord.people.models import Person


class SignUpForm(forms.Form):
    """What we ask beside mail address and password."""

    name = forms.CharField(max_length=80, label=_("Your name"), strip=True)

    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth with the person about to be saved."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class Adapter(DefaultAccountAdapter):
    """Names are chosen in our own field; the rest is allauth's."""

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """There are no user names here, only pages with numbers."""
