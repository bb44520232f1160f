"""Makers of what the tests of music stand on: decided uploads, licences, blocks, listeners."""

from datetime import datetime
from typing import Any

from akkord.catalogue.models import Organisation, Recording
from akkord.flow import clock
from akkord.flow.worker import Worker
from akkord.music import actions
from akkord.music.models import Hearing, Match, Track, Upload
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.models import Block, Licence
from akkord.rights.rules import facts as law
from akkord.rights.terms import Action, BlockKind, CommercialModel, RecordingId, Scope, UseType
from akkord.rights.territories import WORLDWIDE, TerritorySet
from akkord.sound.models import Sound
from cases import makers

GUEST = Listener(None, "RU")


def licensed(
    rep: Person, label: Organisation, territories: TerritorySet = WORLDWIDE, **dates: datetime
) -> Licence:
    uses, models = frozenset(UseType), frozenset(CommercialModel)
    return rights.grant_licence(rep, label, uses=uses, models=models, territories=territories, **dates)


def forbid_in(rep: Person, label: Organisation, territories: TerritorySet) -> Any:
    rule = law.PolicyRule(law.Condition(territories), Action.BLOCK)
    return rights.set_policy(rep, label, rules=[rule])


def block(
    rep: Person, label: Organisation, recording: Recording, territories: TerritorySet = WORLDWIDE
) -> Block:
    scope = Scope.recording(RecordingId(recording.pk))
    wanted = rights.Wanted(kind=BlockKind.STAYDOWN, scope=scope, claimant=label.pk, territories=territories)
    return rights.block(rep, wanted)


def upload(person: Person, sound: Sound, *recordings: Recording, spoken: bool = False) -> Upload:
    """An upload heard as these recordings and decided for the first time, by the very step of its life."""
    makers.matched([sound] * len(recordings), list(recordings))
    Hearing.objects.get_or_create(sound=sound, defaults={"generation": 0, "at": clock.now()})
    made = Upload.objects.create(
        person=person, filename="a.mp3", size=1000, state="heard", sound=sound, title="Song",
        made_at=clock.now(), received_at=clock.now(), spoken=spoken,
    )  # fmt: skip
    from akkord.music.upload_life import decide_first

    decide_first(made)
    return made


def track(made: Upload) -> Track:
    return Track.objects.select_related("sound").get(upload=made)


def unmatched(person: Person) -> Track:
    return track(upload(person, makers.sound()))


def matched(person: Person, recording: Recording) -> Track:
    return track(upload(person, makers.sound(), recording))


def work_off() -> int:
    """Run every due job, except what would decode."""
    from akkord.flow.models import Job

    Job.objects.filter(task="akkord.sound.tasks.render").delete()
    done = Worker().drain()
    assert not Job.objects.exclude(error="").exists(), Job.objects.exclude(error="").first().error  # type: ignore[union-attr]
    return done


def slip_in_match(sound: Sound, recording: Recording) -> None:
    """A row nobody decided about, as by SQL."""
    Match.objects.create(
        sound=sound, recording=recording, score=1.0, reference_ms=60_000, engine="earprint-2",
        segments=[{"f0": 0.0, "f1": 60.0, "r0": 0.0, "r1": 60.0, "score": 1.0}], found_at=clock.now(),
    )  # fmt: skip


__all__ = ["actions", "makers"]
