"""Small makers of people, organisations and deliveries, and stand-ins for the box and the ear."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from akkord.catalogue import actions
from akkord.catalogue.models import Delivery, Organisation, Recording
from akkord.flow import clock, jobs
from akkord.people.models import Person
from akkord.sound.models import Sound

_numbers = count(1)

LIST = "isrc,title,artist,release,icpn,file,share,territory\n"


def person(**fields: object) -> Person:
    number = next(_numbers)
    return Person.objects.create(email=f"p{number}@example.org", name=f"Person {number}", **fields)


def organisation(kind: str = "label", name: str = "") -> Organisation:
    return actions.register_organisation(name or f"Organisation {next(_numbers)}", kind, "DE")


def representative(of: Organisation) -> Person:
    made = person()
    actions.appoint(of, made)
    return made


def isrc() -> str:
    return f"DEAAA26{next(_numbers):05d}"


def recording(of: Organisation, **fields: object) -> Recording:
    """A recording in the catalogue, without its delivery."""
    stated = {"isrc": isrc(), "title": "Song", "artist": "Singer", "made_at": clock.now()} | fields
    return Recording.objects.create(organisation=of, **stated)


def sound(**fields: object) -> Sound:
    return Sound.objects.create(sha256=f"d{next(_numbers):063x}", size=1, **fields)


def deliver(by: Person, of: Organisation, *lines: str) -> Delivery:
    return actions.deliver(by, of, "Autumn", (LIST + "\n".join(lines)).encode())


def work_off() -> int:
    """What a worker does: run every due job to its end; how many."""
    done = 0
    while job := jobs.take("test"):
        assert jobs.run(job, "test"), jobs.Job.objects.get(pk=job.id).error
        done += 1
    return done


class Cut(BaseException):
    """A kill: nothing after it runs, and nobody catches it."""


@dataclass
class StandInBox:
    """Examines without opening: files that begin with "broken" are refused."""

    examined: list[int] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def examine_sound(self, sound: Sound) -> Sound:
        if sound.state == Sound.State.UNKNOWN:
            self.examined.append(sound.pk)
            refused = sound.sha256 in self.broken
            sound.state = Sound.State.REFUSED if refused else Sound.State.EXAMINED
            sound.refusal = "not_audio" if refused else ""
            sound.print = "" if refused else "f" * 64
            sound.save()
        return sound


@dataclass
class StandInEar:
    """Remembers by recording which sound it was taught, and how often."""

    knows: dict[int, int] = field(default_factory=dict)
    lessons: int = 0
    cut_after: bool = False

    def add_reference(self, recording_id: int, sound: Sound) -> int:
        self.knows[recording_id] = sound.pk
        self.lessons += 1
        if self.cut_after:
            raise Cut
        return self.lessons


def pieces(*parts: bytes) -> Iterator[bytes]:
    yield from parts
