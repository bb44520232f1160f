"""The gate of all of it: whether a listener may hear a track here and now, and where in the world it sounds."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from akkord.flow import clock
from akkord.music.errors import NoSuchTrack
from akkord.music.models import Hearing, Match, Track, Upload
from akkord.music.rules import Listener
from akkord.rights import queries as rights
from akkord.rights.rules import facts as law
from akkord.rights.rules import territories_by_verdict
from akkord.rights.rules.answers import Decision, Query, Reason
from akkord.rights.rules.law import decide
from akkord.rights.terms import (
    AccountId,
    CommercialModel,
    FileId,
    MatchId,
    RecordingId,
    Use,
    Verdict,
    Viewer,
)
from akkord.rights.territories import Territory, TerritorySet

MODEL = CommercialModel.FREE_OF_CHARGE  # how listening is paid for, until there are subscriptions


def standing_tracks() -> QuerySet[Track]:
    """Tracks that are there to be seen: not withdrawn by their uploader."""
    return Track.objects.filter(withdrawn_at=None).select_related("sound")


def standing_matches() -> QuerySet[Match]:
    """What the ear found and nobody has taken back."""
    return Match.objects.filter(withdrawn_at=None)


def track_by_number(number: int) -> Track:
    try:
        return standing_tracks().get(pk=number)
    except Track.DoesNotExist as missing:
        raise NoSuchTrack from missing


def decide_for(
    listener: Listener, tracks: Iterable[Track], use: Use = Use.PLAY, at: datetime | None = None
) -> dict[int, Decision]:
    """Ask `rights.rules.decide` for each track, for this listener, here and now: the only gate to sound.

    A constant number of queries however many tracks there are.
    """
    moment = at or clock.now()
    asked = list(tracks)
    files, facts = file_facts(asked), _facts_of(asked)
    answers = {}
    for track in asked:
        query = Query(Territory(listener.territory), moment, use, MODEL, viewer_of(listener, track))
        answers[track.pk] = decide(query, files[track.pk], facts[track.pk])
    return answers


def viewer_of(listener: Listener, track: Track) -> Viewer:
    """In what quality the listener asks: what is held is for its uploader and the rights office."""
    if listener.office:
        return Viewer.RIGHTS_OFFICE
    if track.person_id is not None and track.person_id == listener.person_id:
        return Viewer.UPLOADER
    return Viewer.LISTENER


def decide_everywhere(track: Track, at: datetime | None = None) -> dict[Verdict, TerritorySet]:
    """Where the track gets which verdict, for everybody, now."""
    file, facts = file_facts([track])[track.pk], _facts_of([track])[track.pk]
    return territories_by_verdict(file, facts, at or clock.now(), Use.PLAY, MODEL)


def silencing_reasons(track: Track, by_verdict: Mapping[Verdict, TerritorySet], at: datetime) -> list[Reason]:
    """Every reason that silences the track somewhere."""
    file, facts = file_facts([track])[track.pk], _facts_of([track])[track.pk]
    parts = [t for verdict, t in by_verdict.items() if verdict >= Verdict.HOLD and t]
    reasons: dict[Reason, None] = {}
    for part in parts:
        code = Territory("--") if part.excluding else min(part.codes)
        for reason in decide(Query(code, at, Use.PLAY, MODEL), file, facts).tombstone:
            reasons[reason] = None
    return list(reasons)


def file_facts(tracks: list[Track]) -> dict[int, law.FileFacts]:
    """What the law needs to know of each track's file."""
    sounds = {t.sound_id for t in tracks}
    heard = set(Hearing.objects.filter(sound_id__in=sounds).values_list("sound_id", flat=True))
    matches: dict[int, list[law.Match]] = {}
    for match in standing_matches().filter(sound_id__in=sounds):
        matches.setdefault(match.sound_id, []).append(_lawful(match))
    flags = dict(
        Upload.objects.filter(pk__in=[t.upload_id for t in tracks if t.upload_id]).values_list(
            "pk", "lawful_use"
        )
    )
    return {
        t.pk: law.FileFacts(
            file=FileId(t.sound_id),
            length_ms=max(1, round(t.seconds * 1000)),
            # A delivered file is its recording by delivery; nothing needs to be looked up.
            scanned=t.recording_id is not None or t.sound_id in heard,
            account=AccountId(t.person_id) if t.person_id else None,
            delivered_as=RecordingId(t.recording_id) if t.recording_id else None,
            matches=() if t.recording_id else tuple(matches.get(t.sound_id, ())),
            lawful_use=bool(flags.get(t.upload_id)) if t.upload_id else False,
        )
        for t in tracks
    }


def _lawful(match: Match) -> law.Match:
    segments = tuple(
        law.Segment(
            f0=round(s["f0"] * 1000),
            f1=max(round(s["f0"] * 1000) + 1, round(s["f1"] * 1000)),
            r0=round(s["r0"] * 1000),
            r1=max(round(s["r0"] * 1000) + 1, round(s["r1"] * 1000)),
            score=s.get("score", 1.0),
        )
        for s in match.segments
    )
    return law.Match(
        id=MatchId(match.pk),
        recording=RecordingId(match.recording_id),
        segments=segments,
        reference_ms=max(1, match.reference_ms),
        engine=match.engine,
        recorded_at=match.found_at,
    )


def _facts_of(tracks: list[Track]) -> dict[int, law.Facts]:
    matched: dict[int, set[int]] = {}
    pairs = (
        standing_matches()
        .filter(sound_id__in={t.sound_id for t in tracks})
        .values_list("sound_id", "recording_id")
    )
    for sound, recording in pairs:
        matched.setdefault(sound, set()).add(recording)
    needs = {
        t.pk: rights.Need(
            recordings=frozenset({t.recording_id} if t.recording_id else matched.get(t.sound_id, set())),
            account=t.person_id,
            sound=t.sound_id,
        )
        for t in tracks
    }
    return rights.facts_for_many(needs)
