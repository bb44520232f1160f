"""Months of the operator's books: one that is closed, and one that is shared out and waits to be closed.

Journeys close the months just over (test_royalties.py): these lie before and far behind them.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from akkord.catalogue.models import Organisation
from akkord.flow import clock
from akkord.money import MICRO
from akkord.music import actions as music
from akkord.music import errors
from akkord.music.models import Play, Track
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.royalties import actions, issuing, month_life, queries
from akkord.royalties.actions import Earned
from akkord.royalties.models import Month, Statement
from living_site import until

IN_A_ROW = 43  # plays of one song, a minute apart: two more than count
SECONDS = 60.0  # a worker's patience


def in_the_books(
    label: Organisation, song: Track, unknown: Track, listener: Person, operator: Person
) -> dict[str, object]:
    """A statement of the label's song, and a sound nobody knows the owner of."""
    now = clock.now()
    over = datetime((now - timedelta(days=120)).year, (now - timedelta(days=120)).month, 1, tzinfo=UTC)
    ahead = datetime(now.year + 1, now.month, 1, tzinfo=UTC)
    played = [_heard(each, listener) for each in (song, unknown)]
    closed = _shared(over, played, operator)
    issuing.close_month(operator, closed)
    statement = Statement.objects.get(month=closed, organisation=label)
    line = next(queries.lines_in(statement, queries.EVERYTHING))
    return {
        "shared": f"{_shared(ahead, played, operator).first_day:%Y-%m}",
        "statement": statement.pk,
        "line": line["id"],
        "sound": unknown.sound_id,
    }


def _heard(track: Track, listener: Person) -> Play:
    """One play, started and counted by the rules, once there is something to play."""
    started: list[music.Start] = []

    def start() -> bool:
        with suppress(errors.NotReady):
            started.append(music.start_play(Listener(listener.pk, "GB"), track.pk))
        return bool(started)

    until(start, SECONDS, 0.2, f"{track} to be played")
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert music.count_play(Listener(listener.pk, "GB"), started[0].play_id, 60)
    return Play.objects.get(pk=started[0].play_id)


def _shared(first: datetime, played: list[Play], operator: Person) -> Month:
    """The month with these plays over and over, and what was earned by them."""
    for number, play in enumerate(played):
        fields = {f.attname: getattr(play, f.attname) for f in Play._meta.fields if f.name != "id"}
        begun = first + timedelta(days=4 + number, hours=9)
        Play.objects.bulk_create(
            Play(**fields | {"started_at": at, "counted_at": at})
            for at in (begun + timedelta(minutes=minute) for minute in range(IN_A_ROW))
        )
    month = month_life.open_month(first.date())
    with clock.at(first + timedelta(days=40)):
        actions.enter_revenue(operator, month, Earned("free", "GB", "EUR", 100 * MICRO), "bank, page 4")
        for step in (month_life.count, month_life.check, month_life.share):
            step(month)
    return month
