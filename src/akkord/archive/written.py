"""What goes into an archive of what was written: posts with their comments and polls, likes, what is kept."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from akkord.groups.queries import Group
from akkord.music.rules import Listener
from akkord.people.queries import Person
from akkord.wall import queries as wall
from akkord.wall.queries import Comment, PostView, Source

from .gathering import Value, chosen, in_batches, list_names, named_tracks, told, who


def posts(listener: Listener, person: Person) -> Iterator[Value]:
    """What they wrote anywhere and what stands on their wall, the newest first."""
    theirs = wall.visible_posts().filter(Q(author=person) | Q(wall_person=person)).order_by("-pk")
    lists = list_names(person)
    for batch in in_batches(theirs, "pk__lt", lambda post: post.pk):
        seen = {post.pk: post for post in wall.seen_by(person.pk, batch)}
        said = _comments(listener, [n for n, post in seen.items() if post.comments])
        for view in wall.views_of(listener, list(seen.values())):
            post = seen[view.number]
            own = post.author_id == person.pk
            yield {
                "address": view.href,
                "at": told(view.made_at),
                "edited": told(post.edited_at),
                "by": _speaker(view.speaker),
                "on": who(view.wall_person) if view.wall_person else _club(view.wall_group),
                "text": view.text,
                "audience": chosen(wall.audience_of(post), lists) if own and post.audience else None,
                "pinned": view.pinned,
                "tracks": named_tracks(row.number for row in view.tracks),
                "photos": [photo.number for photo in view.photos],
                "documents": [each.number for each in view.documents],
                "poll": _poll(view),
                "passes_on": _passed_on(view.chain[0]) if view.chain else None,
                "likes": view.likes,
                "comments": said.get(view.number, []) if not view.restriction else [],
            }


def liked(person: Person) -> list[Value]:
    """Posts they gave a heart to, the oldest first."""
    return [{"address": f"/wall{number}", "at": told(at)} for number, at in wall.posts_liked(person.pk)]


def moments(person: Person) -> list[Value]:
    """What they said at moments of tracks, the oldest first."""
    return [
        {
            "address": f"/audio{each.track_id}",
            "at": told(each.made_at),
            "seconds": each.at_ms / 1000,
            "text": each.text,
        }
        for each in wall.moments_written(person.pk)
    ]


def kept(person: Person) -> list[str]:
    """Posts they keep to read again."""
    return [f"/wall{number}" for number in wall.numbers_kept(person.pk)]


def _comments(listener: Listener, posts: list[int]) -> dict[int, list[Value]]:
    """post → what was said to it, in its order, of what the person may read where they are."""
    rows = (
        wall.visible_comments()
        .filter(post__in=posts)
        .select_related("author", "post__wall_group")
        .order_by("pk")
    )
    seen: list[Comment] = wall.comments_seen_by(listener.person_id, list(rows))
    hidden = wall.restricted_comments(listener, [comment.pk for comment in seen])
    said: dict[int, list[Value]] = {}
    for each in seen:
        if each.pk not in hidden or each.author_id == listener.person_id:
            by = _club(each.post.wall_group) if each.voice else who(each.author)
            told_of = {"number": each.pk, "by": by, "at": told(each.made_at), "text": each.text}
            said.setdefault(each.post_id, []).append(told_of | {"answers": each.answers_id})
    return said


def _poll(view: PostView) -> Value | None:
    poll = view.poll
    if poll is None:
        return None
    return {
        "question": poll.question,
        "multiple": poll.multiple,
        "ends": told(poll.ends_at),
        "voters": poll.voters,
        "answers": [{"text": each.text, "votes": each.votes} for each in poll.answers],
    }


def _passed_on(source: Source) -> Value:
    by = _speaker(source.speaker) if source.speaker else {"name": "", "address": ""}
    text = source.text if not source.restriction else ""
    return {"address": f"/wall{source.number}", "by": by, "text": text, "at": told(source.made_at)}


def _speaker(speaker: wall.Speaker) -> dict[str, Any] | None:
    """Who says something, or in which community's name."""
    return _club(speaker) if isinstance(speaker, Group) else who(speaker)


def _club(group: Group | None) -> dict[str, Any] | None:
    return {"name": group.name, "address": group.get_absolute_url()} if group else None
