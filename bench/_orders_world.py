"""The site an order is measured on, made in its own environment: python _orders_world.py label|court ROWS.

Prints as JSON the list to file, the tracks it must silence, a sample of them, and who files it. Makers stand
in for the box and the ear: all files play the same bytes, and none has a print, so nothing is learned.
"""

import json
import sys

import django

django.setup()

from akkord.catalogue.models import Recording
from akkord.music.models import Track
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType
from akkord.sound.models import Sound
from akkord.store.files import files
from cases import makers
from living_site import PASSWORD

# What every hundred rows of a list name, for a label's own order and for a court's annex (scenario 3).
MIXES = {
    "label": {"isrc": 50, "exact": 20, "by_sound": 25, "file": 5},
    "court": {"isrc": 47, "exact": 47, "by_sound": 4, "absent": 1, "doubtful": 1},
}
SAMPLE = 60


def main() -> None:
    kind, rows = sys.argv[1], int(sys.argv[2])
    parts = {name: rows * share // 100 for name, share in MIXES[kind].items()}
    label, clerk = makers.label(name="Northwind Records")
    rights.grant_licence(clerk, label, uses=list(UseType), models=list(CommercialModel))
    known = sum(parts.get(name, 0) for name in ("isrc", "exact", "by_sound", "doubtful"))
    recordings = makers.recordings(label, known)
    copies = makers.sounds(known)
    makers.matched(copies, recordings)
    tracks = makers.tracks(makers.person(), copies)
    lines, silent = listed(parts, recordings, tracks)
    let_them_sound()
    print(
        json.dumps(
            {
                "lines": lines,
                "silent": [track.pk for track in silent],
                "sample": [track.pk for track in silent[:: max(1, len(silent) // SAMPLE)]],
                "label": label.pk,
                "clerk": clerk.email,
                "staff": [officer(number) for number in (1, 2)],
            }
        )
    )


def listed(
    parts: dict[str, int], recordings: list[Recording], tracks: list[Track]
) -> tuple[list[str], list[Track]]:
    """The lines of the list, and the tracks they must silence."""
    of = iter(zip(recordings, tracks, strict=True))
    isrc, exact, by_sound, doubtful = (
        [next(of) for _ in range(parts.get(name, 0))] for name in ("isrc", "exact", "by_sound", "doubtful")
    )
    named([*exact, *doubtful])
    covers = makers.tracks(makers.person(), makers.sounds(len(doubtful)))
    named([(recording, cover) for (recording, _), cover in zip(doubtful, covers, strict=True)])
    lone = makers.tracks(makers.person(), makers.sounds(parts.get("file", 0)))
    lines = [str(recording.isrc) for recording, _ in isrc]
    lines += [f"https://music.example/audio{track.pk}" for _, track in [*exact, *by_sound]]
    lines += [f"/audio{track.pk}" for track in lone]
    lines += [f"/audio{10**9 + number}" for number in range(parts.get("absent", 0))]
    lines += [f"{recording.artist} — {recording.title}" for recording, _ in doubtful]
    return lines, [track for _, track in [*isrc, *exact, *by_sound]] + lone


def named(pairs: list[tuple[Recording, Track]]) -> None:
    """These tracks are called what their recordings are; the others are called anything."""
    for recording, track in pairs:
        track.artist, track.title = recording.artist, recording.title
    Track.objects.bulk_update([track for _, track in pairs], ["artist", "title"], batch_size=500)


def let_them_sound() -> None:
    """Every file has something to be played."""
    played = files().keep([bytes(200_000)])
    Sound.objects.update(rendition=played.sha256, rendition_size=played.size, print="")


def officer(number: int) -> str:
    """The address of one of the staff."""
    email = f"staff{number}@example.org"
    Person.objects.create_user(email, PASSWORD, name=f"Staff {number}", is_staff=True)
    return email


if __name__ == "__main__":
    main()
