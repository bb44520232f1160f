"""What is a writer's own: drafts, posts that wait for their time, and what a post said before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from akkord.music.queries import TrackRow, rows
from akkord.music.rules import Listener
from akkord.photos.queries import PhotoView, views_of

from ..models import Draft, Later, Post, Version


@dataclass(frozen=True)
class Said:
    """What a post said from `said_at` on, until it was changed."""

    text: str
    tracks: list[TrackRow]
    photos: list[PhotoView]
    said_at: datetime


def draft_for(person_id: int, place: str) -> Draft | None:
    """What the person has begun to write at a place ("id5", "club3")."""
    return drafts_at(person_id, place).first()


def drafts_at(person_id: int, place: str) -> QuerySet[Draft]:
    """The same as rows, to be asked for together with something else."""
    return Draft.objects.filter(person_id=person_id, place=place)


def waiting_posts(person_id: int) -> list[Later]:
    """A person's own posts that wait for their time, the next one first."""
    return list(Later.objects.filter(author_id=person_id).select_related("wall_group").order_by("at", "pk"))


def versions_of(listener: Listener, post: Post) -> list[Said]:
    """What a post said before, the latest first; the post has passed its gate."""
    found = list(Version.objects.filter(post=post).order_by("-pk"))
    numbers = {track for version in found for track in version.tracks}
    known = {row.number: row for row in rows(listener, numbers)} if numbers else {}
    drawn = {n for version in found for n in version.photos}
    shown = {p.number: p for p in views_of(listener.person_id, listener.territory, drawn, f"?post={post.pk}")}
    return [
        Said(
            v.text,
            [known[t] for t in v.tracks if t in known],
            [shown[p] for p in v.photos if p in shown],
            v.said_at,
        )
        for v in found
    ]
