"""Which tracks, sounds and recordings are one another, by delivery or by ear."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import Min, Q, QuerySet

from akkord.catalogue import queries as catalogue
from akkord.music import rules
from akkord.music.models import Match, OwnMusic, Track, Upload
from akkord.rights import queries as rights
from akkord.rights.rules.hearing import matched_ms, reference_ms
from akkord.rights.terms import ScopeKind
from akkord.sound import ear
from akkord.sound.models import Sound

from .gate import lawful, standing_matches, standing_tracks


def sounds_only_of(person_id: int) -> list[Sound]:
    """What a person sent in and nobody else has: no other member, and no catalogue."""
    sent = set(Upload.objects.filter(person=person_id, sound__isnull=False).values_list("sound", flat=True))
    others = Upload.objects.filter(sound__in=sent, person__gone_at=None).exclude(person=person_id)
    sent -= set(others.values_list("sound", flat=True)) | catalogue.sounds_of_recordings(sent)
    return list(Sound.objects.filter(pk__in=sent).order_by("pk"))


def files_held(names: Collection[str]) -> set[str]:
    """Of names in the store, those of sounds that somebody who has not left for good sent in."""
    there = Upload.objects.filter(sound__sha256__in=names, person__gone_at=None)
    return set(there.values_list("sound__sha256", flat=True))


def tracks_of_recordings(recording_ids: Iterable[int]) -> QuerySet[Track]:
    """Every track that is one of these recordings, by delivery, by sound or by its sender's word."""
    ids = list(recording_ids)
    by_sound = standing_matches().filter(recording_id__in=ids).values("sound_id")
    declared = OwnMusic.objects.filter(recording_id__in=ids).values("upload_id")
    return standing_tracks().filter(
        Q(recording_id__in=ids) | Q(recording=None, sound_id__in=by_sound) | Q(upload_id__in=declared)
    )


def extents_of(sound_id: int, recording_ids: Iterable[int]) -> list[tuple[int, int, int]]:
    """Of each match with these: milliseconds of the file, of the reference, and the reference's length."""
    found = standing_matches().filter(sound_id=sound_id, recording_id__in=list(recording_ids)).order_by("pk")
    matches = [lawful(match) for match in found]
    return [(matched_ms(m), reference_ms(m), m.reference_ms) for m in matches]


def sent_after(recording_id: int, since: datetime, until: datetime | None) -> QuerySet[Upload]:
    """Uploads that hold the recording and came in after an instant and before another, newest first."""
    by_sound = standing_matches().filter(recording_id=recording_id).values("sound_id")
    found = Upload.objects.filter(sound_id__in=by_sound, received_at__gte=since, track__isnull=False)
    if until is not None:
        found = found.filter(received_at__lt=until)
    return found.select_related("track", "entry").order_by("-received_at", "-pk")


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


def tracks_numbered(numbers: Iterable[int]) -> QuerySet[Track]:
    """These tracks, withdrawn ones too: what was played of them stays played."""
    return Track.objects.filter(pk__in=list(numbers)).order_by("pk")


def names_of_tracks(numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """track → artist and title. Of what a member has withdrawn, nothing they typed: the sound's number."""
    rows = Track.objects.filter(pk__in=set(numbers)).only(
        "pk", "artist", "title", "sound_id", "recording_id", "withdrawn_at"
    )
    return {
        row.pk: (row.artist, row.title)
        if row.withdrawn_at is None or row.recording_id
        else ("", unnamed(row.sound_id))
        for row in rows
    }


def unnamed(sound_id: int) -> str:
    """What a sound is called whose names are nobody's to show."""
    return f"sound{sound_id}"


def sent_in_by_members(numbers: Iterable[int]) -> set[int]:
    """Those of these tracks that members sent in; the others labels delivered."""
    return set(Track.objects.filter(pk__in=set(numbers), recording=None).values_list("pk", flat=True))


def track_counts_by_sound(sound_ids: Iterable[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for sound in standing_tracks().filter(sound_id__in=list(sound_ids)).values_list("sound_id", flat=True):
        counted[sound] = counted.get(sound, 0) + 1
    return counted


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


def names_of_sounds(sound_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """sound → title and artist of the first track of it that stands; else its number and nothing."""
    names = {number: (unnamed(number), "") for number in sound_ids}
    rows = standing_tracks().filter(sound_id__in=list(names)).order_by("-pk")
    return names | {row.sound_id: (row.title, row.artist) for row in rows}


def tracks_sent_in(person_id: int) -> set[int]:
    """Numbers of all tracks a member sent in, withdrawn ones too."""
    return set(Track.objects.filter(person_id=person_id).values_list("pk", flat=True))


def tracks_of_sound(sound_id: int) -> QuerySet[Track]:
    """Every track of one sound that is there to be seen, the first first."""
    return standing_tracks().filter(sound_id=sound_id).order_by("pk")


def uploaders_of(recording_ids: Iterable[int], sound_ids: Iterable[int]) -> set[int]:
    """Whose uploads hold these recordings or are these files."""
    matched = standing_matches().filter(recording_id__in=list(recording_ids)).values("sound_id")
    uploads = Upload.objects.filter(Q(sound_id__in=matched) | Q(sound_id__in=list(sound_ids)))
    return set(uploads.values_list("person_id", flat=True))


def decided_before(upload: Upload, recordings: Iterable[int], sounds: Iterable[int]) -> list[datetime]:
    """When the sender's other uploads of these recordings or files were decided for the first time."""
    matched = standing_matches().filter(recording_id__in=list(recordings)).values("sound_id")
    alike = Q(sound_id__in=matched) | Q(sound_id__in=list(sounds))
    sent = Upload.objects.filter(alike, person=upload.person_id)
    return list(sent.exclude(pk=upload.pk).exclude(track=None).values_list("track__made_at", flat=True))


def first_sent(
    recording_ids: Iterable[int], sound_ids: Iterable[int]
) -> tuple[dict[int, date], dict[int, date]]:
    """On which day the first copy of each recording, and each file, was sent in by a member."""
    matches = standing_matches().filter(recording_id__in=list(recording_ids))
    sent = Track.objects.filter(upload__isnull=False)
    asked = sent.filter(Q(sound_id__in=list(sound_ids)) | Q(sound_id__in=matches.values("sound_id")))
    of_sounds = {pk: at.date() for pk, at in asked.values_list("sound_id").annotate(Min("made_at"))}
    of_recordings: dict[int, date] = {}
    for recording, sound in matches.values_list("recording_id", "sound_id"):
        if sound in of_sounds:
            of_recordings[recording] = min(of_sounds[sound], of_recordings.get(recording, of_sounds[sound]))
    return of_recordings, of_sounds


def sounds_of_organisation(organisation_id: int) -> QuerySet[Match, Any]:
    """Sounds that hold a recording of the organisation's catalogue (a subquery of ids)."""
    recordings = catalogue.recording_numbers_of(organisation_id)
    return Match.objects.filter(recording_id__in=recordings).values("sound_id")


def track_of_recording(recording_id: int) -> int | None:
    """The track of a delivered recording, once it is published."""
    return Track.objects.filter(recording_id=recording_id).values_list("pk", flat=True).first()


def index_generation() -> int:
    """How far the ear's index is."""
    return ear.generation()


def references() -> Iterator[tuple[int, Sound]]:
    """Every recording the ear has to know, with its sound.

    One that a notice only listed is forgotten once nothing forbids it any more.
    """
    for recording in catalogue.references():
        forgotten = recording.isrc is None and not rights.blocks_on(ScopeKind.RECORDING, recording.pk)
        if recording.sound is not None and recording.sound.print and not forgotten:
            yield recording.pk, recording.sound


def length_of_reference(recording_id: int) -> int | None:
    """Milliseconds of a recording's reference; None when there is no such recording."""
    recording = catalogue.recordings_by_ids({recording_id}).get(recording_id)
    if recording is None or recording.sound is None:
        return None
    return round((recording.sound.seconds or 0) * 1000)


def delivered_lengths(recording_ids: Iterable[int]) -> dict[int, int]:
    """recording → milliseconds of its sound, of those that a label delivered; not of what a notice listed."""
    found = catalogue.recordings_by_ids(set(recording_ids))
    delivered = {number: r.sound for number, r in found.items() if r.isrc is not None and r.sound}
    return {number: round((sound.seconds or 0) * 1000) for number, sound in delivered.items()}


def sounds_of_recordings(recording_ids: Iterable[int]) -> dict[int, int]:
    """recording → the sound it was delivered as."""
    found = catalogue.recordings_by_ids(set(recording_ids))
    return {number: r.sound_id for number, r in found.items() if r.sound_id is not None}


def delivered_recording(recording_id: int) -> catalogue.Recording:
    """A recording with its sound, for its track."""
    return catalogue.recordings_by_ids({recording_id})[recording_id]


def uploads_matched() -> QuerySet[Upload]:
    """Decided uploads in which a recording was found."""
    found = standing_matches().values("sound_id")
    return Upload.objects.filter(decided_at__isnull=False, track__isnull=False, sound_id__in=found)


def uploads_touched(
    recordings: list[int] | None, catalogue_of: int | None, sounds: list[int] | None, account: int | None
) -> QuerySet[Upload]:
    """Decided uploads that facts about these recordings, files or this account may concern."""
    wanted = _touched(recordings, catalogue_of, sounds, account)
    return Upload.objects.filter(wanted).exclude(decided_at=None).order_by("pk")


def numbers_touched(
    recordings: list[int] | None = None,
    catalogue_of: int | None = None,
    sounds: list[int] | None = None,
    account: int | None = None,
) -> set[int]:
    """Numbers of all tracks, withdrawn ones too, that facts about these may concern."""
    wanted = _touched(recordings, catalogue_of, sounds, account)
    delivered = Q(recording_id__in=sorted(rights.alike(recordings))) if recordings else Q(pk=None)
    if catalogue_of:
        delivered |= Q(recording_id__in=rights.recordings_owned_by(catalogue_of))
    return set(Track.objects.filter(wanted | delivered).values_list("pk", flat=True))


def _held_in_uploads(recordings: list[int]) -> Q:
    """By ear, or by their sender's word: of uploads, and of tracks, which are named by the same columns."""
    matched = Match.objects.filter(recording_id__in=recordings).values("sound_id")
    declared = OwnMusic.objects.filter(recording_id__in=recordings)
    return Q(sound_id__in=matched) | Q(sound_id__in=declared.values("upload__sound_id"))


def _touched(
    recordings: list[int] | None, catalogue_of: int | None, sounds: list[int] | None, account: int | None
) -> Q:
    wanted = Q(pk=None)
    if recordings:
        recordings = sorted(rights.alike(recordings))
        wanted |= _held_in_uploads(recordings)
    if catalogue_of:
        wanted |= _held_in_uploads(rights.recordings_owned_by(catalogue_of))
    if sounds:
        wanted |= Q(sound_id__in=sounds)
    if account:
        wanted |= Q(person_id=account)
    return wanted
