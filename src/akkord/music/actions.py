"""Every write of music: one function per verb."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction

from akkord.flow import clock, lives, outbox
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.people.models import Person
from akkord.rights import actions as rights_actions
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Decision, Reason
from akkord.rights.terms import Use, Verdict
from akkord.rights.territories import TerritorySet
from akkord.sound import ear
from akkord.sound.box import sound_of_file
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.store.partials import partials

from . import errors, queries, rules
from .models import Hearing, Kept, Match, Play, Track, Upload
from .rules import Listener

UNFINISHED_KEPT = timedelta(days=3)


# --- sending in --------------------------------------------------------------------------------------


@transaction.atomic
def begin_upload(
    person: Person, filename: str, size: int, *, title: str = "", artist: str = "", lawful_use: str = ""
) -> Upload:
    """Announce a file that is about to come in pieces. Raises TooLarge, EmptyFile, TooManyUnfinished,
    UploadsClosed."""
    if size <= 0:
        raise errors.EmptyFile
    if size > settings.MOST_UPLOAD_BYTES:
        raise errors.TooLarge
    if queries.why_uploads_are_closed():
        raise errors.UploadsClosed
    moment = clock.now()
    unfinished = Upload.objects.filter(person=person, state="arriving", expires_at__gt=moment)
    if unfinished.count() >= rules.MOST_UNFINISHED:
        raise errors.TooManyUnfinished
    return Upload.objects.create(
        person=person,
        filename=rules.tidy_name(filename),
        size=size,
        title=title.strip()[:200],
        artist=artist.strip()[:200],
        lawful_use=lawful_use[:20],
        made_at=moment,
        expires_at=moment + UNFINISHED_KEPT,
    )


def append_bytes(upload: Upload, offset: int, pieces: Iterator[bytes]) -> int:
    """Add pieces at `offset`; the new offset. What came before a cut is kept; the last byte moves the life on.

    Raises store.partials.OffsetMismatch, store.partials.TooMuch, UploadComplete.
    """
    if upload.state != "arriving":
        raise errors.UploadComplete
    try:
        size = partials().append(upload.pk, offset, pieces, upload.size)
    finally:
        if partials().size(upload.pk) == upload.size:
            receive(upload)
    return size


def receive(upload: Upload) -> None:
    """Every byte is here: keep the file under its hash and begin the life. Twice is once.

    The partial stays until the row has said so; a kill between the two is made good by
    `tasks.finish_received`.
    """
    try:
        kept = files().keep_link(partials().path(upload.pk))
    except FileNotFoundError:  # another receiver was quicker and has cleared the partial
        return
    sound = sound_of_file(kept.sha256, kept.size)
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, state="arriving").update(
            state="received", sound=sound, received_at=clock.now(), expires_at=None
        )
        if moved:
            upload.refresh_from_db()
            lives.begin("upload", upload)
            news = {"upload": str(upload.pk), "state": "received"}
            outbox.tell(f"upload:{upload.pk}", "state", **news)
            outbox.tell(f"person:{upload.person_id}", "upload", **news)
    partials().drop(upload.pk)


def receive_whole(
    person: Person,
    filename: str,
    size: int,
    pieces: Iterator[bytes],
    *,
    title: str = "",
    artist: str = "",
    lawful_use: str = "",
) -> Upload:
    """Take a file that comes in one request (a form without script, the API). Raises as begin_upload."""
    upload = begin_upload(person, filename, size, title=title, artist=artist, lawful_use=lawful_use)
    append_bytes(upload, 0, pieces)
    upload.refresh_from_db()
    return upload


def abandon_upload(person: Person, upload_id: uuid.UUID) -> None:
    """Its sender gives up an unfinished upload."""
    upload = queries.upload_of(person.pk, upload_id)
    if not Upload.objects.filter(pk=upload.pk, state="arriving").delete()[0]:
        raise errors.UploadComplete
    partials().drop(upload.pk)


def forget_expired() -> int:
    """Clear uploads nobody finished."""
    expired = list(Upload.objects.filter(state="arriving", expires_at__lt=clock.now()))
    for upload in expired:
        if Upload.objects.filter(pk=upload.pk, state="arriving").delete()[0]:
            partials().drop(upload.pk)
    return len(expired)


# --- recognising and deciding ------------------------------------------------------------------------


def hear(sound: Sound) -> bool:
    """Look the sound up among all references it has not been held against; True when something was found.

    Repeats until no reference came meanwhile: one added before our commit is seen by the check after it,
    one added later finds our hearing in the backlog. So no reference and no sound ever miss each other.
    """
    found = False
    while True:
        known = Hearing.objects.filter(sound=sound).first()
        since = known.generation if known and known.engine == ear.ENGINE else 0
        if known and known.engine == ear.ENGINE and ear.generation() <= since:
            return found
        heard = ear.look_up(sound, since=since)
        with transaction.atomic():
            for match in heard.matches:
                found |= _remember_match(sound, match)
            Hearing.objects.update_or_create(
                sound=sound,
                defaults={"generation": heard.generation, "engine": ear.ENGINE, "at": clock.now()},
            )
            rights_actions.note_change()


def _remember_match(sound: Sound, match: "ear.Match") -> bool:
    reference = queries.length_of_reference(match.track)
    if reference is None:  # a reference of the index whose recording was never committed
        return False
    segments = [{"f0": s.f0, "f1": s.f1, "r0": s.r0, "r1": s.r1, "score": s.score} for s in match.segments]
    _, new = Match.objects.update_or_create(
        sound=sound,
        recording_id=match.track,
        defaults={
            "score": match.score,
            "segments": segments,
            "reference_ms": reference,
            "speed": match.speed,
            "engine": ear.ENGINE,
            "found_at": clock.now(),
        },
    )
    return new


@transaction.atomic
def withdraw_matches(recording_ids: list[int], sound_id: int | None = None) -> None:
    """A claimant agrees that these matches mean nothing: for one sound, or for every one."""
    wanted = Match.objects.filter(recording_id__in=recording_ids, withdrawn_at=None)
    if sound_id is not None:
        wanted = wanted.filter(sound_id=sound_id)
    sounds = list(wanted.values_list("sound_id", flat=True))
    wanted.update(withdrawn_at=clock.now())
    rights_actions.note_change()
    outbox.announce("facts_changed", sounds=sounds)


def tell_decision(upload: Upload, track: Track) -> str:
    """Ask the law for the whole world, write what it says with the upload, and the line if one is owed.

    Returns the state the upload stands in. In the caller's transaction.
    """
    at = clock.now()
    by_verdict = queries.decide_everywhere(track, at)
    silent = rules.silent_territories(by_verdict)
    reasons = queries.silencing_reasons(track, by_verdict, at)
    entry = _line_for(upload, silent, reasons, by_verdict)
    told = {
        "verdicts": {v.name: str(t) for v, t in by_verdict.items() if t},
        "silent": str(silent),
        "telling": queries.telling_of_reasons(reasons),
    }
    fields = {
        "told": told,
        "decided_at": at,
        "decided_version": rights.facts_version(),
        "entry_id": entry,
    }
    Upload.objects.filter(pk=upload.pk).update(**fields)
    for name, value in fields.items():
        setattr(upload, name, value)
    return rules.upload_state(by_verdict)


def _line_for(
    upload: Upload,
    silent: TerritorySet,
    reasons: list[Reason],
    by_verdict: "dict[Verdict, TerritorySet]",
) -> int | None:
    """The upload's own line after this decision: kept, written anew, or reversed."""
    before = upload.entry
    owed = bool(silent) and rules.owes_line(reasons)
    if not owed:
        if before is not None:
            ledger.write_line(_line(upload, Kind.REVERSE, Action.NONE, silent, prev=before.public_id))
        return None
    if before is not None and upload.told.get("silent") == str(silent):
        return before.pk
    action = Action.BLOCK if by_verdict.get(Verdict.BLOCK) else Action.HOLD
    if silent != TerritorySet(frozenset(), excluding=True):
        action = Action.TERRITORY
    kind = Kind.RESTRICT if before is None else Kind.EXTEND
    prev = before.public_id if before else ""
    return ledger.write_line(_line(upload, kind, action, silent, prev=prev)).pk


def _line(upload: Upload, kind: Kind, action: Action, silent: TerritorySet, *, prev: str) -> Line:
    return Line(
        kind=kind,
        ground=Ground.COPYRIGHT,
        actor=Actor(ActorClass.AUTOMATIC),
        thing=Thing("track", f"upload:{upload.pk}"),
        action=action,
        facts=queries.restriction_facts(upload.pk, silent),
        territory=str(silent) or "Worldwide",
        prev=prev,
        detection_automated=True,
        decision_automated=True,
    )


@transaction.atomic
def retell(upload: Upload) -> None:
    """Facts changed: tell the uploader the decision as it is now; plays have been asking all along."""
    track = Track.objects.select_related("sound").get(upload=upload)
    state = tell_decision(upload, track)
    if state != upload.state:
        lives.move("upload", upload, state)
    news = {"upload": str(upload.pk), "state": state}
    outbox.tell(f"upload:{upload.pk}", "state", **news)
    outbox.tell(f"person:{upload.person_id}", "upload", **news)


# --- tracks ------------------------------------------------------------------------------------------


def publish_delivered(recording_id: int) -> Track:
    """A delivered recording becomes a track members can play where its label allows. Twice is once."""
    recording = queries.delivered_recording(recording_id)
    fields = {
        "title": recording.title,
        "artist": recording.artist,
        "sound_id": recording.sound_id,
        "seconds": recording.sound.seconds or 0.0,
    }
    with transaction.atomic():
        track, new = Track.objects.get_or_create(
            recording_id=recording_id, defaults=fields | {"made_at": clock.now()}
        )
        if not new:
            Track.objects.filter(pk=track.pk).update(**fields)
            track.refresh_from_db()
    return track


def retitle(person: Person, track: Track, title: str, artist: str) -> None:
    """Its uploader names a track."""
    _must_be_theirs(person, track)
    Track.objects.filter(pk=track.pk).update(title=title.strip()[:200] or "—", artist=artist.strip()[:200])


def withdraw_track(person: Person, track: Track) -> None:
    """Its uploader takes a track away: their own act, no restriction. Open streams stop."""
    _must_be_theirs(person, track)
    with transaction.atomic():
        Track.objects.filter(pk=track.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
        rights_actions.note_change()


def _must_be_theirs(person: Person, track: Track) -> None:
    if track.person_id != person.pk:
        raise errors.NotYours


def keep(person: Person, track_id: int) -> None:
    """Add a track to one's music, by reference."""
    track = queries.track_by_number(track_id)
    Kept.objects.get_or_create(person=person, track=track, defaults={"since": clock.now()})


def unkeep(person: Person, track_id: int) -> None:
    Kept.objects.filter(person=person, track_id=track_id).delete()


# --- listening ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """A play that may begin: its id for counting, and where its bytes are."""

    play_id: uuid.UUID
    url: str
    seconds: float


def start_play(listener: Listener, track_id: int, use: str = Use.PLAY.value) -> Start:
    """Begin to listen. Raises NoSuchTrack, Silent (with the reason), NotReady."""
    track = queries.track_by_number(track_id)
    decision = queries.decide_for(listener, [track], Use(use))[track.pk]
    if not decision.audible:
        raise errors.Silent(queries.tellings(listener, {track.pk: decision}, [track])[track.pk])
    if not track.sound.rendition:
        raise errors.NotReady
    play = Play.objects.create(
        track=track,
        person_id=listener.person_id,
        territory=listener.territory,
        use=use,
        verdict=decision.verdict.name,
        facts_version=rights.facts_version(),
        payees=_payees(decision),
        started_at=clock.now(),
    )
    token = signing.dumps(
        {"t": track.pk, "w": listener.person_id, "u": use}, salt=rules.STREAM_SALT, compress=True
    )
    return Start(play.pk, f"/stream/{token}", track.seconds)


def _payees(decision: Decision) -> list[dict[str, object]]:
    return [
        {"party": p.party, "share": str(p.fraction), "licence": p.licence, "money": p.money.value}
        for p in decision.payees
    ]


def count_play(listener: Listener, play_id: uuid.UUID, seconds: float) -> bool:
    """Count a play once, when 30 s or half of it were heard; saying it again changes nothing.

    What was only heard by its uploader while held is never counted.
    """
    play = Play.objects.select_related("track").filter(pk=play_id, person_id=listener.person_id).first()
    if play is None:
        raise errors.NoSuchTrack
    passed = (clock.now() - play.started_at).total_seconds()
    if play.verdict not in (Verdict.ALLOW.name, Verdict.ALLOW_REPORT.name):
        return False
    if not rules.counts(seconds, play.track.seconds, passed):
        return False
    Play.objects.filter(pk=play.pk, counted_at=None).update(counted_at=clock.now())
    return True
