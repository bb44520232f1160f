"""Every read of what was brought: each its owner's own."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from akkord.documents import queries as documents
from akkord.documents.queries import DocumentView

from .models import Awaited, Bringing, Brought, Formerly, Line, Talk, Waiting

LINES = 200  # of a talk, on a page


class Awaits(NamedTuple):
    """Somebody of the old site a person waits for. Whether they are here already is theirs to tell."""

    name: str
    site: str


def bringing_of(person_id: int, number: uuid.UUID) -> Bringing | None:
    return Bringing.objects.filter(person_id=person_id, pk=number).first()


def bringings_of(person_id: int) -> list[Bringing]:
    """The newest first."""
    return list(Bringing.objects.filter(person_id=person_id).order_by("-made_at")[:20])


def progress_of(bringing: Bringing) -> dict[str, int]:
    """kind → how many are here, of those that are counted one by one."""
    rows = Brought.objects.filter(person=bringing.person_id, site_key=bringing.site_key).order_by()
    kinds = {kind: rows.filter(kind=kind).count() for kind in ("photo", "document", "post", "playlist")}
    talks = Talk.objects.filter(person=bringing.person_id, site_key=bringing.site_key).count()
    return {f"{kind}s": number for kind, number in kinds.items()} | {"talks": talks}


def awaited_people(person_id: int) -> list[Awaits]:
    """Friends of old sites who have not brought the friendship here, by name."""
    rows = Waiting.objects.filter(person_id=person_id, kind="friend").order_by("name", "pk")
    sites = dict(Formerly.objects.filter(person_id=person_id).values_list("site_key", "site"))
    return [Awaits(row.name, sites.get(row.site_key, "")) for row in rows]


def awaited_tracks(person_id: int, playlist: int | None = None) -> list[Awaited]:
    """Tracks of their own music, or of a playlist, that are not here yet, in their order."""
    found = Awaited.objects.filter(person_id=person_id, playlist=playlist)
    return list(found.order_by("place", "pk")[:500])


def awaits_tracks(person_id: int) -> int:
    return Awaited.objects.filter(person_id=person_id).count()


def talks_of(person_id: int) -> QuerySet[Talk]:
    """What is kept of conversations elsewhere, the latest first."""
    return Talk.objects.filter(person_id=person_id).order_by("-last_at", "-pk")


def talk_of(person_id: int, number: int) -> Talk | None:
    return Talk.objects.filter(person_id=person_id, pk=number).first()


def talks_with(person_id: int, other_id: int) -> list[Talk]:
    """What the person kept of talking with somebody who is here and brought that conversation, too."""
    were = Formerly.objects.filter(person_id=other_id).values_list("site_key", "number")
    mine = Talk.objects.filter(person_id=person_id, chat=False)
    kept = [talk for key, number in were for talk in mine.filter(site_key=key, ref=number)]
    return [talk for talk in kept if partner_of(talk) == other_id]


def partner_of(talk: Talk) -> int | None:
    """Number of who that was, if they are here and brought their copy of it."""
    if talk.chat:
        return None
    was = Formerly.objects.filter(site_key=talk.site_key)
    me = was.filter(person=talk.person_id).values("number")
    theirs = Talk.objects.filter(site_key=talk.site_key, chat=False, ref__in=me)
    there = was.filter(number=talk.ref, person__in=theirs.values("person"))
    return there.values_list("person_id", flat=True).first()


def lines_of(talk: Talk, before: int | None = None) -> tuple[list[Line], bool]:
    """The end of a talk, or what stands before a number, in order; and whether there is more before."""
    rows = Line.objects.filter(talk=talk)
    found = list(
        (rows if before is None else rows.filter(number__lt=before)).order_by("-number")[: LINES + 1]
    )
    return found[:LINES][::-1], len(found) > LINES


def documents_of(lines: Sequence[Line], viewer_id: int, territory: str) -> dict[int, list[DocumentView]]:
    """By line, the documents it carried that are still there."""
    views = documents.views_of(viewer_id, territory, (number for line in lines for number in line.documents))
    found = {view.number: view for view in views}
    return {line.pk: [found[number] for number in line.documents if number in found] for line in lines}
