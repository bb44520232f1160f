"""Hooks: where the organisation's machines hear what happens at its desk."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.catalogue.news import News
from akkord.hooks import actions, queries
from akkord.hooks.errors import NoSuchHook
from akkord.hooks.models import Hook

from . import words
from .forms import HookForm
from .office import Office, Refusal, in_office, page

MOST_CALLS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/hooks: those that are called, and a form to put up one more."""
    form = HookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        news = [News(each) for each in form.cleaned_data["news"]]
        try:
            made = actions.add_hook(request.user, office.organisation, form.cleaned_data["address"], news)  # type: ignore[arg-type]
            return redirect("labels-hook", office.number, made.public_id)
        except Refusal as refused:
            form.add_error("address", str(refused))
    about: dict[str, Any] = {
        "form": form,
        "hooks": [(hook, queries.calls_of(hook).first()) for hook in queries.hooks_of(office.number)],
    }
    return page(request, office, "hooks", "people", status=422 if form.errors else 200, words=words, **about)


@require_safe
@in_office
def hook(request: HttpRequest, office: Office, hook: uuid.UUID) -> HttpResponse:
    """GET /rights/<n>/hooks/<h>: its secret for managers, and what was told there."""
    found = _hook(office, hook)
    about: dict[str, Any] = {
        "hook": found,
        "secret": queries.secret_of(found) if office.manages else "",
        "calls": queries.calls_of(found)[:MOST_CALLS],
    }
    answer = page(request, office, "hook", "people", words=words, **about)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@in_office
def act(request: HttpRequest, office: Office, hook: uuid.UUID, act: str) -> HttpResponse:
    """POST /rights/<n>/hooks/<h>/try, …/end"""
    found = _hook(office, hook)
    try:
        if act == "end":
            actions.end_hook(request.user, found)  # type: ignore[arg-type]
            messages.success(request, _("It is called no more."))
            return redirect("labels-hooks", office.number)
        actions.try_hook(request.user, found)  # type: ignore[arg-type]
        messages.success(request, _("It is being called."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-hook", office.number, found.public_id)


@require_POST
@in_office
def again(request: HttpRequest, office: Office, hook: uuid.UUID, call: uuid.UUID) -> HttpResponse:
    """POST /rights/<n>/hooks/<h>/calls/<c>/again"""
    found = _hook(office, hook)
    try:
        actions.call_again(request.user, queries.call_of(found, call))  # type: ignore[arg-type]
        messages.success(request, _("It is being called."))
    except NoSuchHook as missing:
        raise Http404 from missing
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("labels-hook", office.number, found.public_id)


def _hook(office: Office, number: uuid.UUID) -> Hook:
    try:
        return queries.hook_of(office.number, number)
    except NoSuchHook as missing:
        raise Http404 from missing
