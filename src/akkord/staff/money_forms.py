"""What the operator writes down about money: revenue, exchange rates, terms, advances, answers."""

from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from akkord.catalogue import queries as catalogue
from akkord.money import BadAmount, micro
from akkord.royalties.actions import Advance, Earned, Terms
from akkord.royalties.words import RULES
from akkord.subscriptions import queries as subscriptions
from akkord.subscriptions.rules import FREE_OFFER

MOST_TEXT = 2000

Form = TypeVar("Form", bound=forms.Form)


class AmountField(forms.Field):
    """A decimal with at most six places, read as whole micro-units; nothing written is nought."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 24}), **options)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return micro(text)
        except BadAmount as wrong:
            raise forms.ValidationError(
                _("Write an amount as 1250.50: digits, a dot, at most six places.")
            ) from wrong

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class FractionField(forms.RegexField):
    """An exact number greater than zero: "3/5", "0.6", "1.0834"."""

    def __init__(self, **options: Any) -> None:
        said = _("Write a number as 0.6 or 3/5.")
        super().__init__(
            r"^([0-9]{1,12}(\.[0-9]{1,12})?|[0-9]{1,12}/[1-9][0-9]{0,11})$",
            max_length=40,
            error_messages={"invalid": said},
            **options,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(str(value or "").strip().replace(",", "."))
        return Fraction(text) if text else None


class CodeField(forms.RegexField):
    """Two or three letters of a standard, however they were typed."""

    def __init__(self, letters: int, said: Any, **options: Any) -> None:
        attrs = {"autocapitalize": "characters", "size": "4"}
        super().__init__(
            rf"^[A-Z]{{{letters}}}$",
            error_messages={"invalid": said},
            widget=forms.TextInput(attrs=attrs),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value) or "").strip().upper()


def currency(label: Any) -> CodeField:
    return CodeField(3, _("The currency is three letters, as EUR."), label=label)


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


class _MonthField(forms.Field):
    """A calendar month as 2026-10, read as its first day."""

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "2026-10", "maxlength": 7, "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            if len(text) != len("2026-10"):
                raise ValueError(text)
            return date.fromisoformat(f"{text}-01")
        except ValueError as wrong:
            raise forms.ValidationError(_("Write a month as 2026-10.")) from wrong


class MonthForm(forms.Form):
    """Which month to begin."""

    month = _MonthField(label=_("Month"), help_text=_("Year and month, as 2026-10."))


def _offers() -> list[tuple[str, str]]:
    """Every tier, the free one first: advertising beside it earns, too."""
    known = {offer.slug: offer for offer in subscriptions.offers()}
    known.setdefault(FREE_OFFER, subscriptions.offer_by_slug(FREE_OFFER))
    return [(slug, offer.name(get_language() or "en")) for slug, offer in known.items()]


class RevenueForm(forms.Form):
    """What an offer earned where, and by which document."""

    offer = forms.ChoiceField(choices=_offers, label=_("Tier"))
    sold_in = CodeField(
        2,
        _("The country is two letters, as DE."),
        label=_("Sold in"),
        help_text=_("Two letters, such as DE."),
    )
    currency = currency(_("Currency"))
    gross = AmountField(label=_("Revenue"))
    deductions = AmountField(
        label=_("Taken off first"), required=False, help_text=_("Taxes and fees, as the terms permit.")
    )
    source = forms.CharField(max_length=200, label=_("By which document"))

    def earned(self) -> Earned:
        said = self.cleaned_data
        return Earned(said["offer"], said["sold_in"], said["currency"], said["gross"], said["deductions"])


class ExchangeForm(forms.Form):
    """What one currency was worth in another."""

    base = currency(_("One unit of"))
    quote = currency(_("is worth, in"))
    rate = FractionField(label=_("Exchange rate"), help_text=_("Exactly as the source says it, as 1.0834."))
    dated = day(_("Of which day"))
    source = forms.CharField(max_length=200, label=_("By which document"))


# Whom money is owed to; nothing is asked of the database before a form is shown.
PAYEES = catalogue.parties().filter(kind__in=("label", "publisher", "body", "musician"))


class TermsForm(forms.Form):
    """What an organisation is due, or everybody without terms of their own."""

    organisation = forms.ModelChoiceField(
        queryset=PAYEES,
        required=False,
        label=_("Whose"),
        empty_label=_("Everybody without terms of their own"),
    )
    starts = _MonthField(label=_("From month"), help_text=_("Year and month, as 2026-10."))
    ends = _MonthField(
        label=_("No longer in month"), required=False, help_text=_("Empty: until other terms begin.")
    )
    currency = currency(_("Paid in"))
    rate = FractionField(
        label=_("Part of net revenue"),
        required=False,
        help_text=_("As 0.6 or 3/5; empty: that of the offer."),
    )
    per_subscriber = AmountField(label=_("At least, per subscriber and month"), required=False)
    per_play = AmountField(label=_("At least, per play"), required=False)
    threshold = forms.IntegerField(
        label=_("Threshold, in plays"),
        required=False,
        min_value=0,
        max_value=10**15,
        help_text=_("Plays of a pool and month beyond it earn another amount; empty: there is none."),
    )
    per_play_above = AmountField(label=_("At least, per play beyond the threshold"), required=False)
    payout_minimum = AmountField(
        label=_("Least payment"), required=False, help_text=_("What is less is carried into the next month.")
    )
    source = forms.CharField(max_length=200, label=_("By which document"))

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            organisation=said["organisation"],
            starts=said["starts"],
            ends=said["ends"],
            currency=said["currency"],
            rate="" if said["rate"] is None else str(said["rate"]),
            per_subscriber=said["per_subscriber"],
            per_play=said["per_play"],
            threshold=said["threshold"] or 0,
            per_play_above=said["per_play_above"],
            payout_minimum=said["payout_minimum"],
        )


class SharingForm(forms.Form):
    """By which rule a tier's pools are shared."""

    offer = forms.ChoiceField(choices=_offers, label=_("Tier"))
    sold_in = CodeField(
        2,
        _("The country is two letters, as DE."),
        label=_("Sold in"),
        required=False,
        help_text=_("Two letters, such as DE; empty: everywhere."),
    )
    starts = _MonthField(label=_("From month"), help_text=_("Year and month, as 2026-10."))
    rule = forms.ChoiceField(choices=list(RULES.items()), label=_("Shared"))
    source = forms.CharField(max_length=200, label=_("By which document"))


class AdvanceForm(forms.Form):
    """What was paid ahead."""

    organisation = forms.ModelChoiceField(queryset=PAYEES, label=_("To whom"))
    currency = currency(_("Currency"))
    amount = AmountField(label=_("Amount"))
    paid_on = day(_("Paid on"))
    until = day(
        _("Last day to recoup"),
        required=False,
        help_text=_("Empty: as long as it takes. Nothing is ever asked back."),
    )
    source = forms.CharField(max_length=200, label=_("By which document"))

    def advance(self) -> Advance:
        said = self.cleaned_data
        return Advance(
            **{name: said[name] for name in ("organisation", "currency", "amount", "paid_on", "until")}
        )


class ReasonForm(forms.Form):
    """Why something is done, in one's own words."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )


class AnswerForm(forms.Form):
    """The answer to a question about a line."""

    verdict = forms.ChoiceField(
        label=_("What came out"),
        choices=[("upheld", _("The line is right")), ("corrected", _("The line was wrong; it is put right"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Why"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class WeighForm(forms.Form):
    """What is made of a claim on a sound, or of an appeal."""

    verdict = forms.ChoiceField(
        label=_("What came out"),
        choices=[("accepted", _("It is shown")), ("refused", _("It is not shown"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Why"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


def begun_with(form: type[Form], posted: Any, **options: Any) -> Form:
    """A form of a page with several: with what was posted, or with the site's own currency filled in."""
    return form(posted, initial={"currency": settings.CURRENCY}, **options)
