"""Every use of a recording: copies with their sound beside the reference, posts, and plays day by day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from akkord.cases import whereabouts
from akkord.cases.whereabouts import Place
from akkord.catalogue.errors import NoSuchRecording
from akkord.catalogue.models import Recording
from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.rights.rules.answers import Decision
from akkord.wall import queries as wall
from akkord.words.places import country_name, place_names

from .alignment import HEIGHT, WIDTH, Aligned, Side, align
from .csv_files import csv_answer
from .forms import PeriodForm
from .office import Office, in_office, page
from .where import changed, likely
from .words import VERDICTS

MOST_POSTS = 100
MOST_EXPORTED = 10_000
MOST_DRAWN = 6  # segments of one match
COLUMNS = 5  # territories that have a column of their own
WEEKS = timedelta(days=27)


@dataclass(frozen=True)
class Heard:
    """A sound as this office may hear it: the address, or in a word why there is none."""

    address: str
    why: str = ""  # unproven, blocked or preparing


@dataclass(frozen=True)
class Stretch:
    """One matched segment: seconds in both, and the drawing."""

    segment: dict[str, float]
    drawn: Aligned | None


@dataclass(frozen=True)
class Copy:
    """A track that holds the recording, with everything said of it."""

    place: Place
    heard: Heard
    stretches: list[Stretch]
    kept: int


@dataclass(frozen=True)
class Day:
    """Plays of one day by territory."""

    day: date
    plays: Counter[str]


@dataclass(frozen=True)
class Plays:
    """Plays of a period: every day of it, and the territories, most plays first."""

    days: list[Day]
    territories: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.territories)

    @property
    def columns(self) -> list[str]:
        return [code for code, _ in self.territories[:COLUMNS]]

    @property
    def highest(self) -> int:
        return max((day.plays.total() for day in self.days), default=0)


@require_safe
@in_office
def uses(request: HttpRequest, office: Office, recording: int) -> HttpResponse:
    """GET /rights/<n>/recordings/<r>/uses?first=…&last=…"""
    found = _recording(office, recording)
    form, first, last = _period(request)
    listener = music.listener(request.user.pk, request.territory)  # type: ignore[attr-defined]
    places = whereabouts.places_of_recording(found.pk)
    own = music.track_of_recording(found.pk)
    about = {
        "recording": found,
        "form": form,
        "period": {"first": first, "last": last},
        "reference": hear(office, listener, found, [own] if own else []).get(own or 0),
        "copies": _copies(office, listener, found, places),
        "most": whereabouts.MOST_SOUNDS,
        "posts": wall.posts_with(listener, _tracks(places, own), MOST_POSTS),
        "plays": plays_of(music.plays_by_day(found.pk, first, last), first, last),
        "drawing": {"width": WIDTH, "height": HEIGHT},
        "said": VERDICTS,
        "changed": changed,
        "likely": likely,
        "place_names": place_names,
        "country_name": country_name,
    }
    return page(request, office, "uses", "catalogue", status=422 if form.errors else 200, **about)


@require_safe
@in_office
def exported(request: HttpRequest, office: Office, recording: int, what: str) -> StreamingHttpResponse:
    """GET /rights/<n>/recordings/<r>/uses/<copies|posts|plays>.csv, plays of the period asked for."""
    found = _recording(office, recording)
    if what not in ("copies", "posts", "plays"):
        raise Http404
    name = f"{what}-of-recording-{found.pk}.csv"
    if what == "plays":
        _, first, last = _period(request)
        return csv_answer(name, ["day", "territory", "plays"], music.plays_by_day(found.pk, first, last))
    places = whereabouts.places_of_recording(found.pk, MOST_EXPORTED)
    if what == "copies":
        return csv_answer(name, COPIES, _rows_of_copies(places))
    listener = music.listener(request.user.pk, request.territory)  # type: ignore[attr-defined]
    posts = wall.posts_with(listener, _tracks(places, music.track_of_recording(found.pk)), MOST_EXPORTED)
    return csv_answer(name, POSTS, [_row_of_post(post) for post in posts])


COPIES = ["track", "title", "artist", "sender", "sender_name", "verdicts", "matched_seconds", "segments",
          "speed", "pitch", "score", "p_false", "kept"]  # fmt: skip
POSTS = ["post", "day", "author", "author_name", "wall", "wall_name", "tracks"]


def _rows_of_copies(places: list[Place]) -> Iterable[list[object]]:
    kept = music.kept_counts(place.track.pk for place in places)
    for place in places:
        track, alike, sender = place.track, place.alike, place.sender
        yield [
            track.pk,
            track.title,
            track.artist,
            sender.pk if sender else "",
            sender.name if sender else "",
            "; ".join(f"{verdict} {where}" for verdict, where in place.verdicts),
            round(place.seconds, 1),
            "; ".join(f"{s['f0']:.1f}-{s['f1']:.1f} = {s['r0']:.1f}-{s['r1']:.1f}" for s in alike.segments),
            alike.speed,
            alike.pitch,
            alike.score,
            "" if alike.p_false is None else alike.p_false,
            kept.get(track.pk, 0),
        ]


def _row_of_post(post: wall.PostView) -> list[object]:
    where = post.wall_group or post.wall_person
    kind = "club" if post.wall_group else "id"
    return [
        post.number,
        post.made_at.astimezone(UTC).date(),
        post.author.pk if post.author else "",
        post.speaker.name,
        f"{kind}{where.pk}" if where else "",
        where.name if where else "",
        " ".join(str(row.number) for row in post.tracks),
    ]


def plays_of(counted: Iterable[tuple[date, str, int]], first: date, last: date) -> Plays:
    """Every day from first to last with what was counted on it."""
    by_day: dict[date, Counter[str]] = {}
    world: Counter[str] = Counter()
    for day, territory, plays in counted:
        by_day.setdefault(day, Counter())[territory] += plays
        world[territory] += plays
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    ordered = sorted(world.items(), key=lambda pair: (-pair[1], pair[0]))
    return Plays([Day(day, by_day.get(day, Counter())) for day in days], ordered)


def _recording(office: Office, number: int) -> Recording:
    try:
        return whereabouts.recording_for(office.number, number)
    except NoSuchRecording as missing:
        raise Http404 from missing


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    """What was asked for; the last four weeks when nothing was, or nothing that can be shown."""
    today = clock.now().astimezone(UTC).date()
    usual = {"first": today - WEEKS, "last": today}
    asked = "first" in request.GET or "last" in request.GET
    form = PeriodForm(request.GET if asked else usual)
    said = form.cleaned_data if form.is_valid() else usual
    return form, said["first"], said["last"]


def _tracks(places: list[Place], own: int | None) -> list[int]:
    return [*([own] if own else []), *(place.track.pk for place in places)]


def _copies(office: Office, listener: Listener, found: Recording, places: list[Place]) -> list[Copy]:
    numbers = [place.track.pk for place in places]
    heard, kept = hear(office, listener, found, numbers), music.kept_counts(numbers)
    reference = found.sound
    known = Side(
        (reference.seconds or 0.0) if reference else 0.0, bytes(reference.waveform) if reference else b""
    )
    copies = []
    for place in places:
        track = place.track
        file = Side(track.seconds, bytes(track.sound.waveform))
        drawn = aligned_with(known, file, place.alike.segments[:MOST_DRAWN])
        copies.append(Copy(place, heard[track.pk], drawn, kept.get(track.pk, 0)))
    return copies


def aligned_with(reference: Side, file: Side, segments: Iterable[dict[str, float]]) -> list[Stretch]:
    """Each segment with the reference (r) drawn over the file (f)."""
    return [Stretch(segment, align(segment, reference, file)) for segment in segments]


def hear(office: Office, listener: Listener, found: Recording, numbers: list[int]) -> dict[int, Heard]:
    """What of these tracks the office may hear now; whoever opens the address is asked again."""
    asking = music.as_office(listener, office.number, [found.pk], clock.now())
    tracks = list(music.tracks_by_numbers(numbers).values())
    decided = music.decide_for(asking, tracks)
    return {
        track.pk: _heard(office, asking, decided[track.pk], track.pk, bool(track.sound.rendition))
        for track in tracks
    }


def _heard(office: Office, asking: Listener, decision: Decision, track: int, ready: bool) -> Heard:
    if not asking.office or asking.person_id is None:
        return Heard("", "unproven")
    if not decision.audible:
        return Heard("", "blocked")
    if not ready:
        return Heard("", "preparing")
    return Heard(music.office_address(asking.person_id, office.number, track))
