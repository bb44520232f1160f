"""Every read of music, and the gate of all of it: whether a listener may hear a track here and now."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Q, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.flow.models import WorkerBeat
from akkord.ledger.rules import Restriction
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
from akkord.sound import ear
from akkord.store.partials import partials
from . import rules
from .errors import NoSuchTrack, NoSuchUpload
from .models import Hearing, Kept, Match, Play, Track, Upload
from .rules import Listener, Telling

WORKER_SILENCE = timedelta(seconds=60)
MODEL = CommercialModel.FREE_OF_CHARGE  # how listening is paid for, until there are subscriptions


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

    @property
    def href(self) -> str:
        return f"/audio{self.number}"

    @property
    def state(self) -> str:
        return "playable" if self.playable else (self.telling.state if self.telling else "pending")

    @property
    def entry_number(self) -> int | None:
        return self.telling.entry if self.telling else None


@dataclass(frozen=True)
class MatchView:
    """What the ear found in an upload."""

    recording: int
    title: str
    artist: str
    owner: str
    isrc: str
    score: float
    speed: float
    segments: list[dict[str, float]]


@dataclass(frozen=True)
class UploadStory:
    """An upload's life so far, for its uploader."""

    id: uuid.UUID
    filename: str
    size: int
    received: int
    state: str
    title: str
    artist: str
    made_at: datetime
    refusal: str
    refusal_detail: str
    track: int | None
    seconds: float | None
    verdicts: Mapping[str, str]  # verdict word → territories
    telling: Telling | None
    entry: int | None
    matches: list[MatchView] = field(default_factory=list)


# --- the gate ----------------------------------------------------------------------------------------


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
    pairs = standing_matches().filter(sound_id__in={t.sound_id for t in tracks}).values_list(
        "sound_id", "recording_id"
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


# --- what members see --------------------------------------------------------------------------------


def rows(listener: Listener, track_ids: Iterable[int]) -> list[TrackRow]:
    """Tracks in the given order as this listener sees them; withdrawn ones are left out."""
    ordered = list(track_ids)
    found = standing_tracks().in_bulk(ordered)
    return rows_of(listener, [found[n] for n in ordered if n in found])


def rows_of(listener: Listener, tracks: list[Track]) -> list[TrackRow]:
    """Rows for tracks already loaded; a constant number of queries."""
    decisions = decide_for(listener, tracks)
    told = tellings(listener, decisions, tracks)
    kept = set(
        Kept.objects.filter(person_id=listener.person_id, track__in=tracks).values_list("track_id", flat=True)
        if listener.person_id
        else ()
    )
    return [
        TrackRow(
            number=t.pk,
            title=t.title,
            artist=t.artist,
            seconds=t.seconds,
            playable=decisions[t.pk].audible and bool(t.sound.rendition),
            telling=told[t.pk],
            mine=t.person_id is not None and t.person_id == listener.person_id,
            kept=t.pk in kept,
        )
        for t in tracks
    ]


def track_row(listener: Listener, number: int) -> TrackRow:
    return rows_of(listener, [track_by_number(number)])[0]


def telling_of(
    decision: Decision,
    listener: Listener,
    track: Track,
    entries: Mapping[Reason, int],
    names: Mapping[int, str],
    own_entry: int | None,
) -> Telling | None:
    """Why a track is silent for this listener; None when it sounds."""
    if decision.verdict < Verdict.HOLD:
        return None if track.sound.rendition else Telling("preparing", "preparing")
    reason = decision.tombstone[0]
    return Telling(
        state="held" if decision.verdict == Verdict.HOLD else "blocked_here",
        why=reason.why.value,
        party=names.get(reason.party or 0, "") or (reason.authority or ""),
        territory=listener.territory,
        entry=entries.get(reason, own_entry),
        contest=reason.contest.value,
    )


def tellings(
    listener: Listener, decisions: Mapping[int, Decision], tracks: list[Track]
) -> dict[int, Telling | None]:
    """Why each of the tracks is silent, with names and log entries looked up in one go."""
    reasons = [r for d in decisions.values() for r in d.tombstone]
    entries = rights.entry_numbers(reasons)
    names = catalogue.names_of_organisations({r.party for r in reasons if r.party})
    own = _own_entries([t for t in tracks if t.upload_id])
    return {
        t.pk: telling_of(decisions[t.pk], listener, t, entries, names, own.get(t.pk)) for t in tracks
    }


def telling_of_reasons(reasons: list[Reason]) -> dict[str, object] | None:
    """The sternest reason as it is stored with an upload."""
    if not reasons:
        return None
    reason = max(reasons, key=lambda r: r.verdict)
    names = catalogue.names_of_organisations({reason.party} if reason.party else set())
    telling = Telling(
        state="held" if reason.verdict == Verdict.HOLD else "blocked",
        why=reason.why.value,
        party=names.get(reason.party or 0, "") or (reason.authority or ""),
        entry=rights.entry_numbers([reason]).get(reason),
        contest=reason.contest.value,
    )
    return asdict(telling)


def _own_entries(tracks: list[Track]) -> dict[int, int]:
    """track → number of its own line in the log, where its upload has one."""
    uploads = {t.upload_id: t.pk for t in tracks}
    pairs = Upload.objects.filter(pk__in=uploads, entry__number__isnull=False)
    return {uploads[u]: n for u, n in pairs.values_list("pk", "entry__number")}


def music_of(listener: Listener, person_id: int, limit: int = 500) -> list[TrackRow]:
    """Somebody's music: what they uploaded and what they keep, newest first."""
    uploaded = standing_tracks().filter(person_id=person_id).values_list("pk", "made_at")
    keeping = Kept.objects.filter(person_id=person_id, track__withdrawn_at=None).values_list(
        "track_id", "since"
    )
    since: dict[int, datetime] = {}
    for number, moment in [*uploaded, *keeping]:
        since[number] = max(moment, since.get(number, moment))
    ordered = sorted(since, key=lambda n: (since[n], n), reverse=True)[:limit]
    return rows(listener, ordered)


def newest(listener: Listener, limit: int = 50, before: int | None = None) -> list[TrackRow]:
    """What has come to the site last."""
    tracks = standing_tracks().order_by("-pk")
    if before is not None:
        tracks = tracks.filter(pk__lt=before)
    return rows_of(listener, list(tracks[:limit]))


def find(listener: Listener, words: str, limit: int = 50) -> list[TrackRow]:
    """Tracks whose title or artist holds every word."""
    found = standing_tracks()
    for word in words.split()[:6]:
        variants = {word, word.lower(), word.capitalize(), word.upper()}  # SQLite folds ASCII only
        clause = Q()
        for variant in variants:
            clause |= Q(title__contains=variant) | Q(artist__contains=variant)
        found = found.filter(clause)
    return rows_of(listener, list(found.order_by("-pk")[:limit]))


def tracks_of_recordings(recording_ids: Iterable[int]) -> QuerySet[Track]:
    """Every track that is one of these recordings, by delivery or by sound."""
    ids = list(recording_ids)
    by_sound = standing_matches().filter(recording_id__in=ids).values("sound_id")
    return standing_tracks().filter(Q(recording_id__in=ids) | Q(recording=None, sound_id__in=by_sound))


def recordings_of_sounds(sound_ids: Iterable[int]) -> dict[int, list[int]]:
    """sound → recordings it is by delivery, or was matched with, best score first."""
    ids = list(sound_ids)
    found: dict[int, list[int]] = {}
    delivered = Track.objects.filter(sound_id__in=ids, recording__isnull=False)
    for sound, recording in delivered.values_list("sound_id", "recording_id"):
        found.setdefault(sound, []).append(recording)
    matched = standing_matches().filter(sound_id__in=ids).order_by("-score")
    for sound, recording in matched.values_list("sound_id", "recording_id"):
        if recording not in found.setdefault(sound, []):
            found[sound].append(recording)
    return found


def tracks_by_numbers(numbers: Iterable[int]) -> dict[int, Track]:
    return standing_tracks().in_bulk(list(numbers))


def track_counts_by_sound(sound_ids: Iterable[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for sound in standing_tracks().filter(sound_id__in=list(sound_ids)).values_list("sound_id", flat=True):
        counted[sound] = counted.get(sound, 0) + 1
    return counted


def tracks_titled(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """(artist, title) → tracks of exactly these words, whatever their case."""
    wanted = {(artist.casefold(), title.casefold()): (artist, title) for artist, title in pairs}
    found: dict[tuple[str, str], list[int]] = {}
    if wanted:  # one pass over the titles: SQLite folds the case of ASCII only
        for number, artist, title in standing_tracks().values_list("pk", "artist", "title"):
            if pair := wanted.get((artist.casefold(), title.casefold())):
                found.setdefault(pair, []).append(number)
    return found


def track_of_stream(token: str) -> int | None:
    """The track an address of bytes stands for, however old the address is."""
    try:
        return int(signing.loads(token, salt=rules.STREAM_SALT)["t"])
    except signing.BadSignature:
        return None


def track_counts_by_recording(recording_ids: Iterable[int]) -> dict[int, int]:
    """recording → how many tracks are it, by delivery or by sound."""
    ids = list(recording_ids)
    counted: dict[int, int] = {}
    delivered = standing_tracks().filter(recording_id__in=ids).values_list("recording_id", flat=True)
    for recording in delivered:
        counted[recording] = counted.get(recording, 0) + 1
    pairs = list(standing_matches().filter(recording_id__in=ids).values_list("sound_id", "recording_id"))
    alike = track_counts_by_sound({sound for sound, _ in pairs})
    for sound, recording in pairs:
        counted[recording] = counted.get(recording, 0) + alike.get(sound, 0)
    return counted


def names_of_sound(sound_id: int) -> tuple[str, str]:
    """Title and artist under which a sound first came here."""
    track = Track.objects.filter(sound_id=sound_id).order_by("pk").first()
    return (track.title, track.artist) if track else ("—", "")


def uploaders_of(recording_ids: Iterable[int], sound_ids: Iterable[int]) -> set[int]:
    """Whose uploads hold these recordings or are these files."""
    matched = standing_matches().filter(recording_id__in=list(recording_ids)).values("sound_id")
    uploads = Upload.objects.filter(Q(sound_id__in=matched) | Q(sound_id__in=list(sound_ids)))
    return set(uploads.values_list("person_id", flat=True))


def sounds_of_organisation(organisation_id: int) -> QuerySet[Match]:
    """Sounds that hold a recording of the organisation's catalogue (a subquery of ids)."""
    recordings = catalogue.recording_numbers_of(organisation_id)
    return Match.objects.filter(recording_id__in=recordings).values("sound_id")


def track_of_recording(recording_id: int) -> int | None:
    """The track of a delivered recording, once it is published."""
    return Track.objects.filter(recording_id=recording_id).values_list("pk", flat=True).first()


def play_count(track_id: int) -> int:
    return Play.objects.filter(track_id=track_id, counted_at__isnull=False).count()


# --- uploads -----------------------------------------------------------------------------------------


def upload_of(person_id: int, upload_id: uuid.UUID) -> Upload:
    """The gate of uploads: only their sender knows them."""
    try:
        return Upload.objects.select_related("sound", "entry").get(pk=upload_id, person_id=person_id)
    except Upload.DoesNotExist as missing:
        raise NoSuchUpload from missing


def upload_story(person_id: int, upload_id: uuid.UUID) -> UploadStory:
    return _story(upload_of(person_id, upload_id), with_matches=True)


def uploads_of(person_id: int, limit: int = 200) -> list[UploadStory]:
    """A person's uploads, newest first."""
    mine = Upload.objects.filter(person_id=person_id).select_related("sound", "entry", "track")
    return [_story(upload, with_matches=False) for upload in mine.order_by("-made_at")[:limit]]


def _story(upload: Upload, *, with_matches: bool) -> UploadStory:
    track = getattr(upload, "track", None)
    told = upload.told
    return UploadStory(
        id=upload.pk,
        filename=upload.filename,
        size=upload.size,
        received=upload.size if upload.received_at else _received(upload),
        state=upload.state,
        title=track.title if track else upload.title,
        artist=track.artist if track else upload.artist,
        made_at=upload.made_at,
        refusal=upload.refusal,
        refusal_detail=upload.refusal_detail,
        track=track.pk if track else None,
        seconds=upload.sound.seconds if upload.sound else None,
        verdicts=told.get("verdicts", {}),
        telling=Telling(**told["telling"]) if told.get("telling") else None,
        entry=upload.entry.number if upload.entry else None,
        matches=_matches_of(upload) if with_matches else [],
    )


def _received(upload: Upload) -> int:
    return min(upload.size, partials().size(upload.pk))


def _matches_of(upload: Upload) -> list[MatchView]:
    matches = list(Match.objects.filter(sound_id=upload.sound_id).order_by("-score"))
    recordings = catalogue.recordings_by_ids({m.recording_id for m in matches})
    return [
        MatchView(
            recording=m.recording_id,
            title=recordings[m.recording_id].title,
            artist=recordings[m.recording_id].artist,
            owner=recordings[m.recording_id].organisation.name,
            isrc=recordings[m.recording_id].isrc or "",
            score=m.score,
            speed=m.speed,
            segments=m.segments,
        )
        for m in matches
    ]


def why_uploads_are_closed() -> str:
    """The box's own words when no living worker could prove it; empty when uploads are open."""
    beats = list(WorkerBeat.objects.filter(seen_at__gte=clock.now() - WORKER_SILENCE))
    if beats and all(beat.box == "refused" for beat in beats):
        return beats[0].box_detail
    return ""


def index_generation() -> int:
    """How far the ear's index is."""
    return ear.generation()


def length_of_reference(recording_id: int) -> int | None:
    """Milliseconds of a recording's reference; None when there is no such recording."""
    recording = catalogue.recordings_by_ids({recording_id}).get(recording_id)
    if recording is None or recording.sound is None:
        return None
    return round((recording.sound.seconds or 0) * 1000)


def delivered_recording(recording_id: int) -> catalogue.Recording:
    """A recording with its sound, for its track."""
    return catalogue.recordings_by_ids({recording_id})[recording_id]


def uploads_touched(
    recordings: list[int] | None, catalogue_of: int | None, sounds: list[int] | None, account: int | None
) -> QuerySet[Upload]:
    """Decided uploads that facts about these recordings, files or this account may concern."""
    wanted = Q(pk=None)
    if recordings:
        wanted |= Q(sound_id__in=Match.objects.filter(recording_id__in=recordings).values("sound_id"))
    if catalogue_of:
        owned = rights.recordings_owned_by(catalogue_of)
        wanted |= Q(sound_id__in=Match.objects.filter(recording_id__in=owned).values("sound_id"))
    if sounds:
        wanted |= Q(sound_id__in=sounds)
    if account:
        wanted |= Q(person_id=account)
    return Upload.objects.filter(wanted).exclude(decided_at=None).order_by("pk")


def complete_but_arriving() -> list[Upload]:
    """Uploads with all their bytes on disk that still say they are arriving."""
    arriving = Upload.objects.filter(state="arriving")
    return [upload for upload in arriving if partials().size(upload.pk) == upload.size]


# --- for the audit -----------------------------------------------------------------------------------


def restrictions_in_force() -> Iterator[Restriction]:
    """What decisions silence by the site's own conclusion, recomputed from the facts, for the audit.

    Asked at the instant each was told: what has ended since by a date it always had needs no line.
    """
    for track in Track.objects.exclude(upload=None).select_related("sound", "upload__entry").iterator(500):
        upload = track.upload
        if upload is None or upload.decided_at is None:
            continue
        by_verdict = decide_everywhere(track, upload.decided_at)
        silent = rules.silent_territories(by_verdict)
        owed = bool(silent) and rules.owes_line(silencing_reasons(track, by_verdict, upload.decided_at))
        if owed or upload.entry is not None:
            yield Restriction(
                thing=f"upload:{upload.pk}",
                entry=upload.entry.public_id if upload.entry else "",
                facts=restriction_facts(upload.pk, silent),
            )


def silencing_reasons(
    track: Track, by_verdict: Mapping[Verdict, TerritorySet], at: datetime
) -> list[Reason]:
    """Every reason that silences the track somewhere."""
    file, facts = file_facts([track])[track.pk], _facts_of([track])[track.pk]
    parts = [t for verdict, t in by_verdict.items() if verdict >= Verdict.HOLD and t]
    reasons: dict[Reason, None] = {}
    for part in parts:
        code = Territory("--") if part.excluding else min(part.codes)
        for reason in decide(Query(code, at, Use.PLAY, MODEL), file, facts).tombstone:
            reasons[reason] = None
    return list(reasons)


def restriction_facts(upload_id: uuid.UUID, silent: TerritorySet) -> dict[str, object]:
    """What a line about an upload's decision commits to."""
    return {"upload": str(upload_id), "silent": str(silent)}
