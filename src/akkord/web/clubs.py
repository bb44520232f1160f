"""Pages of communities: list, page with wall, founding, joining and leaving, members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.groups import actions, errors, queries
from akkord.groups.queries import Group
from akkord.people import queries as people
from akkord.wall import queries as walls

from .composer import Composer, composer, write
from .forms import ClubForm
from .listening import listener_of
from .paths import mark, next_place

SHOWN, FACES_SHOWN, MEMBERS_SHOWN = 50, 9, 500


def _club(number: int) -> Group:
    try:
        return queries.group_by_number(number)
    except errors.NoSuchGroup as missing:
        raise Http404 from missing


@require_safe
def clubs(request: HttpRequest) -> HttpResponse:
    """GET /clubs: mine and all, or those that ?q= names."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    mine = list(queries.groups_of(request.user.pk)) if request.user.is_authenticated and not words else []
    found = list(queries.find_groups(words)[:SHOWN])
    return render(request, "groups/clubs.html", {"mine": mine, "all": found, "words": words})


@require_safe
def club(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>."""
    return _page(request, _club(number))


def _page(request: HttpRequest, group: Group, sent: Composer | None = None) -> HttpResponse:
    me = request.user.pk
    role = queries.role_in(me, group.pk)
    about = {
        "club": group,
        "role": role,
        "wall": walls.posts_on_group(listener_of(request), group.pk, mark(request)),
        "composer": sent or (composer(request, f"/club{group.pk}/post") if role else None),
        "members": queries.members_of(group.pk, me, FACES_SHOWN),
        "owner": people.shown_people(me, [group.owner_id]).get(group.owner_id),
    }
    return render(request, "groups/club.html", about, status=422 if sent else 200)


@login_required
@require_http_methods(["GET", "POST"])
def write_on_wall(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/post."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect(f"/club{number}")
    group = _club(number)
    answer = write(request, f"/club{group.pk}", None, group)
    return _page(request, group, answer) if isinstance(answer, Composer) else answer


@require_safe
def members(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/members."""
    group = _club(number)
    shown = queries.members_of(group.pk, request.user.pk, MEMBERS_SHOWN)
    return render(request, "groups/members.html", {"club": group, "members": shown})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """GET and POST /clubs/new."""
    form = ClubForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        group = actions.found_group(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return redirect(f"/club{group.pk}")
    return render(request, "groups/found.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def join(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/join."""
    group = _club(number)
    actions.join(request.user, group)  # type: ignore[arg-type]
    return redirect(next_place(request, f"/club{group.pk}"))


@login_required
@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/leave."""
    group = _club(number)
    try:
        actions.leave(request.user, group)  # type: ignore[arg-type]
    except errors.OwnerStays as refused:
        messages.error(request, str(refused.text))
    return redirect(next_place(request, f"/club{group.pk}"))
