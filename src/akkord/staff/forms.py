"""What the operator writes down: an organisation, and the mail address of who acts for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = [
    ("label", _("label")),
    ("publisher", _("publisher")),
    ("body", _("collecting body")),
    ("court", _("court")),
    ("authority", _("state authority")),
]


class RegisterForm(forms.Form):
    """An organisation as it shall be named in public."""

    name = forms.CharField(max_length=120, label=_("Public name"), strip=True)
    kind = forms.ChoiceField(choices=KINDS, label=_("Kind"))
    country = forms.CharField(
        max_length=2,
        min_length=2,
        required=False,
        label=_("Country"),
        help_text=_("Two letters, such as DE."),
    )


class AppointForm(forms.Form):
    """Who acts for an organisation, by the mail address they signed up with."""

    email = forms.EmailField(label=_("Mail address"))


class DpidForm(forms.Form):
    """The DDEX party id an organisation's messages come from."""

    dpid = forms.CharField(
        max_length=40,
        required=False,
        label=_("DDEX party id (DPID)"),
        help_text=_("Messages of this sender are the organisation's. Check it in DDEX's registry."),
    )
