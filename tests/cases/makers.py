"""Small makers of a label with recordings, members' uploads already heard, and what the ear matched."""

from itertools import count
from typing import Any

from akkord.cases import claims
from akkord.cases.models import Proceeding
from akkord.catalogue import actions as catalogue
from akkord.catalogue.models import Organisation, Recording
from akkord.flow import clock
from akkord.music.models import Hearing, Match, Track, Upload
from akkord.people.models import Person
from akkord.rights.models import Ownership
from akkord.rights.terms import Standing
from akkord.sound.models import Sound

_numbers = count(1)
SECONDS = 60.0


def person(**fields: Any) -> Person:
    number = next(_numbers)
    return Person.objects.create(email=f"case{number}@example.org", name=f"Member {number}", **fields)


def label(kind: str = "label", name: str = "") -> tuple[Organisation, Person]:
    """An organisation and the person who acts for it."""
    made = catalogue.register_organisation(name or f"Label {next(_numbers)}", kind, "DE")
    acting = person()
    catalogue.appoint(made, acting)
    return made, acting


def sound(**fields: Any) -> Sound:
    return sounds(1, **fields)[0]


def sounds(how_many: int, **fields: Any) -> list[Sound]:
    """Examined sounds with a rendition, as the box leaves them."""
    said = {"size": 1000, "state": Sound.State.EXAMINED, "seconds": SECONDS} | fields
    made = [
        Sound(
            sha256=f"c{(n := next(_numbers)):063x}",
            print=f"{n + 10**9:064x}",
            rendition=f"{n + 10**10:064x}",
            **said,
        )
        for _ in range(how_many)
    ]
    return Sound.objects.bulk_create(made, batch_size=500)


def recordings(of: Organisation, how_many: int) -> list[Recording]:
    """Recordings that stand in the catalogue, wholly owned by their label."""
    made = [
        Recording(
            isrc=f"DEZZZ26{(n := next(_numbers)):05d}",
            title=f"Song {n}",
            artist="Singer",
            organisation=of,
            sound=reference,
            made_at=clock.now(),
        )
        for reference in sounds(how_many)
    ]
    Recording.objects.bulk_create(made, batch_size=500)
    Ownership.objects.bulk_create(
        [
            Ownership(
                recording=recording,
                party=of,
                standing=Standing.EVIDENCED.value,
                recorded_at=clock.now(),
                source="delivery 1",
            )
            for recording in made
        ],
        batch_size=500,
    )
    return made


def tracks(by: Person, of_sounds: list[Sound], title: str = "Upload") -> list[Track]:
    """Members' tracks whose sounds were heard; `matched` says of what."""
    at = clock.now()
    uploads = [
        Upload(person=by, filename="a.mp3", size=1000, state="live", sound=s, made_at=at, received_at=at)
        for s in of_sounds
    ]
    Upload.objects.bulk_create(uploads, batch_size=500)
    heard = set(Hearing.objects.filter(sound__in=of_sounds).values_list("sound_id", flat=True))
    unheard = {s.pk: s for s in of_sounds if s.pk not in heard}.values()
    Hearing.objects.bulk_create([Hearing(sound=s, generation=1, at=at) for s in unheard], batch_size=500)
    made = [
        Track(
            title=f"{title} {n}",
            artist="Member",
            sound=u.sound,
            upload=u,
            person=by,
            seconds=SECONDS,
            made_at=at,
        )
        for n, u in enumerate(uploads)
    ]
    return Track.objects.bulk_create(made, batch_size=500)


def matched(of_sounds: list[Sound], with_recordings: list[Recording]) -> None:
    """The ear found each recording, whole, in the sound beside it."""
    whole = [{"f0": 0.0, "f1": SECONDS, "r0": 0.0, "r1": SECONDS, "score": 1.0}]
    Match.objects.bulk_create(
        [
            Match(
                sound=s,
                recording=r,
                score=1.0,
                segments=whole,
                reference_ms=int(SECONDS * 1000),
                engine="earprint-2",
                found_at=clock.now(),
            )
            for s, r in zip(of_sounds, with_recordings, strict=True)
        ],
        batch_size=500,
    )


def contested(label: Organisation, track: Track, text: str = "Mine.") -> Proceeding:
    """The label's claim on an upload, disputed by its uploader."""
    Upload.objects.filter(pk=track.upload_id).update(told={"claims": [label.pk]})
    claims.keep_claims(track.upload_id, first=True)
    (filed,) = claims.contest(track.upload.person, track.upload_id, "owner", text)
    return filed
