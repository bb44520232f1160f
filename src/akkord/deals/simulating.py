"""Dry runs: begun, worked off a page of tracks at a time, and signed exactly as they were simulated."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from akkord.flow import clock, jobs
from akkord.music import queries as music
from akkord.rights import actions as rights
from akkord.rights.facts_in_tables import Proposed, write_proposed
from akkord.rights.models import Licence, Policy
from akkord.rights.rules import facts as law
from akkord.rights.rules.dry_run import Tally

from . import queries
from .errors import NothingToSign
from .models import Simulation
from .rules.dry_run import Moves, answer_of

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

WINDOW = timedelta(days=90)
PAGE = 100  # tracks held in memory at once
AT_ONCE = 200  # tracks; more are a job's work


def simulate(
    person: "Person",
    organisation: "Organisation",
    *,
    state: Sequence[Proposed] = (),
    end: Iterable[Licence | Policy] = (),
) -> Simulation:
    """Ask what stating these facts and taking those back would have done to the past 90 days.

    What is small is answered before this returns; what touches many tracks is left to a job. Whoever asks
    was let into the organisation's office by the door: asking changes nothing.
    """
    rows, now = list(end), clock.now()
    made = Simulation(
        organisation=organisation,
        person=person,
        change={
            "state": [write_proposed(fact) for fact in state],
            "end_licences": [row.pk for row in rows if isinstance(row, Licence)],
            "end_policies": [row.pk for row in rows if isinstance(row, Policy)],
        },
        since=now - WINDOW,
        until=now,
        made_at=now,
    )
    touched = music.tracks_touched(queries.recordings_touched(made))
    made.tracks = len(touched)
    if len(touched) <= AT_ONCE:
        made.save(force_insert=True)
        _decide(made, touched)
        return made
    with transaction.atomic():
        made.save(force_insert=True)
        jobs.put(work_off, [str(made.pk)], {})
    return made


@task(priority=-1)
def work_off(number: str) -> None:
    """Work off a dry run from its beginning. Twice is once: it only reads, and writes one answer."""
    simulation = Simulation.objects.filter(pk=number, state=Simulation.State.RUNNING).first()
    if simulation is not None:
        _decide(simulation, music.tracks_touched(queries.recordings_touched(simulation)))


def _decide(simulation: Simulation, touched: Sequence[int]) -> None:
    """Decide the plays of the tracks twice, a page of tracks at a time, saying how far it is."""
    change, tally, moves = queries.change_of(simulation), Tally(), Moves()
    for start in range(0, len(touched), PAGE):
        page = touched[start : start + PAGE]
        for moved in music.dry_run(change, page, simulation.since, simulation.until, tally):
            moves.add(moved.track.pk, moved.moves)
        Simulation.objects.filter(pk=simulation.pk).update(done=start + len(page))
    simulation.state, simulation.done = Simulation.State.DONE, len(touched)
    simulation.answer = answer_of(tally, moves)
    simulation.save(update_fields=["state", "done", "answer"])


@transaction.atomic
def sign(person: "Person", simulation: Simulation) -> list[Licence | Policy]:
    """State what the dry run proposed, exactly as it was simulated.

    Raises NothingToSign besides those of rights.actions.grant_licence and set_policy.
    """
    facts = queries.proposed(simulation)
    if not facts:
        raise NothingToSign
    return [state_fact(person, simulation.organisation, fact) for fact in facts]


def state_fact(person: "Person", organisation: "Organisation", fact: Proposed) -> Licence | Policy:
    """A proposed licence or policy becomes a fact with its line."""
    if isinstance(fact, law.Policy):
        return state_policy(person, organisation, fact)
    return state_licence(person, organisation, fact)


def state_licence(person: "Person", organisation: "Organisation", licence: law.Licence) -> Licence:
    return rights.grant_licence(
        person,
        organisation,
        uses=licence.uses,
        models=licence.models,
        territories=licence.territories,
        repertoire=licence.repertoire,
        starts=licence.valid.start,
        ends=licence.valid.end,
        source=licence.source,
    )


def state_policy(person: "Person", organisation: "Organisation", policy: law.Policy) -> Policy:
    return rights.set_policy(
        person,
        organisation,
        rules=policy.rules,
        repertoire=policy.repertoire,
        starts=policy.valid.start,
        ends=policy.valid.end,
        source=policy.source,
    )
