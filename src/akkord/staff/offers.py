"""What the operator offers and for how much; payments: confirmed by hand, and paid back."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.flow import clock
from akkord.money import decimal
from akkord.people.queries import Person
from akkord.subscriptions import actions, queries
from akkord.subscriptions.errors import NoSuchOffer, NoSuchPayment, NoSuchSubscription, SubscriptionError
from akkord.subscriptions.rules import BadPrice, price

from .forms import AmendOfferForm, OfferForm, PriceForm
from .views import operators_only

if TYPE_CHECKING:
    from akkord.subscriptions.models import Offer

LONGEST = 18  # digits of a number in an address


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def offers(request: HttpRequest) -> HttpResponse:
    """GET and POST /staff/offers: every offer; a new one."""
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.open_offer(cast(Person, request.user), **form.cleaned_data)
        except SubscriptionError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("staff_offer", made.slug)
    about = {"offers": queries.offers(), "form": form, "language": request.LANGUAGE_CODE}
    return render(request, "staff/offers.html", about, status=422 if form.is_bound else 200)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """GET and POST /staff/offers/<slug>: its names and royalties; its prices."""
    found = _offer(slug)
    form = AmendOfferForm(request.POST if request.method == "POST" else None, initial=_said_of(found))
    if form.is_bound and form.is_valid():
        try:
            actions.amend_offer(cast(Person, request.user), found, **form.cleaned_data)
        except SubscriptionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down."))
            return redirect("staff_offer", slug)
    return _offer_page(request, slug, form, PriceForm(), 422 if form.is_bound else 200)


@operators_only
@require_POST
def set_price(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /staff/offers/<slug>/prices {territory, currency, price}."""
    found, form = _offer(slug), PriceForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.set_price(
                cast(Person, request.user), found, said["territory"], said["currency"], said["price"]
            )
        except SubscriptionError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("From now on this is the price there."))
            return redirect("staff_offer", slug)
    return _offer_page(request, slug, AmendOfferForm(initial=_said_of(found)), form, 422)


def _offer_page(
    request: HttpRequest, slug: str, form: AmendOfferForm, price_form: PriceForm, status: int
) -> HttpResponse:
    found = next(each for each in queries.offers() if each.slug == slug)
    about = {"offer": found, "form": form, "price_form": price_form, "language": request.LANGUAGE_CODE}
    return render(request, "staff/offer.html", about, status=status)


@operators_only
@require_POST
def end_price(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST /staff/offers/<slug>/prices/<n>/end."""
    actions.end_price(cast(Person, request.user), number)
    messages.success(request, _("It is not sold there any more; who pays already goes on."))
    return redirect("staff_offer", slug)


@operators_only
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /staff/offers/<slug>/close."""
    try:
        actions.close_offer(cast(Person, request.user), _offer(slug))
        messages.success(request, _("It is not sold any more; who has it keeps it."))
    except SubscriptionError as refused:
        messages.error(request, str(refused))
    return redirect("staff_offers")


@operators_only
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """GET /staff/payments: what waits to be confirmed by hand, and every payment."""
    before = request.GET.get("before", "")
    mark = int(before[:LONGEST]) if before.isascii() and before.isdigit() else None
    made = queries.payments_made(mark)
    about = {
        "by_hand": queries.paid_by_hand(clock.now()),
        "payments": made,
        "before": made[-1].pk if len(made) == queries.PAYMENTS_SHOWN else None,
        "language": request.LANGUAGE_CODE,
    }
    return render(request, "staff/payments.html", about)


@operators_only
@require_POST
def confirm(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """POST /staff/payments/<id>/confirm {paid}: it came by hand."""
    paid = request.POST.get("paid", "")
    known = int(paid[:6]) if paid.isascii() and paid.isdigit() else 0
    person = cast(Person, request.user)
    return _done(request, lambda: actions.confirm(person, number, known), _("The payment is written down."))


@operators_only
@require_POST
def give_back(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/payments/<n>/back {amount, currency}."""
    person, said = cast(Person, request.user), request.POST
    try:
        amount = price(said.get("amount", ""), said.get("currency", ""))
    except BadPrice:
        messages.error(request, _("This is no amount that can be paid back."))
        return redirect("staff_payments")
    return _done(request, lambda: actions.give_back(person, number, amount), _("It is paid back."))


def _done(request: HttpRequest, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except (NoSuchSubscription, NoSuchPayment) as missing:
        raise Http404 from missing
    except SubscriptionError as refused:
        messages.error(request, str(refused))
    return redirect("staff_payments")


def _said_of(found: "Offer") -> dict[str, str]:
    """What the form of an offer begins with."""
    least = found.play_minimum
    return {
        "name_en": found.name_en,
        "name_ru": found.name_ru,
        "rate": found.rate,
        "minimum": "" if least is None else decimal(least, 0),
        "currency": found.minimum_currency,
    }


def _offer(slug: str) -> "Offer":
    try:
        return queries.offer_by_slug(slug)
    except NoSuchOffer as missing:
        raise Http404 from missing
