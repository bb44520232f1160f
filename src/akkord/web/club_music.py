"""Music of a community: its tracks and playlists, and what its editors do with them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from akkord.groups.queries import Group
from akkord.groups.rules import Act
from akkord.music import actions, queries
from akkord.music.errors import MusicError
from akkord.music.queries import clubs as club_music
from akkord.people.queries import Person
from akkord.podcasts.queries import feeds_of_club

from .clubs import club_of
from .listening import listener_of
from .paths import number_in

OFFERED = 200


@require_safe
def music(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/music; editors choose there from their own music and public playlists."""
    group = club_of(request, number, Act.READ)
    listener, me = listener_of(request), request.user.pk
    rows = club_music.club_tracks(listener, group)
    playlists = club_music.club_playlists(me, group)
    keeps = club_music.keeps_music_of(me, group)
    there, lists = {row.number for row in rows}, {row.number for row in playlists}
    mine = queries.music_of(listener, me, OFFERED) if keeps and me else []
    own = queries.playlists_of(me, me) if keeps and me else []
    about = {
        "club": group,
        "rows": rows,
        "playlists": playlists,
        "podcasts": feeds_of_club(me, group),
        "keeps": keeps,
        "tracks_offered": [row for row in mine if row.number not in there],
        "lists_offered": [row for row in own if row.public and row.number not in lists],
    }
    return render(request, "groups/music.html", about)


def _on_music(
    verb: Callable[[Person, Group, int], None], field: str
) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /club<n>/music/<verb>: what is meant stands in `field`."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        group = club_of(request, number, Act.SPEAK)
        wanted = number_in(request.POST.get(field, ""))
        if wanted is None:
            raise Http404
        try:
            verb(request.user, group, wanted)  # type: ignore[arg-type]
        except MusicError as refused:
            messages.error(request, str(refused.text))
        return redirect(f"/club{number}/music")

    return done


put = _on_music(actions.put_on_club, "track")
take = _on_music(actions.take_off_club, "track")
put_list = _on_music(actions.put_list_on_club, "playlist")
take_list = _on_music(actions.take_list_off_club, "playlist")
