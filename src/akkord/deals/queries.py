"""Every read of deals, with the gate: whoever acts for an organisation sees what is its own."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Q, QuerySet, When

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NoSuchOrganisation
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.music import queries as music
from akkord.rights import facts_in_tables as tables
from akkord.rights import queries as rights
from akkord.rights.facts_in_tables import Proposed
from akkord.rights.rules.dry_run import Change
from akkord.rights.rules.facts import Licence, Policy
from akkord.rights.terms import LicenceId, PartyId, PolicyId, RecordingId

from .errors import NoSuchNegotiation, NoSuchSimulation
from .models import Negotiation, Signature, Simulation, Version
from .rules import talks
from .rules.talks import ON_TABLE, Act, Side, State, Talk, Terms

if TYPE_CHECKING:
    from akkord.music.queries import Replayed
    from akkord.people.models import Person


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


# --- talks -------------------------------------------------------------------------------------------


def side_of(person: "Person", organisation_id: int) -> Side:
    """The gate: for which side the person sits at a table with the organisation.

    Whoever acts for it never speaks for the site, though they be of its staff; nor does a key that opens one
    organisation's desk. Raises NoSuchOrganisation.
    """
    if catalogue.ways_to_act(person.pk, [organisation_id], clock.now(), Duty.READ).get(organisation_id):
        return Side.LABEL
    if not catalogue.is_operator(person):
        raise NoSuchOrganisation(organisation_id)
    catalogue.organisation_by_number(organisation_id)
    return Side.SITE


def negotiations(side: Side) -> QuerySet[Negotiation]:
    """All the side may see: what it drafted itself, and whatever was offered; newest first."""
    seen = Negotiation.objects.filter(Q(opener=side.value) | Q(offered_at__isnull=False))
    return seen.select_related("organisation").order_by("-opened_at", "-pk")


def waiting_first(found: QuerySet[Negotiation], side: Side) -> QuerySet[Negotiation]:
    """The same, those first that wait for an answer of this side, soonest due first."""
    on_table = [state.value for state in ON_TABLE]
    waits = Case(When(Q(state__in=on_table) & ~Q(author=side.value), then=0), default=1)
    due = Case(When(Q(state__in=on_table) & ~Q(author=side.value), then="answer_by"), default=None)
    return found.order_by(waits, due, "-opened_at", "-pk")


def waiting_for(organisation_id: int) -> int:
    """How many of its talks wait for the organisation's answer."""
    on_table = [state.value for state in ON_TABLE]
    rows = Negotiation.objects.filter(organisation_id=organisation_id, state__in=on_table)
    return rows.filter(author=Side.SITE.value).count()


def negotiations_of(organisation_id: int, side: Side) -> QuerySet[Negotiation]:
    return negotiations(side).filter(organisation_id=organisation_id)


def negotiation_of(organisation_id: int, side: Side, number: uuid.UUID) -> Negotiation:
    """One of them. Raises NoSuchNegotiation."""
    found = negotiations_of(organisation_id, side).filter(pk=number).first()
    if found is None:
        raise NoSuchNegotiation
    return found


def talk_of(found: Negotiation) -> Talk:
    """How the talks stand, as their rules take it."""
    signed = Signature.objects.filter(version__negotiation=found, version__number=found.version)
    return Talk(
        State(found.state),
        found.version,
        Side(found.author),
        found.answer_by,
        on_table(found).meanwhile,
        frozenset(map(Side, signed.values_list("side", flat=True))),
    )


def open_to(person: "Person", found: Negotiation, side: Side) -> frozenset[Act]:
    """What the person may do there now; who only reads for the organisation may do nothing."""
    number, now = found.organisation_id, clock.now()
    if side == Side.LABEL and not catalogue.ways_to_act(person.pk, [number], now).get(number):
        return frozenset()
    return talks.may(talk_of(found), side, now)


def versions_of(found: Negotiation) -> QuerySet[Version]:
    """Every version of the terms, newest first, with who laid it down, who signed it and its dry run."""
    rows = found.versions.select_related("person", "simulation").prefetch_related("signatures__person")
    return rows.order_by("-number")


def on_table(found: Negotiation) -> Version:
    return versions_of(found).get(number=found.version)


def terms_of(version: Version) -> Terms:
    licence = tables.read_proposed(version.licence, version.at)
    assert isinstance(licence, Licence)
    return Terms(licence, version.answer_by, version.since, version.meanwhile)


def backlog(organisation_id: int, licence: Licence) -> list[RecordingId]:
    """The recordings of the terms that are on the site already, delivered or sent in by a member.

    What is kept out by a stay-down stays out: a licence that names it would end that order for good
    (cases.kept_out), and what is permitted for the length of talks ends no order.
    """
    covered = rights.recordings_covered(organisation_id, licence.repertoire)
    kept_out = {block.scope_id for block in rights.stay_downs_on(covered)}
    there = music.track_counts_by_recording(set(covered) - kept_out)
    return [RecordingId(number) for number, tracks in there.items() if tracks]


def lapsed(found: Negotiation) -> bool:
    """Whether silence has ended the talks, though nobody may have written it down yet."""
    return State(found.state) in ON_TABLE and talks.lapses(talk_of(found), clock.now())


class Released(NamedTuple):
    """A play whose money waited, and what of it the deal pays out to whom (exact fractions of a play)."""

    replayed: "Replayed"
    to: dict[PartyId, Fraction]


def tracks_released(found: Negotiation) -> list[int]:
    """Tracks whose past plays a signed deal may release; none without an agreed date."""
    version = on_table(found)
    if found.state != State.SIGNED or version.since is None:
        return []
    return music.tracks_touched(
        rights.recordings_covered(found.organisation_id, terms_of(version).licence.repertoire)
    )


def released(found: Negotiation, tracks: Iterable[int]) -> Iterator[Released]:
    """Plays of these tracks in the agreed past whose money waited and is now somebody's by this deal.

    From the agreed date until the last signature, by the replay that everything recomputed goes through: the
    books of each play's own time against those of now.
    """
    version = on_table(found)
    if found.state != State.SIGNED or version.since is None:
        return
    by = frozenset(map(LicenceId, found.licences.values_list("pk", flat=True)))
    for replayed in music.replay(tracks, version.since, found.changed_at, clock.now()):
        if to := talks.released(replayed.payees, by):
            yield Released(replayed, to)


@dataclass
class TrackReleased:
    """What a deal releases of one track: how many plays, and of how many plays' money to whom."""

    track: int
    plays: int = 0
    to: dict[PartyId, Fraction] = field(default_factory=dict)


def released_by_track(found: Negotiation, tracks: Iterable[int]) -> list[TrackReleased]:
    """The same, added up track by track; tracks without such plays are left out."""
    rows: dict[int, TrackReleased] = {}
    for each in released(found, tracks):
        number = each.replayed.play.track_id
        row = rows.setdefault(number, TrackReleased(number))
        row.plays += 1
        for party, fraction in each.to.items():
            row.to[party] = row.to.get(party, Fraction(0)) + fraction
    return list(rows.values())


__all__ = [
    "Negotiation",
    "Released",
    "Simulation",
    "TrackReleased",
    "Version",
    "backlog",
    "change_of",
    "lapsed",
    "negotiation_of",
    "negotiations",
    "negotiations_of",
    "on_table",
    "open_to",
    "proposed",
    "recordings_touched",
    "released",
    "released_by_track",
    "side_of",
    "simulation_of",
    "talk_of",
    "terms_of",
    "tracks_released",
    "versions_of",
    "waiting_first",
    "waiting_for",
]
