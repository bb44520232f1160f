"""Every read of deals, with the gate: whoever acts for an organisation sees what is its own."""

import uuid

from akkord.rights import facts_in_tables as tables
from akkord.rights import queries as rights
from akkord.rights.facts_in_tables import Proposed
from akkord.rights.rules.dry_run import Change
from akkord.rights.rules.facts import Licence, Policy
from akkord.rights.terms import LicenceId, PolicyId

from .errors import NoSuchSimulation
from .models import Simulation


def simulation_of(organisation_id: int, number: uuid.UUID) -> Simulation:
    """One of the organisation's dry runs. Raises NoSuchSimulation."""
    found = Simulation.objects.filter(pk=number, organisation_id=organisation_id).first()
    if found is None:
        raise NoSuchSimulation(number)
    return found


def proposed(simulation: Simulation) -> list[Proposed]:
    """The licences and policies it proposes; none when it takes one back."""
    return [tables.read_proposed(said, simulation.until) for said in simulation.change["state"]]


def change_of(simulation: Simulation) -> Change:
    """The change as the law takes it."""
    facts, said = proposed(simulation), simulation.change
    return Change(
        licences=tuple(fact for fact in facts if isinstance(fact, Licence)),
        policies=tuple(fact for fact in facts if isinstance(fact, Policy)),
        ended_licences=frozenset(map(LicenceId, said["end_licences"])),
        ended_policies=frozenset(map(PolicyId, said["end_policies"])),
    )


def recordings_touched(simulation: Simulation) -> list[int]:
    """The organisation's recordings that the change is about."""
    said = simulation.change
    rows = [
        *(rights.licence_by_number(number) for number in said["end_licences"]),
        *(rights.policy_by_number(number) for number in said["end_policies"]),
    ]
    about = [tables.read_repertoire(row) for row in rows if row is not None]
    about += [fact.repertoire for fact in proposed(simulation)]
    return sorted({n for each in about for n in rights.recordings_covered(simulation.organisation_id, each)})


__all__ = ["Simulation", "change_of", "proposed", "recordings_touched", "simulation_of"]
