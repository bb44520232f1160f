"""Tracks as they stand after their life, made without sound."""

from akkord.flow import clock
from akkord.music.models import Hearing, Track, Upload
from akkord.people.models import Person
from akkord.sound.models import Sound


def make_track(person: Person, *, title: str = "Song", heard: bool = True, rendered: bool = True) -> Track:
    """An upload of this person that has come to its end; unheard it stays silent for everybody else."""
    number = Sound.objects.count() + 1
    sound = Sound.objects.create(
        sha256=f"b{number:063x}",
        size=1000,
        state="examined",
        seconds=60.0,
        waveform=bytes(range(250)) * 3,
        rendition="f" * 64 if rendered else "",
        rendition_size=1000 if rendered else 0,
    )
    if heard:
        Hearing.objects.create(sound=sound, generation=1, at=clock.now())
    upload = Upload.objects.create(
        person=person,
        filename="song.mp3",
        size=1000,
        state="live" if heard else "held",
        sound=sound,
        title=title,
        artist="Анна",
        made_at=clock.now(),
        received_at=clock.now(),
        decided_at=clock.now(),
        told={"verdicts": {"ALLOW_REPORT": "Worldwide -DE"}, "silent": "", "telling": None},
    )
    return Track.objects.create(
        title=title,
        artist="Анна",
        sound=sound,
        upload=upload,
        person=person,
        seconds=60.0,
        made_at=clock.now(),
    )
