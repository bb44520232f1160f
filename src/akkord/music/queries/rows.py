"""Tracks as one listener sees them in any list, and why a silent one is silent."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.flow.look import once
from akkord.ledger import queries as ledger
from akkord.music.models import Kept, MusicOrder, Play, Track, Upload
from akkord.music.rules import OTHER_OFFER, Listener, Telling
from akkord.people import queries as people
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Decision, Reason
from akkord.rights.terms import Contest, Verdict, Why

from .gate import (
    Worldwide,
    decide_to_remember,
    heard_otherwise,
    standing_matches,
    standing_tracks,
    track_by_number,
)
from .remembering import Answers, question

MOST_REMEMBERED = 20_000
TOLD_ANEW = timedelta(minutes=1)
PREPARING = Telling("preparing", "preparing")


@dataclass(frozen=True)
class TrackRow:
    """A track as one listener sees it in any list."""

    number: int
    title: str
    artist: str
    seconds: float
    playable: bool
    telling: Telling | None
    mine: bool
    kept: bool
    since: datetime | None = None  # it is restricted, where a line or a decision says so

    @property
    def href(self) -> str:
        return f"/audio{self.number}"

    @property
    def audible(self) -> bool:
        """Whether it may be heard: at once, or as soon as its form is made."""
        return self.playable or self.telling == PREPARING

    @property
    def state(self) -> str:
        return "playable" if self.playable else (self.telling.state if self.telling else "pending")

    @property
    def entry_number(self) -> int | None:
        return self.telling.entry if self.telling else None


def rows(listener: Listener, track_ids: Iterable[int]) -> list[TrackRow]:
    """Tracks in the given order as this listener sees them; withdrawn ones are left out. One query where what
    was decided of them is remembered; sound itself is decided at each start."""
    ordered = list(track_ids)
    asked: QuerySet[Any, Any] = standing_tracks().annotate(version=rights.version_asked())
    if listener.person_id:
        mine = Kept.objects.filter(person_id=listener.person_id, track=OuterRef("pk"))
        asked = asked.annotate(keeps=Exists(mine))
    found = asked.in_bulk(ordered)
    tracks = [found[n] for n in ordered if n in found]
    if not tracks:
        return []
    kept = {track.pk for track in tracks if listener.person_id and track.keeps}
    return _rows(listener, tracks, tracks[0].version, kept)


@dataclass(frozen=True)
class _Answer:
    """What is decided of a track for a listener; of a restricted one why, and since when."""

    audible: bool
    telling: Telling | None = None
    since: datetime | None = None


_remembered = Answers[_Answer](MOST_REMEMBERED)


def rows_of(listener: Listener, tracks: list[Track]) -> list[TrackRow]:
    """Rows for tracks already loaded; a constant number of queries."""
    version, kept = rights.facts_version(), set[int]()
    if listener.person_id:
        mine = Kept.objects.filter(person_id=listener.person_id, track__in=tracks)
        kept = set(mine.values_list("track_id", flat=True))
    return _rows(listener, tracks, version, kept)


def _rows(listener: Listener, tracks: list[Track], version: int, kept: set[int]) -> list[TrackRow]:
    answers = _answers(listener, tracks, version)
    return [_row(listener, track, answers[track.pk], kept) for track in tracks]


def _row(listener: Listener, track: Track, answer: _Answer, kept: set[int]) -> TrackRow:
    made = bool(track.sound.rendition)
    return TrackRow(
        number=track.pk,
        title=track.title,
        artist=track.artist,
        seconds=track.seconds,
        playable=answer.audible and made,
        telling=answer.telling or (None if made else PREPARING),
        mine=track.person_id is not None and track.person_id == listener.person_id,
        kept=track.pk in kept,
        since=answer.since,
    )


def _answers(listener: Listener, tracks: list[Track], version: int) -> dict[int, _Answer]:
    """What is decided of each, `version` being that of the facts before they are read.

    Why one is silent is told anew after a while: it names what is no fact, as an
    organisation, the offers there are, and a line that has no number yet."""
    moment = clock.now()
    found, unknown = dict[int, _Answer](), list[Track]()
    for track in tracks:
        asked = question(listener, track.pk, track.person_id)
        known = None if listener.office else _remembered.known(asked, version, moment)
        if known is None:
            unknown.append(track)
        else:
            found[track.pk] = known
    if not unknown:
        return found
    decisions, lasting = decide_to_remember(listener, unknown, moment)
    told = tellings(listener, decisions, unknown)
    restricted = [t for t in unknown if decisions[t.pk].verdict >= Verdict.HOLD]
    since = _silent_since(restricted, told)
    for track in unknown:
        number, decision = track.pk, decisions[track.pk]
        telling = told[number] if track in restricted else None
        found[number] = _Answer(decision.audible, telling, since.get(number))
        if lasting and not listener.office:
            ends = [decision.valid_until, moment + TOLD_ANEW if telling else None]
            until = min((end for end in ends if end is not None), default=None)
            _remembered.keep(question(listener, number, track.person_id), version, until, found[number])
    return found


def _silent_since(silent: list[Track], told: Mapping[int, Telling | None]) -> dict[int, datetime]:
    """By its line in the log, else by the first decision of this outcome; no query if nothing is."""
    if not silent:
        return {}
    lines = {t.pk: telling.entry for t in silent if (telling := told[t.pk]) and telling.entry is not None}
    written = ledger.times_of(set(lines.values())) if lines else {}
    uploads = {t.upload_id: t.pk for t in silent if t.upload_id}
    decided = Upload.objects.filter(pk__in=list(uploads), decided_at__isnull=False)
    since = {
        uploads[pk]: datetime.fromisoformat(said) if said else at
        for pk, said, at in decided.values_list("pk", "told__since", "decided_at")
        if at is not None
    }
    return since | {number: written[line] for number, line in lines.items() if line in written}


def hears(listener: Listener, track: Track) -> bool:
    """Whether it sounds for them here and now, for what stands beside the sound: its words, what is said to
    it. Asked once, however many ask, until a fact changes."""
    return _answers(listener, [track], rights.facts_version())[track.pk].audible


def track_row(listener: Listener, number: int) -> TrackRow:
    return rows_of(listener, [track_by_number(number)])[0]


def telling_of(
    decision: Decision,
    listener: Listener,
    track: Track,
    entries: Mapping[Reason, int],
    names: Mapping[int, str],
    own_entry: int | None,
    parts: "Parts",
) -> Telling | None:
    """Why a track is silent for this listener; None when it sounds."""
    if decision.verdict < Verdict.HOLD:
        return None if track.sound.rendition else PREPARING
    reason = decision.tombstone[0]
    return Telling(
        state="held" if decision.verdict == Verdict.HOLD else "blocked_here",
        why=reason.why.value,
        party=names.get(reason.party or 0, "") or (reason.authority or ""),
        territory=listener.territory,
        entry=entries.get(reason, own_entry),
        contest=reason.contest.value,
        parts=parts.get((track.sound_id, reason.recording or 0), ()),
        until=decision.valid_until.isoformat() if decision.valid_until else "",
    )


Parts = Mapping[tuple[int, int], list[list[float]]]


def parts_of(asked: Iterable[tuple[int, Reason]]) -> Parts:
    """(sound, recording) → which seconds of the sound the reason is about, as far as it names a recording."""
    named = {(sound, reason.recording) for sound, reason in asked if reason.recording is not None}
    if not named:
        return {}
    matches = standing_matches().filter(
        sound_id__in={sound for sound, _ in named}, recording_id__in={recording for _, recording in named}
    )
    return {
        (sound, recording): [[s["f0"], s["f1"]] for s in segments]
        for sound, recording, segments in matches.values_list("sound_id", "recording_id", "segments")
    }


def tellings(
    listener: Listener, decisions: Mapping[int, Decision], tracks: list[Track]
) -> dict[int, Telling | None]:
    """Why each of the tracks is silent, with names and log entries looked up in one go.

    What is only not licensed for the listener's offer says so.
    """
    reasons = [r for d in decisions.values() for r in d.tombstone]
    entries = rights.entry_numbers(reasons)
    names = catalogue.names_of_organisations({r.party for r in reasons if r.party})
    own = _own_entries([t for t in tracks if t.upload_id])
    parts = parts_of((t.sound_id, r) for t in tracks for r in decisions[t.pk].tombstone[:1])
    told = {
        t.pk: telling_of(decisions[t.pk], listener, t, entries, names, own.get(t.pk), parts) for t in tracks
    }
    unlicensed = [t for t in tracks if (telling := told[t.pk]) and telling.why == Why.UNLICENSED]
    for number, models in heard_otherwise(listener, unlicensed).items() if unlicensed else ():
        if models and (telling := told[number]):
            told[number] = replace(telling, why=OTHER_OFFER, contest=Contest.NOTHING.value, models=models)
    return told


def telling_of_reasons(track: Track, world: Worldwide) -> dict[str, object] | None:
    """The sternest reason as it is stored with an upload."""
    reason = max(world.reasons, key=lambda r: r.verdict, default=None)
    return None if reason is None else asdict(tellings_worldwide(track, replace(world, reasons=[reason]))[0])


def tellings_worldwide(track: Track, world: Worldwide) -> list[Telling]:
    """Every reason why a track is silent somewhere; a constant number of queries."""
    entries, parts = rights.entry_numbers(world.reasons), parts_of((track.sound_id, r) for r in world.reasons)
    names = catalogue.names_of_organisations({r.party for r in world.reasons if r.party})
    return [
        Telling(
            state="held" if r.verdict == Verdict.HOLD else "blocked",
            why=r.why.value,
            party=names.get(r.party or 0, "") or (r.authority or ""),
            entry=entries.get(r),
            contest=r.contest.value,
            parts=parts.get((track.sound_id, r.recording or 0), ()),
            until=world.until.isoformat() if world.until else "",
        )
        for r in world.reasons
    ]


def _own_entries(tracks: list[Track]) -> dict[int, int]:
    """track → number of its own line in the log, where its upload has one."""
    uploads = {t.upload_id: t.pk for t in tracks if t.upload_id}
    lined = Upload.objects.filter(pk__in=list(uploads)).select_related("entry")
    return {uploads[u.pk]: u.entry.number for u in lined if u.entry and u.entry.number is not None}


def music_of(listener: Listener, person_id: int, limit: int = 500) -> list[TrackRow]:
    """Somebody's music: what they uploaded and what they keep, in their order.

    Raises NoSuchPerson where they do not show it to the listener.
    """
    if not people.allows(listener.person_id, person_id, people.Key.MUSIC):
        raise people.NoSuchPerson(person_id)
    return rows(listener, order_of_music(person_id)[:limit])


def order_of_music(person_id: int) -> list[int]:
    """Numbers of what somebody uploaded and keeps, as they put it in order; before that what came since,
    newest first."""
    return once(("order of music", person_id), lambda: _order_of_music(person_id))


def _order_of_music(person_id: int) -> list[int]:
    uploaded = Track.objects.filter(person_id=person_id, withdrawn_at=None, spoken=False)
    uploaded_at = uploaded.values_list("pk", "made_at")
    keeping = Kept.objects.filter(person_id=person_id, track__withdrawn_at=None).order_by()
    since: dict[int, datetime] = {}
    for number, moment in uploaded_at.order_by().union(keeping.values_list("track_id", "since"), all=True):
        since[number] = max(moment, since.get(number, moment))
    if len(since) < 2:  # there is no order to ask for
        return list(since)
    chosen = MusicOrder.objects.filter(person_id=person_id).values_list("tracks", flat=True).first() or []
    places = {number: place for place, number in enumerate(chosen)}
    newest_first = sorted(since, key=lambda n: (since[n], n), reverse=True)
    return sorted(newest_first, key=lambda n: places.get(n, -1))


def newest(listener: Listener, limit: int = 50, before: int | None = None) -> list[TrackRow]:
    """What has come to the site last."""
    tracks = standing_tracks().order_by("-pk")
    if before is not None:
        tracks = tracks.filter(pk__lt=before)
    return rows_of(listener, list(tracks[:limit]))


def find(listener: Listener, words: str, limit: int = 50) -> list[TrackRow]:
    """Tracks whose title or artist holds every word."""
    return rows_of(listener, list(tracks_named(words)[:limit]))


def tracks_of_music(person_id: int) -> QuerySet[Track]:
    """What somebody uploaded and what they keep, newest track first."""
    kept = Kept.objects.filter(person_id=person_id).values("track_id")
    return standing_tracks().filter(Q(person_id=person_id) | Q(pk__in=kept)).order_by("-pk")


def tracks_named(words: str) -> QuerySet[Track]:
    """Tracks whose title or artist holds every word, newest first; without words all of them."""
    found = standing_tracks()
    for word in words.split()[:6]:
        variants = {word, word.lower(), word.capitalize(), word.upper()}  # SQLite folds ASCII only
        clause = Q()
        for variant in variants:
            clause |= Q(title__contains=variant) | Q(artist__contains=variant)
        found = found.filter(clause)
    return found.order_by("-pk")


def plays_by_month(year: int) -> dict[str, tuple[int, int]]:
    """ "2026-03" → plays counted in it, and how many of them everybody concerned had permitted.

    ALLOW is the verdict of a play that every owner licensed, granted or waived, or that needs nobody's leave;
    ALLOW_REPORT is one that still waits for an owner, a share or an agreement (rights.md section 5).
    """
    counted = Play.objects.filter(counted_at__year=year).annotate(month=TruncMonth("counted_at", tzinfo=UTC))
    licensed = Count("pk", filter=Q(verdict=Verdict.ALLOW.name))
    rows = counted.values_list("month").annotate(plays=Count("pk"), licensed=licensed)
    return {f"{month:%Y-%m}": (plays, permitted) for month, plays, permitted in rows}


def plays_by_day(recording_id: int, first: date, last: date) -> list[tuple[date, str, int]]:
    """(day, territory, plays counted on it) of every track that is the recording, by delivery or by sound,
    also of those withdrawn since; days are those of UTC."""
    by_sound = standing_matches().filter(recording_id=recording_id).values("sound_id")
    tracks = Track.objects.filter(Q(recording_id=recording_id) | Q(recording=None, sound_id__in=by_sound))
    begins = datetime.combine(first, time(), UTC)
    ends = datetime.combine(last + timedelta(days=1), time(), UTC)
    counted = Play.objects.filter(track__in=tracks.values("pk"), counted_at__gte=begins, counted_at__lt=ends)
    by_day = counted.annotate(day=TruncDate("counted_at", tzinfo=UTC)).values_list("day", "territory")
    return list(by_day.annotate(plays=Count("pk")).order_by("day", "territory"))


def kept_counts(track_ids: Iterable[int]) -> dict[int, int]:
    """track → how many people keep it in their music."""
    kept = Kept.objects.filter(track_id__in=list(track_ids)).values_list("track_id")
    return dict(kept.annotate(people=Count("pk")))


def disputed_in(track_id: int) -> list[int]:
    """Parties with whom the money of a track's plays is in dispute now."""
    return list(Upload.objects.filter(track=track_id).values_list("disputed_by", flat=True).first() or [])


def plays_held(track_id: int, since: datetime, until: datetime) -> int:
    """Counted plays begun in [since, until) whose money is held for whoever is right."""
    begun = Play.objects.filter(track_id=track_id, started_at__gte=since, started_at__lt=until)
    return begun.filter(counted_at__isnull=False).exclude(held_for=[]).count()


def play_count(track_id: int) -> int:
    return Play.objects.filter(track_id=track_id, counted_at__isnull=False).count()
