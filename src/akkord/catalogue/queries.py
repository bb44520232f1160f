"""Every read of the catalogue: who acts for whom, recordings and releases, deliveries and references."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from akkord.flow import clock
from akkord.people import queries as people
from akkord.people.models import Person, Token
from akkord.store.files import files

from . import mandates
from .ern import Message, read_message
from .ern.schemas import Schemas
from .ern.timeline import Key
from .errors import (
    NoSuchBatch,
    NoSuchDelivery,
    NoSuchMandate,
    NoSuchMessage,
    NoSuchOrganisation,
    NoSuchRecording,
    NotRepresented,
    OutsideMandate,
    RoleTooNarrow,
)
from .models import (
    Batch,
    BatchRelease,
    Delivery,
    DeliveryRow,
    Mandate,
    MessageKey,
    Organisation,
    Recording,
    Release,
    ReleaseMessage,
    Representative,
)
from .roles import Duty, Role, may, within
from .rules import ListedRow, normalised_isrc, read_list

# --- files and sounds it holds ------------------------------------------------------------------------


def files_held(names: Collection[str]) -> set[str]:
    """Of names in the store, those of recordings' sounds and of batches that are still being read."""
    delivered = Recording.objects.filter(sound__sha256__in=names)
    waiting = BatchRelease.objects.filter(finished_at=None).values_list("sounds", flat=True)
    named = {sha256 for sounds in waiting for sha256, _size in sounds.values()}
    return set(delivered.values_list("sound__sha256", flat=True)) | (named & set(names))


def sounds_of_recordings(sounds: Collection[int]) -> set[int]:
    """Which of these sounds are recordings of somebody's."""
    return set(Recording.objects.filter(sound__in=sounds).values_list("sound", flat=True))


# --- organisations, and who acts for them ------------------------------------------------------------


@dataclass(frozen=True)
class Acting:
    """A person's standing to act: as whom, on whose behalf, how far, and by what documents.

    `agent` is the organisation the person represents; it differs from `organisation`, on whose behalf they
    act, when mandates join the two: one, or two where the first agent may delegate. `territory` is text
    ("Worldwide", "DE FR"); `recordings` None is the whole catalogue.
    """

    person: int
    organisation: Organisation
    agent: Organisation
    mandates: tuple[Mandate, ...] = ()  # from the principal's to the agent's
    role: Role = Role.MANAGER  # the person's in the agent

    def may(self, duty: Duty) -> bool:
        return may(self.role, duty)

    @property
    def by_mandate(self) -> bool:
        return bool(self.mandates)

    @property
    def territory(self) -> str:
        return mandates.territory(self.mandates)

    @property
    def recordings(self) -> frozenset[int] | None:
        return mandates.recordings(self.mandates)

    @property
    def document(self) -> str:
        return "; ".join(mandate.document for mandate in self.mandates)

    @property
    def through(self) -> list[Organisation]:
        """Between the principal and the agent: whose own mandate was passed on."""
        return [mandate.agent for mandate in self.mandates[:-1]]

    def covers(self, recordings: Iterable[int] | None) -> bool:
        """Whether it reaches these recordings, or (None) the whole catalogue."""
        return mandates.covers(self.mandates, recordings)


def organisations() -> QuerySet[Organisation]:
    """Those with an office: members with music of their own have none."""
    return parties().exclude(kind=Organisation.Kind.MUSICIAN)


def parties() -> QuerySet[Organisation]:
    """Whoever may own something, and be owed for it."""
    return Organisation.objects.order_by("name")


def organisation_by_number(number: int) -> Organisation:
    try:
        return Organisation.objects.get(pk=number)
    except Organisation.DoesNotExist as missing:
        raise NoSuchOrganisation(number) from missing


def organisations_by_ids(ids: Iterable[int]) -> dict[int, Organisation]:
    return Organisation.objects.in_bulk(set(ids))


def names_of_organisations(ids: Iterable[int]) -> dict[int, str]:
    """organisation → its public name."""
    wanted = set(ids)
    if not wanted:
        return {}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def represented_by(person_id: int, duty: Duty = Duty.READ) -> list[Organisation]:
    """Organisations the person represents directly, in a role that includes the duty."""
    own = _represented_at(person_id, clock.now(), duty)
    return sorted((organisation for organisation, _ in own.values()), key=lambda own: own.name)


def representations_of(person_id: int) -> QuerySet[Representative]:
    """Where the person stands for an organisation now, in whatever role."""
    return Representative.objects.filter(person_id=person_id, since__lte=clock.now(), ended_at=None)


def representatives_of(organisation_id: int) -> QuerySet[Representative]:
    """Who represents the organisation now, longest first."""
    rows = Representative.objects.filter(organisation_id=organisation_id, ended_at=None)
    return rows.select_related("person").order_by("since", "pk")


def keys_of(organisation_id: int) -> QuerySet[Token]:
    """Keys to the API that open this organisation's desk alone, newest first."""
    return people.tokens_within(f"organisation:{organisation_id} ")


def mandates_in_force(at: datetime) -> QuerySet[Mandate]:
    """Mandates that hold at the instant: [starts, ends), and not taken back."""
    return Mandate.objects.filter(
        Q(ends=None) | Q(ends__gt=at), Q(ended_at=None) | Q(ended_at__gt=at), starts__lte=at
    ).select_related("agent", "principal")


def mandates_of(organisation_id: int) -> QuerySet[Mandate]:
    """Mandates the organisation gave or holds, those that stand first, then newest first."""
    sides = Q(agent_id=organisation_id) | Q(principal_id=organisation_id)
    found = Mandate.objects.filter(sides).select_related("agent", "principal", "person")
    return found.order_by(F("ended_at").desc(nulls_first=True), "-pk")


def mandate_of(organisation_id: int, number: int) -> Mandate:
    """One of them. Raises NoSuchMandate."""
    found = mandates_of(organisation_id).filter(pk=number).first()
    if found is None:
        raise NoSuchMandate(number)
    return found


def ways_to_act(
    person_id: int, organisation_ids: Iterable[int], at: datetime, duty: Duty = Duty.ACT
) -> dict[int, list[Acting]]:
    """organisation → every way the person may do that for it at the instant: directly, by mandate, through
    one agent whose mandate may be passed on. The shortest come first.

    Five queries, however many organisations.
    """
    wanted = organisations_by_ids(organisation_ids)
    own = _represented_at(person_id, at, duty)
    ways = {pk: [_directly(person_id, *own[pk])] if pk in own else [] for pk in wanted}
    for acting in _by_mandate(person_id, own, mandates_in_force(at).filter(principal__in=wanted), at):
        ways[acting.organisation.pk].append(acting)
    return ways


def _represented_at(person_id: int, at: datetime, duty: Duty) -> dict[int, tuple[Organisation, Role]]:
    """Where the person's role includes the duty, as far as the key they came with reaches."""
    rows = Representative.objects.filter(person_id=person_id, since__lte=at)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=at)).select_related("organisation")
    found = {}
    for row in rows:
        role: Role | None = Role(row.role)
        if scope := within():
            role = scope.narrows(row.organisation_id, Role(row.role))
        if role is not None and may(role, duty):
            found[row.organisation_id] = (row.organisation, role)
    return found


def must_manage(person_id: int, organisation: Organisation) -> None:
    """Only the organisation's own managers decide about its desk: no agent does, by whatever mandate.

    Raises NotRepresented, RoleTooNarrow.
    """
    if organisation not in represented_by(person_id, Duty.MANAGE):
        raise no_way(person_id, organisation.pk, clock.now())


def is_operator(person: Person) -> bool:
    """Whether the person acts for the site itself: of its staff, and not with a key that opens one desk."""
    return person.is_staff and within() is None


def _directly(person_id: int, organisation: Organisation, role: Role) -> Acting:
    return Acting(person_id, organisation, organisation, role=role)


def _by_mandate(
    person_id: int,
    own: Mapping[int, tuple[Organisation, Role]],
    given: QuerySet[Mandate],
    at: datetime,
) -> Iterator[Acting]:
    """How mandates among `given` reach the person's own organisations, in one step or in two."""
    near = mandates_in_force(at).filter(agent__in=own).order_by("pk")
    reaching = given.filter(Q(agent__in=own) | Q(delegable=True)).order_by("principal__name", "pk")
    for chain in mandates.chains(reaching, near):
        agent = chain[-1].agent
        yield Acting(person_id, chain[0].principal, agent, chain, role=own[agent.pk][1])


def principals_of(organisation_id: int, at: datetime) -> set[int]:
    """For whom the organisation may act by mandates in force: given to it, or passed on to it by an agent."""
    near = set(mandates_in_force(at).filter(agent_id=organisation_id).values_list("principal_id", flat=True))
    further = mandates_in_force(at).filter(agent_id__in=near, delegable=True)
    return (near | set(further.values_list("principal_id", flat=True))) - {organisation_id}


def no_way(person_id: int, organisation_id: int, at: datetime) -> NotRepresented:
    """Why somebody has no way to act for the organisation: a role too narrow, or they are not of it."""
    seen = ways_to_act(person_id, [organisation_id], at, Duty.READ).get(organisation_id)
    return RoleTooNarrow(organisation_id) if seen else NotRepresented(organisation_id)


def may_act_for(person_id: int, organisation_id: int, at: datetime, duty: Duty = Duty.ACT) -> Acting:
    """How the person may do that for the organisation and its whole catalogue; directly if they can.

    A mandate may reach less far than what is asked: `territory` says how far. Raises NotRepresented,
    RoleTooNarrow, OutsideMandate.
    """
    ways = ways_to_act(person_id, [organisation_id], at, duty).get(organisation_id, [])
    if not ways:
        raise no_way(person_id, organisation_id, at)
    whole = next((way for way in ways if way.covers(None)), None)
    if whole is None:
        raise OutsideMandate(organisation_id)
    return whole


def organisations_for(person_id: int, at: datetime, duty: Duty = Duty.READ) -> list[Acting]:
    """How the person may do that for each organisation they may do it for: directly first, then by mandate.

    Of several mandates the one that reaches the whole catalogue, then the one with fewest agents between.
    """
    known = _represented_at(person_id, at, duty)
    direct = sorted(
        (_directly(person_id, *own) for own in known.values()), key=lambda way: way.organisation.name
    )
    first = mandates_in_force(at).filter(agent__in=known).values_list("principal_id", flat=True)
    given = mandates_in_force(at).filter(agent__in={*known, *first})
    best: dict[int, Acting] = {}
    for way in sorted(_by_mandate(person_id, known, given, at), key=lambda way: not way.covers(None)):
        best.setdefault(way.organisation.pk, way)
    others = [way for pk, way in best.items() if pk not in known]
    return direct + sorted(others, key=lambda way: way.organisation.name)


def party_of_member(person_id: int) -> int | None:
    """The number of the party a member is of music of their own; None for who has licensed none."""
    return Organisation.objects.filter(member=person_id).values_list("pk", flat=True).first()


# --- recordings and releases -------------------------------------------------------------------------


def recordings() -> QuerySet[Recording]:
    return Recording.objects.select_related("organisation", "release", "sound")


def recording_by_number(number: int) -> Recording:
    try:
        return recordings().get(pk=number)
    except Recording.DoesNotExist as missing:
        raise NoSuchRecording(number) from missing


def recordings_by_ids(ids: Iterable[int]) -> dict[int, Recording]:
    """One query however many."""
    return recordings().in_bulk(set(ids))


def isrcs_of(ids: Iterable[int]) -> dict[int, str]:
    """recording → its ISRC, "" without one."""
    found = Recording.objects.filter(pk__in=set(ids)).values_list("pk", "isrc")
    return {pk: isrc or "" for pk, isrc in found}


def deliverers_of(ids: Iterable[int]) -> dict[int, int]:
    """recording → the organisation that delivered it."""
    return dict(Recording.objects.filter(pk__in=set(ids)).values_list("pk", "organisation"))


def bare_recordings(ids: Iterable[int]) -> dict[int, Recording]:
    """The same without organisation, release and sound, which for lists of thousands cost most."""
    return Recording.objects.in_bulk(set(ids))


def recordings_on_releases(releases: Iterable[int]) -> set[int]:
    """Numbers of the recordings that stand on these releases."""
    return set(recordings().filter(release_id__in=set(releases)).values_list("pk", flat=True))


def recording_by_isrc(isrc: str) -> Recording | None:
    """The recording of an ISRC, however it is hyphenated."""
    code = normalised_isrc(isrc)
    return recordings().filter(isrc=code).first() if code else None


def recordings_by_isrcs(isrcs: Iterable[str]) -> dict[str, Recording]:
    """normalised ISRC → its recording, with its organisation."""
    known = Recording.objects.select_related("organisation")
    return {str(r.isrc): r for r in known.filter(isrc__in=set(isrcs))}


def recordings_of(organisation_id: int) -> QuerySet[Recording]:
    """The organisation's catalogue, by artist and title."""
    return recordings().filter(organisation_id=organisation_id).order_by("artist", "title", "pk")


def recording_numbers_of(organisation_id: int) -> list[int]:
    return list(Recording.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True))


def releases_of(organisation_id: int) -> QuerySet[Release]:
    return Release.objects.filter(organisation_id=organisation_id).order_by("artist", "title", "pk")


# --- deliveries and references -----------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far a delivery is: rows by state."""

    waiting: int
    arrived: int
    heard: int
    live: int
    refused: int

    @property
    def rows(self) -> int:
        return self.waiting + self.arrived + self.heard + self.live + self.refused


def deliveries_of(organisation_id: int) -> QuerySet[Delivery]:
    """Newest first."""
    return Delivery.objects.filter(organisation_id=organisation_id).order_by("-made_at", "-pk")


def delivery_by_number(number: int) -> Delivery:
    try:
        return Delivery.objects.select_related("organisation").get(pk=number)
    except Delivery.DoesNotExist as missing:
        raise NoSuchDelivery(number) from missing


def rows_of(delivery_id: int) -> QuerySet[DeliveryRow]:
    """Lines of a delivery in their order."""
    return DeliveryRow.objects.filter(delivery_id=delivery_id).select_related("recording").order_by("line")


def listed_rows_of(delivery: Delivery) -> list[ListedRow]:
    """The lines of a list that waits, as its file says them. Raises ListFault."""
    return read_list(files().read(delivery.listing))


def latest_deliveries(recordings: Iterable[int]) -> dict[int, DeliveryRow]:
    """recording → the line that brought or changed it last."""
    live = DeliveryRow.objects.filter(recording_id__in=set(recordings), state=DeliveryRow.State.LIVE)
    return {int(row.recording_id or 0): row for row in live.order_by("pk")}


def recordings_delivered(delivery_id: int) -> QuerySet[DeliveryRow, Any]:
    """Recordings a delivery brought (a subquery of numbers)."""
    return DeliveryRow.objects.filter(delivery_id=delivery_id, recording__isnull=False).values("recording_id")


def progress_of(delivery_ids: Iterable[int]) -> Mapping[int, Progress]:
    """delivery → how far it is; one query."""
    ids = list(delivery_ids)
    counted: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    groups = DeliveryRow.objects.filter(delivery_id__in=ids).values_list("delivery_id", "state")
    for delivery, state, count in groups.annotate(count=Count("pk")):
        counted[delivery][state] = count
    return {
        pk: Progress(**{state.value: states.get(state.value, 0) for state in DeliveryRow.State})
        for pk, states in counted.items()
    }


def delivered_row(row_id: int) -> DeliveryRow:
    """One line with its delivery, for those who act on `recording_delivered`."""
    return DeliveryRow.objects.select_related("delivery", "recording").get(pk=row_id)


def references() -> Iterator[Recording]:
    """Every recording with a sound: what the ear must know. For rebuilding its index."""
    yield from recordings().filter(sound__isnull=False).order_by("pk").iterator(chunk_size=500)


def listed_from(organisation_id: int, sound_id: int) -> list[int]:
    """Recordings listed from a notice of the organisation over this sound."""
    listed = Recording.objects.filter(organisation_id=organisation_id, sound_id=sound_id, isrc=None)
    return list(listed.values_list("pk", flat=True))


# --- release messages --------------------------------------------------------------------------------

_SPEAKING = (
    ReleaseMessage.State.ACCEPTED,
    ReleaseMessage.State.CATALOGUED,
    ReleaseMessage.State.DONE,
)


def messages_of(organisation_id: int) -> QuerySet[ReleaseMessage]:
    """Newest first."""
    return ReleaseMessage.objects.filter(organisation_id=organisation_id).order_by("-made_at", "-pk")


def message_of(organisation_id: int, number: int) -> ReleaseMessage:
    """One of them. Raises NoSuchMessage."""
    found = messages_of(organisation_id).select_related("organisation").filter(pk=number).first()
    if found is None:
        raise NoSuchMessage(number)
    return found


def message_by_number(number: int) -> ReleaseMessage:
    """Raises NoSuchMessage."""
    found = ReleaseMessage.objects.select_related("organisation", "person").filter(pk=number).first()
    if found is None:
        raise NoSuchMessage(number)
    return found


def whole_message(message: ReleaseMessage, name: str = "", *, by_schema: bool = False) -> Message:
    """The kept message, read; its `file` is `name`, else the message's number.

    `by_schema`: also by the schema of its version, if the operator has it.
    """
    check = Schemas(Path(settings.DDEX_SCHEMAS)) if by_schema and settings.DDEX_SCHEMAS else None
    with files().path(message.sha256).open("rb") as source:
        return read_message(source, name or str(message.pk), check=check)


def hashed(key: Key) -> str:
    return hashlib.sha256("\0".join(key).encode()).hexdigest()


@dataclass(frozen=True)
class Touched:
    """Messages whose licences a message may change (itself among them), and all that decide about those."""

    changed: frozenset[int]
    deciding: frozenset[int]


def touched_by(message: ReleaseMessage, main: Iterable[str], other: Iterable[str]) -> Touched:
    """By its hashed keys: a release is touched by messages about the same main release, and by purges of it
    or of what it holds.
    """
    mine = _MessageKeys(message.organisation_id)
    changed = mine.with_keys(main, main=True) if message.kind != "Purge" else mine.with_keys([*main, *other])
    keys = mine.of(changed)
    deciding = changed | mine.with_keys({*(k for k, is_main in keys if is_main), *main}, main=True)
    deciding |= mine.with_keys({*(key for key, _ in keys), *main, *other}, kind="Purge")
    return Touched(frozenset(changed | {message.pk}), frozenset(deciding | {message.pk}))


class _MessageKeys:
    """What the accepted messages of an organisation are about."""

    def __init__(self, organisation_id: int) -> None:
        self._rows = MessageKey.objects.filter(
            message__organisation_id=organisation_id, message__state__in=_SPEAKING
        )

    def with_keys(self, keys: Iterable[str], *, kind: str = "", main: bool = False) -> set[int]:
        rows = self._rows.filter(key__in=set(keys))
        rows = rows.filter(message__kind=kind) if kind else rows
        rows = rows.filter(main=True) if main else rows
        return set(rows.values_list("message_id", flat=True))

    def of(self, messages: Iterable[int]) -> set[tuple[str, bool]]:
        return set(self._rows.filter(message_id__in=set(messages)).values_list("key", "main"))


def messages_by_ids(ids: Iterable[int]) -> list[ReleaseMessage]:
    return list(ReleaseMessage.objects.filter(pk__in=set(ids)).order_by("pk"))


def is_outdated(message: ReleaseMessage) -> bool:
    """Whether a newer accepted message is about the same main release: then this one changes nothing now."""
    keys = MessageKey.objects.filter(message=message, main=True).values("key")
    same = MessageKey.objects.filter(key__in=keys, message__organisation_id=message.organisation_id)
    at_once = Q(message__created=message.created)
    newer = Q(message__created__gt=message.created) | at_once & (
        Q(message__kind="Purge")
        | Q(message__message_id__gt=message.message_id)
        | Q(message__message_id=message.message_id, message__pk__gt=message.pk)
    )
    return same.filter(newer, message__state__in=_SPEAKING).exclude(message=message).exists()


# --- batches -----------------------------------------------------------------------------------------


def batches_of(organisation_id: int) -> QuerySet[Batch]:
    """Newest first."""
    return Batch.objects.filter(organisation_id=organisation_id).order_by("-made_at", "-pk")


def batch_by_number(number: int) -> Batch:
    """Raises NoSuchBatch."""
    found = Batch.objects.select_related("organisation", "person").filter(pk=number).first()
    if found is None:
        raise NoSuchBatch(number)
    return found


def releases_in(batch: Batch) -> QuerySet[BatchRelease]:
    """By the names of their folders."""
    return BatchRelease.objects.filter(batch=batch).select_related("message").order_by("folder")


def release_in(batch: Batch, folder: str) -> BatchRelease:
    """One of them that has its answer. Raises NoSuchBatch."""
    found = releases_in(batch).exclude(state=BatchRelease.State.ARRIVED).filter(folder=folder).first()
    if found is None:
        raise NoSuchBatch(folder)
    return found


def waiting_of(batch: Batch) -> QuerySet[ReleaseMessage]:
    """Its messages that were read and not yet accepted, oldest first; a test has none."""
    if batch.test:
        return ReleaseMessage.objects.none()
    messages = BatchRelease.objects.filter(batch=batch).values("message")
    waiting = ReleaseMessage.objects.filter(pk__in=messages, state=ReleaseMessage.State.READ)
    return waiting.order_by("created", "pk")


@dataclass(frozen=True)
class Answered:
    """How far a batch is: its releases by state, and how many of its messages wait to be accepted."""

    arrived: int
    read: int
    refused: int
    waiting: int

    @property
    def releases(self) -> int:
        return self.arrived + self.read + self.refused


def answered(batches: Iterable[int]) -> Mapping[int, Answered]:
    """batch → how far it is; two queries."""
    ids = list(batches)
    counted: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = BatchRelease.objects.filter(batch_id__in=ids)
    for batch, state, count in rows.values_list("batch_id", "state").annotate(count=Count("pk")):
        counted[batch][state] = count
    waiting = rows.filter(message__state=ReleaseMessage.State.READ, batch__test=False)
    for batch, count in waiting.values_list("batch_id").annotate(count=Count("pk")):
        counted[batch]["waiting"] = count
    names = ("arrived", "read", "refused", "waiting")
    return {pk: Answered(**{name: said.get(name, 0) for name in names}) for pk, said in counted.items()}
