"""What the operator writes down: an organisation, and the mail address of who acts for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from akkord.rights.terms import CommercialModel
from akkord.subscriptions.rules import ROYALTY_RATE

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


class AmendOfferForm(forms.Form):
    """An offer's names, and what it earns for those who are heard."""

    name_en = forms.CharField(max_length=60, label=_("Name in English"))
    name_ru = forms.CharField(max_length=60, label=_("Name in Russian"))
    rate = forms.CharField(
        max_length=13,
        initial=ROYALTY_RATE,
        label=_("Royalty rate"),
        help_text=_("The part of the net revenue that goes to owners, as a fraction: 3/5."),
    )
    minimum = forms.CharField(
        max_length=20,
        required=False,
        label=_("Least a play earns"),
        help_text=_("In units of the currency below, such as 0.004; empty for none."),
    )
    currency = forms.RegexField(r"\A[A-Za-z]{3}\Z", required=False, label=_("Its currency"))

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class OfferForm(AmendOfferForm):
    """A new offer; its commercial model stays what it is."""

    slug = forms.SlugField(
        max_length=40, label=_("Short name"), help_text=_("In addresses and reports: plus.")
    )
    model = forms.TypedChoiceField(
        choices=[
            (CommercialModel.SUBSCRIPTION.value, _("Subscription")),
            (CommercialModel.ADVERTISEMENT_SUPPORTED.value, _("Paid by advertising")),
            (CommercialModel.PAY_AS_YOU_GO.value, _("Paid by use")),
            (CommercialModel.FREE_OF_CHARGE.value, _("Free of charge")),
        ],
        coerce=CommercialModel,
        label=_("Commercial model"),
        help_text=_("What a licence has to permit for its listeners (DDEX). It cannot be changed later."),
    )
    field_order = ("slug", "name_en", "name_ru", "model")


class PriceForm(forms.Form):
    """What an offer costs a month in a territory."""

    territory = forms.RegexField(
        r"\A[A-Za-z]{2}\Z", label=_("Territory"), help_text=_("Two letters, such as DE.")
    )
    currency = forms.RegexField(
        r"\A[A-Za-z]{3}\Z", label=_("Currency"), help_text=_("Three letters, such as EUR.")
    )
    price = forms.CharField(max_length=20, label=_("Price a month"), help_text=_("Such as 9.99."))

    def clean_territory(self) -> str:
        return str(self.cleaned_data["territory"]).upper()

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()
