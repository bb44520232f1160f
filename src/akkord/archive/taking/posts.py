"""Posts: one's own on one's own wall come at once, on another's when that one is here; others' with them."""

from typing import NamedTuple

from django.db import transaction

from akkord.music.queries import Reference, found_here
from akkord.people.queries import Person
from akkord.wall import actions
from akkord.wall import queries as wall
from akkord.wall.actions import Counted, Former, Said
from akkord.wall.errors import WallError
from akkord.wall.rules import MOST_CHARACTERS

from ..format import KEPT, LIKED, POSTS, PollSaid, PostSaid, TrackSaid, number_of
from ..models import Waiting
from .errand import Errand


class Carried(NamedTuple):
    """What posts may carry of what came with their author: number there → number here."""

    photos: dict[int, int]
    documents: dict[int, int]

    @classmethod
    def with_(cls, errand: Errand) -> "Carried":
        return cls(errand.brought("photo"), errand.brought("document"))


def take_posts(errand: Errand) -> None:
    """Each by itself, so that a run goes on where another was cut."""
    there = errand.brought("post")
    carried = Carried.with_(errand)
    for _file, rows in errand.archive.parts("posts", POSTS):
        for said in rows:
            if said.by.number != errand.archive.owner:
                errand.leave_out("others_posts")
            elif said.on.address.startswith("/club"):
                errand.leave_out("in_communities")
            elif said.number not in there:
                _take(errand, said, carried)


def _take(errand: Errand, said: PostSaid, carried: Carried) -> None:
    wall_of = number_of(said.on.address)
    if wall_of == errand.archive.owner:
        put(errand, said, errand.person, carried)
        return
    about = {"post": said.model_dump(mode="json")}
    row = {"name": said.on.name, "about": about}
    Waiting.objects.get_or_create(
        person=errand.person,
        site_key=errand.key,
        kind="wall",
        whom=wall_of,
        ref=said.number,
        defaults=row,
    )


def put(errand: Errand, said: PostSaid, whose: Person, carried: Carried) -> None:
    """The post on the wall of somebody here; what keeps it out is counted."""
    try:
        with transaction.atomic():
            post = actions.bring_post(errand.person, whose, _former(errand, said, carried))
            errand.note("post", said.number, post.pk)
            if said.pinned and whose == errand.person and not wall.has_pinned(whose.pk):
                actions.pin(errand.person, post)
    except WallError as refused:
        errand.leave_out(refused.code)


def _former(errand: Errand, said: PostSaid, carried: Carried) -> Former:
    here = found_here([_reference(each) for each in said.tracks])
    missing = [f"♫ {each.artist} — {each.title}" for each, n in zip(said.tracks, here, strict=True) if not n]
    quoted = [f"↪ {said.passes_on.by.name}@{errand.host}: {said.passes_on.text}"] if said.passes_on else []
    text = said.text
    for line in [*quoted, *missing]:
        text = more if len(more := f"{text}\n{line}") <= MOST_CHARACTERS else text
    return Former(
        text=text,
        at=said.at,
        site=errand.host,
        tracks=[number for number in here if number],
        photos=[carried.photos[number] for number in said.photos if number in carried.photos],
        documents=[carried.documents[number] for number in said.documents if number in carried.documents],
        audience=errand.audience(said.audience) if said.audience else None,
        poll=_poll(said.poll) if said.poll else None,
        quotes=[
            Said(each.by.name, each.text, each.at, own=each.by.number == errand.archive.owner)
            for each in said.comments
        ],
    )


def _poll(said: PollSaid) -> Counted:
    answers = [(each.text, each.votes) for each in said.answers]
    return Counted(said.question, answers, said.multiple, said.voters)


def _reference(said: TrackSaid) -> Reference:
    return Reference(said.title, said.artist, said.seconds, said.isrc)


def take_likes(errand: Errand) -> None:
    """Hearts and bookmarks wait for their posts: those come with whoever wrote them."""
    liked = errand.archive.read("data/liked.json", LIKED)
    kept = errand.archive.read("data/kept.json", KEPT)
    rows = [("like", number_of(each.address), {"at": each.at.isoformat()}) for each in liked]
    rows += [("keep", number_of(address), {}) for address in kept]
    Waiting.objects.bulk_create(
        [
            Waiting(person=errand.person, site_key=errand.key, kind=kind, ref=ref, about=about)
            for kind, ref, about in rows
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
