"""What one listens under: subscribing, giving months to a friend, cancelling, receipts; where it is paid."""

import uuid
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.flow import clock
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.subscriptions import actions, queries
from akkord.subscriptions.errors import (
    NoSuchSubscription,
    NotSigned,
    NotUnderstood,
    SubscriptionError,
)
from akkord.subscriptions.payments import provider

from .forms import GiftForm

HERE = "/settings/subscription"


@login_required
@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """GET /settings/subscription."""
    return _page(request, GiftForm(*_choices(request)))


def _page(request: HttpRequest, form: GiftForm, status: int = 200) -> HttpResponse:
    me = cast(Person, request.user)
    territory: str = request.territory  # type: ignore[attr-defined]
    now = clock.now()
    mine = queries.mine(me.pk, now)
    about = {
        "mine": mine,
        "lasting": {held.bought.offer_id for held in mine.held if not held.bought.months and held.lasts(now)},
        "prices": queries.prices_in(territory),
        "territory": territory,
        "gift": form,
        "language": request.LANGUAGE_CODE,
        "now": now,
        "tab": "subscription",
    }
    answer = render(request, "settings/subscription.html", about, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _choices(request: HttpRequest) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """Friends, and the offers sold here, as the gift's form lets them be chosen."""
    friends = [(each.pk, each.name) for each in people.friends_of(request.user.pk or 0)[:500]]
    prices = queries.prices_in(request.territory)  # type: ignore[attr-defined]
    language = request.LANGUAGE_CODE or "en"
    offers = [
        (f"{price.offer.slug} {price.currency}", f"{price.offer.name(language)} ({price.currency})")
        for price in prices
    ]
    return friends, offers


@login_required
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """POST /settings/subscription/take {offer, currency}: on to where it is paid."""
    said = request.POST
    try:
        address = actions.subscribe(
            cast(Person, request.user),
            said.get("offer", ""),
            request.territory,  # type: ignore[attr-defined]
            said.get("currency", ""),
        )
    except SubscriptionError as refused:
        messages.error(request, str(refused))
        return redirect(HERE)
    return _to_pay(request, address)


@login_required
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """POST /settings/subscription/give {friend, offer, months}: on to where it is paid."""
    form = GiftForm(*_choices(request), data=request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    slug, _space, currency = form.cleaned_data["offer"].partition(" ")
    try:
        address = actions.give(
            cast(Person, request.user),
            form.cleaned_data["friend"],
            slug,
            form.cleaned_data["months"],
            request.territory,  # type: ignore[attr-defined]
            currency,
        )
    except SubscriptionError as refused:
        form.add_error(None, str(refused))
        return _page(request, form, 422)
    return _to_pay(request, address)


def _to_pay(request: HttpRequest, address: str) -> HttpResponse:
    """A page of our own at once; to a provider by a link, for our forms lead nowhere else."""
    if address.startswith("/"):
        return redirect(address)
    answer = render(request, "settings/pay.html", {"address": address, "tab": "subscription"})
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def cancel(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """POST /settings/subscription/<id>/cancel."""
    try:
        actions.cancel(cast(Person, request.user), number)
        messages.success(request, _("It is cancelled: you keep what is paid until its end."))
    except NoSuchSubscription as missing:
        raise Http404 from missing
    except SubscriptionError as refused:
        messages.error(request, str(refused))
    return redirect(HERE)


@login_required
@require_POST
def go_on(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """POST /settings/subscription/<id>/go-on: cancelled, and after all not."""
    try:
        actions.go_on(cast(Person, request.user), number)
        messages.success(request, _("It goes on."))
    except NoSuchSubscription as missing:
        raise Http404 from missing
    except SubscriptionError as refused:
        messages.error(request, str(refused))
    return redirect(HERE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """GET and POST /pay/by-hand/<id>: how it is paid where no provider takes the money."""
    me = cast(Person, request.user)
    try:
        bought = queries.bought_by(me.pk, number)
    except NoSuchSubscription as missing:
        raise Http404 from missing
    if request.method == "POST":
        paid = request.POST.get("paid", "")
        known = int(paid[:6]) if paid.isascii() and paid.isdigit() else 0
        try:
            actions.confirm_for_oneself(me, number, known)
            messages.success(request, _("It counts as paid. No money was taken."))
        except SubscriptionError as refused:
            messages.error(request, str(refused))
        return redirect(HERE)
    about = {
        "bought": bought,
        "offer": bought.offer.name(request.LANGUAGE_CODE or "en"),
        "amount": bought.price * (bought.months or 1),
        "paid": bought.payments.count(),
        "trying": settings.PAYMENTS == "test",
        "tab": "subscription",
    }
    return render(request, "settings/by_hand.html", about)


@csrf_exempt
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """POST /pay/events: what the provider says happened, by its signature; an answer of 200 is a receipt."""
    takes = provider()
    try:
        actions.apply(takes.name, takes.read(request.body, request.headers))
    except (NotSigned, NotUnderstood) as refused:
        return JsonResponse({"error": refused.code}, status=400)
    return JsonResponse({"received": True})
