"""Where the listener is: the queue all their devices share, and bookmarks."""

from typing import Any

from akkord.music import actions, errors, queries
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked, identified
from akkord.subsonic.errors import Code, Failed, not_found

Tree = dict[str, Any]


def get_play_queue(asked: Asked) -> Tree:
    said, numbers, current = _queue(asked)
    if current is not None:
        said["current"] = identified("track", numbers[current])
    return {"playQueue": said}


def get_play_queue_by_index(asked: Asked) -> Tree:
    """The same with the place of the current song (indexBasedQueue): a song may stand there twice."""
    said, _, current = _queue(asked)
    if current is not None:
        said["currentIndex"] = current
    return {"playQueueByIndex": said}


def _queue(asked: Asked) -> tuple[Tree, list[int], int | None]:
    """The queue, its songs that still stand, and which of them is current."""
    queue = queries.queue_of(asked.person_id)
    if queue is None:
        return _nothing_queued(asked), [], None
    found = queries.songs_by_numbers(queue.tracks)
    kept = [place for place, number in enumerate(queue.tracks) if number in found]
    numbers = [queue.tracks[place] for place in kept]
    said: Tree = {
        "position": queue.position_ms,
        "username": asked.person.email,
        "changed": shapes.instant(queue.changed_at),
        "changedBy": queue.changed_by,
        "entry": shapes.in_order(asked, numbers, found),
    }
    current = kept.index(queue.current) if queue.current in kept else None
    return said, numbers, current


def _nothing_queued(asked: Asked) -> Tree:
    return {
        "username": asked.person.email,
        "changed": shapes.instant(asked.person.date_joined),
        "changedBy": "",
        "entry": [],
    }


def save_play_queue(asked: Asked) -> Tree:
    """Without songs the queue is empty from now on."""
    songs = asked.many("track")
    current = None
    if asked.text("current"):
        number = asked.one("track", "current")
        if number not in songs:
            raise Failed(Code.GENERIC, "current has to be one of the songs.")
        current = songs.index(number)
    return _saved(asked, songs, current)


def save_play_queue_by_index(asked: Asked) -> Tree:
    songs = asked.many("track")
    current = asked.number("currentIndex", 0) if asked.text("currentIndex") else None
    if songs and (current is None or current >= len(songs)):
        raise Failed(Code.MISSING, "currentIndex has to be the place of one of the songs, from 0.")
    return _saved(asked, songs, current)


def _saved(asked: Asked, songs: list[int], current: int | None) -> Tree:
    position = asked.number("position", 0)
    actions.save_queue(asked.person, songs, current, position, asked.text("c", "?"))
    return {}


def get_bookmarks(asked: Asked) -> Tree:
    marks = queries.bookmarks_of(asked.person_id)
    numbers = [mark.track_id for mark in marks]
    entries = shapes.in_order(asked, numbers, queries.songs_by_numbers(numbers))
    said = [
        {
            "position": mark.position_ms,
            "username": asked.person.email,
            "comment": mark.comment,
            "created": shapes.instant(mark.made_at),
            "changed": shapes.instant(mark.changed_at),
            "entry": entry,
        }
        for mark, entry in zip(marks, entries, strict=True)
    ]
    return {"bookmarks": {"bookmark": said}}


def create_bookmark(asked: Asked) -> Tree:
    number = asked.one("track")
    asked.needed("position")
    try:
        actions.set_bookmark(asked.person, number, asked.number("position", 0), asked.text("comment"))
    except errors.NoSuchTrack as gone:
        raise not_found("song") from gone
    return {}


def delete_bookmark(asked: Asked) -> Tree:
    actions.remove_bookmark(asked.person, asked.one("track"))
    return {}
