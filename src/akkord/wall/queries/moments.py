"""What is said at moments of a track: by the gate of the track first, then by who is there for the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.errors import NoSuchTrack
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Key, Person
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from ..errors import NoSuchMoment
from ..models import Moment
from ..rules import MOST_MOMENTS


@dataclass(frozen=True)
class MomentView:
    """What somebody said at a moment of a track, as one reader sees it."""

    number: int
    track: int
    at_ms: int
    author: Person
    text: str
    made_at: datetime
    own: bool
    deletable: bool
    hidden: bool  # by the staff: its author alone still sees it

    @property
    def clock(self) -> str:
        """ "1:05" of the track."""
        seconds = self.at_ms // 1000
        return f"{seconds // 60}:{seconds % 60:02d}"

    @property
    def seconds(self) -> float:
        return self.at_ms / 1000


def moments_of(listener: Listener, track: int) -> list[MomentView]:
    """In the order of the track, the latest MOST_MOMENTS of them; none of a track that is silent for the
    listener. Raises NoSuchTrack."""
    if not may_hear(listener, track):
        return []
    newest = standing_moments().filter(track=track).order_by("-pk")[:MOST_MOMENTS]
    found = seen_moments(listener, list(newest))
    return sorted(_views(listener, found), key=lambda each: (each.at_ms, each.number))


def may_hear(listener: Listener, track: int) -> bool:
    """Whether the track sounds for them here and now. Raises NoSuchTrack."""
    return music.hears(listener, music.track_by_number(track))


def may_say(listener: Listener, track: int) -> bool:
    """Who hears a track says something to it, unless who sent it in lets them say nothing to what is theirs.
    Raises NoSuchTrack."""
    me, asked = listener.person_id, music.track_by_number(track)
    if me is None or not music.hears(listener, asked):
        return False
    return asked.person_id is None or people.allows(me, asked.person_id, Key.WALL_COMMENT)


def moment_for(listener: Listener, number: int) -> Moment:
    """One that the listener sees. Raises NoSuchMoment."""
    found = standing_moments().filter(pk=number).first()
    try:
        if found is not None and may_hear(listener, found.track_id) and seen_moments(listener, [found]):
            return found
    except NoSuchTrack as gone:
        raise NoSuchMoment(number) from gone
    raise NoSuchMoment(number)


def own_moment(person_id: int, number: int) -> Moment:
    """One that the person may take away, also while the track is silent for them. Raises NoSuchMoment."""
    found = standing_moments().filter(pk=number).first()
    if found is None or not deletable(person_id, found):
        raise NoSuchMoment(number)
    return found


def moment_view(listener: Listener, number: int) -> MomentView:
    """Raises NoSuchMoment."""
    return _views(listener, [moment_for(listener, number)])[0]


def standing_moments() -> QuerySet[Moment]:
    """Not deleted, of accounts that stand; `seen_moments` is the gate."""
    return Moment.objects.filter(people.standing("author__"), deleted_at=None).select_related(
        "author", "track"
    )


def seen_moments(listener: Listener, found: Sequence[Moment]) -> list[Moment]:
    """Those whose authors are there for the listener and which are not hidden from all but their author."""
    shown = people.allowed_among(listener.person_id, {each.author_id for each in found}, Key.PAGE)
    hidden = _hidden(listener, found)
    return [
        each
        for each in found
        if each.author_id == listener.person_id or (each.author_id in shown and each.pk not in hidden)
    ]


def _hidden(listener: Listener, found: Sequence[Moment]) -> set[int]:
    things = {ScopeKind.MOMENT: [each.pk for each in found]}
    return set(rights.forbidden_among(things, listener.territory, clock.now())[ScopeKind.MOMENT])


def _views(listener: Listener, found: Sequence[Moment]) -> list[MomentView]:
    hidden = _hidden(listener, found)
    return [
        MomentView(
            number=each.pk,
            track=each.track_id,
            at_ms=each.at_ms,
            author=each.author,
            text=each.text,
            made_at=each.made_at,
            own=each.author_id == listener.person_id,
            deletable=deletable(listener.person_id, each),
            hidden=each.pk in hidden,
        )
        for each in found
    ]


def deletable(person_id: int | None, moment: Moment) -> bool:
    """Its author takes it away, and who sent the track in."""
    return person_id is not None and person_id in (moment.author_id, moment.track.person_id)


def moments_by(person_id: int) -> QuerySet[Moment, int]:
    """Numbers of all that the person said at moments of tracks and did not delete."""
    return Moment.objects.filter(author_id=person_id, deleted_at=None).values_list("pk", flat=True)


def moments_written(person_id: int) -> list[Moment]:
    """All that the person said at moments of tracks, the oldest first: for their archive."""
    return list(Moment.objects.filter(author_id=person_id, deleted_at=None).order_by("pk"))
