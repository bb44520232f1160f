"""Pages of communities: list, page with wall, members, and the community's own log."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from akkord.board import queries as boards
from akkord.groups import errors, events, queries
from akkord.groups.queries import Group
from akkord.groups.rules import Act, Kind, Role
from akkord.music.queries import clubs as club_music
from akkord.people import queries as people
from akkord.wall import queries as walls

from .club_words import ANSWERS, DOOR_NAMES, KINDS, REASONS, ROLES, role_named, sentence
from .composer import Composer, composer, write
from .listening import listener_of
from .paths import mark

SHOWN, FACES_SHOWN, MEMBERS_SHOWN, LINES_SHOWN, TRACKS_SHOWN = 50, 9, 500, 50, 5


def club_of(request: HttpRequest, number: int, act: Act = Act.SEE) -> Group:
    """The community of an address, if the reader may do this there; else there is nothing."""
    try:
        group = queries.group_for(request.user.pk, number)
    except errors.NoSuchGroup as missing:
        raise Http404 from missing
    if act is not Act.SEE and not queries.allows(request.user.pk, group, act):
        raise Http404
    return group


@require_safe
def clubs(request: HttpRequest) -> HttpResponse:
    """GET /clubs: mine and all, or those that ?q= names, of one ?kind=."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Kind) else ""
    me = request.user.pk
    own = me if not words and not kind else None
    about = {
        "mine": list(queries.groups_of(own, own)) if own is not None else [],
        "invitations": queries.invitations_to(own) if own is not None else [],
        "asked": list(queries.asked_by(own)) if own is not None else [],
        "bans": queries.bans_of(own) if own is not None else [],
        "events": events.soon_for(own) if own is not None else [],
        "answers": ANSWERS,
        "all": list(queries.find_groups(me, words, kind)[:SHOWN]),
        "words": words,
        "kind": kind,
        "kinds": KINDS,
        "reasons": REASONS,
    }
    return render(request, "groups/clubs.html", about)


@require_safe
def club(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>."""
    return _page(request, club_of(request, number))


def _page(request: HttpRequest, group: Group, sent: Composer | None = None) -> HttpResponse:
    me = request.user.pk
    acts = queries.acts_of(me, group)
    read = Act.READ in acts
    writes = Act.WRITE in acts
    about = {
        "club": group,
        "kind": KINDS[Kind(group.kind)],
        "door": DOOR_NAMES[queries.house_of(group).door],
        "acts": acts,
        "role": queries.role_in(me, group.pk),
        "ban": queries.ban_on(me, group),
        "reasons": REASONS,
        "asked": me is not None and queries.has_asked(me, group),
        "waiting": queries.count_requests(group) if Act.ADMIT in acts else 0,
        "topics": boards.shown_topics(me, group, 3) if read else [],
        "suggested": queries.waiting_suggestions(group).count() if Act.SPEAK in acts else 0,
        "wall": walls.posts_on_group(listener_of(request), group.pk, mark(request)) if read else None,
        "composer": sent or (composer(request, f"club{group.pk}") if writes else None),
        "members": queries.members_of(group, me, FACES_SHOWN),
        "tracks": club_music.club_tracks(listener_of(request), group, TRACKS_SHOWN) if read else [],
        "coming": events.coming_to(me, group) if read and group.kind == Kind.EVENT else None,
        "answers": ANSWERS,
        "address": people.club_address_of(group.pk),
        "owner": people.shown_people(me, [group.owner_id]).get(group.owner_id),
    }
    return render(request, "groups/club.html", about, status=422 if sent else 200)


@login_required
@require_http_methods(["GET", "POST"])
def write_on_wall(request: HttpRequest, number: int) -> HttpResponse:
    """POST /club<n>/post."""
    if request.method == "GET":  # the address of a refused post, loaded anew
        return redirect(f"/club{number}")
    group = club_of(request, number, Act.READ)
    answer = write(request, f"/club{group.pk}", None, group)
    return _page(request, group, answer) if isinstance(answer, Composer) else answer


@require_safe
def members(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/members: who belongs; for its keepers with what they may do about each."""
    group = club_of(request, number, Act.READ)
    acts = queries.acts_of(request.user.pk, group)
    about = {
        "club": group,
        "members": queries.members_of(group, request.user.pk, MEMBERS_SHOWN),
        "roles": queries.roles_in(group.pk),
        "role_names": ROLES,
        "given": [role for role in Role if role not in (Role.OWNER,)],
        "acts": acts,
        "mine": queries.role_in(request.user.pk, group.pk),
        "requests": queries.requests_to(group) if Act.ADMIT in acts else [],
        "bans": queries.bans_in(group) if Act.BAN in acts else [],
        "reasons": REASONS,
    }
    return render(request, "groups/members.html", about)


@require_safe
def log(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/log: what its keepers did, and which lines of the public log fix its days."""
    group = club_of(request, number)
    found = queries.log_of(group, request.user.pk, LINES_SHOWN + 1, mark(request))
    shown = found[:LINES_SHOWN]
    about = {
        "club": group,
        "lines": [(line, sentence(line)) for line in shown],
        "before": shown[-1].number if len(found) > LINES_SHOWN else None,
        "days": queries.days_of(group),
        "role_named": role_named,
    }
    return render(request, "groups/log.html", about)
