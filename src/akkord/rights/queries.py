"""Every read of the facts: as the law takes them, as people see them, and as the audit compares them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.flow.prepared import Prepared
from akkord.ledger.models import Entry
from akkord.ledger.rules import Restriction

from . import facts_in_tables as read
from . import terms
from .models import Block, Fact, FactsVersion, Free, Grant, Licence, Ownership, Policy, SameSound
from .rules import facts as law
from .rules.answers import Reason
from .rules.blocks import forbids_there
from .rules.owners import permits_uploads
from .terms import BlockKind, BlockState, RecordingId, ReleaseId, ScopeKind, Standing, Why
from .territories import TerritorySet

K = TypeVar("K")
PROVEN = (Standing.EVIDENCED.value, Standing.COURT.value)
FIRST_VERSION = 0
MOST_ASKED = 5000  # recordings asked for in one query, by either of two columns


@dataclass(frozen=True)
class Need:
    """What a decision about one file is made of: the recordings in it, who sent it in, and the file."""

    recordings: frozenset[int]
    account: int | None = None
    sound: int | None = None


# --- for the law -------------------------------------------------------------------------------------


def facts_version() -> int:
    """How often facts have changed. Read it *before* the facts, and an answer is never newer than it says."""
    rows = _version(1)
    return rows[0][0] if rows else FIRST_VERSION


def version_asked() -> Combinable:
    """The same as a column of another question, which is asked before the facts are."""
    return Coalesce(Subquery(FactsVersion.objects.filter(pk=1).values("version")), FIRST_VERSION)


_version = Prepared(lambda number: FactsVersion.objects.filter(pk=number).values_list("version"))


def hold_facts() -> int:
    """The count of changes, and nobody changes facts until the caller's transaction ends."""
    rows = FactsVersion.objects.select_for_update()
    return rows.get_or_create(pk=1, defaults={"version": FIRST_VERSION})[0].version


def facts_for(
    recording_ids: Iterable[int], account_id: int | None, sound_id: int | None, *, history: bool = False
) -> law.Facts:
    """The facts about one file; eight queries whatever the number of recordings, a few more where the sound
    of one is another's too.

    With `history` also those that were withdrawn, for recomputing an old answer (rules.history.known_at).
    """
    accounts = set() if account_id is None else {account_id}
    sounds = set() if sound_id is None else {sound_id}
    return _facts(set(recording_ids), accounts, sounds, history=history)


def facts_for_many(needs: Mapping[K, Need]) -> dict[K, law.Facts]:
    """The facts about many files at once, with the same eight queries.

    All share one object: more facts than a file needs do no harm, and its indexes are made once.
    """
    shared = _facts(
        {recording for need in needs.values() for recording in need.recordings},
        {need.account for need in needs.values() if need.account is not None},
        {need.sound for need in needs.values() if need.sound is not None},
    )
    return dict.fromkeys(needs, shared)


def instance() -> law.Instance:
    """The operator's choices the law knows."""
    return law.Instance(mode=terms.Mode(settings.INSTANCE_MODE), gaps=terms.Gaps(settings.GAP_MODE))


def _facts(recordings: set[int], accounts: set[int], sounds: set[int], *, history: bool = False) -> law.Facts:
    known = Q() if history else Q(withdrawn_at=None)
    recordings, same = _with_same_sound(recordings, known)
    ownerships = Ownership.objects.filter(known, recording_id__in=recordings) if recordings else ()
    owned = [read.ownership(row) for row in ownerships]
    owners = {ownership.party for ownership in owned}
    return law.Facts(
        recordings=tuple(_recordings(recordings)),
        ownerships=tuple(owned),
        licences=_read(Licence, read.licence, known, licensor_id__in=owners),
        policies=_read(Policy, read.policy, known, owner_id__in=owners),
        grants=tuple(read.grant(row) for row in _grants(known, owners, accounts, sounds)),
        free=_read(Free, read.free, known, recording_id__in=recordings),
        blocks=tuple(read.block(row) for row in _blocks(known, recordings, accounts, sounds)),
        same_sounds=tuple(read.same_sound(row) for row in same),
        instance=instance(),
    )


def _with_same_sound(recordings: set[int], known: Q) -> tuple[set[int], list[SameSound]]:
    """These recordings and all that have the sound of one of them, however many steps away, and the facts."""
    reached, asked, found = set(recordings), sorted(recordings), dict[int, SameSound]()
    while asked:
        some, asked = asked[:MOST_ASKED], asked[MOST_ASKED:]
        rows = SameSound.objects.filter(known, Q(one_id__in=some) | Q(other_id__in=some))
        found |= {row.pk: row for row in rows.exclude(state=SameSound.State.DIFFERENT)}
        further = {number for row in found.values() for number in (row.one_id, row.other_id)} - reached
        asked += sorted(further)
        reached |= further
    return reached, list(found.values())


def alike(recording_ids: Iterable[int], *states: SameSound.State) -> set[int]:
    """These recordings and those with the same sound, in one of these states; in any that counts if none."""
    known = Q(withdrawn_at=None, state__in=states) if states else Q(withdrawn_at=None)
    return _with_same_sound(set(recording_ids), known)[0]


def _read(table: Any, as_fact: Any, known: Q, **wanted: Any) -> tuple[Any, ...]:
    return tuple(as_fact(row) for row in table.objects.filter(known, **wanted))


def _recordings(ids: set[int]) -> Iterator[law.Recording]:
    for row in catalogue.recordings_by_ids(ids).values() if ids else ():
        releases = {ReleaseId(row.release_id)} if row.release_id is not None else set()
        yield law.Recording(
            id=RecordingId(row.pk), isrc=row.isrc, releases=frozenset(releases), recorded_at=row.made_at
        )


def _grants(known: Q, owners: set[terms.PartyId], accounts: set[int], sounds: set[int]) -> QuerySet[Grant]:
    """Owners' grants to these accounts and files, and all their grants to communities."""
    to = Q(account_id__in=accounts) | Q(group__isnull=False) | Q(sound_id__in=sounds)
    return Grant.objects.filter(known, to, owner_id__in=owners)


def _blocks(known: Q, recordings: set[int], accounts: set[int], sounds: set[int]) -> QuerySet[Block]:
    on = (
        Q(scope=ScopeKind.RECORDING.value, scope_id__in=recordings)
        | Q(scope=ScopeKind.FILE.value, scope_id__in=sounds)
        | Q(scope=ScopeKind.ACCOUNT.value, scope_id__in=accounts)
    )
    return Block.objects.filter(known, on)


# --- for people --------------------------------------------------------------------------------------


def licences_of(organisation_id: int, *, withdrawn: bool = False) -> QuerySet[Licence]:
    """The organisation's licences that stand, newest first; with `withdrawn` all there ever were."""
    return _stated(Licence, withdrawn).filter(licensor_id=organisation_id)


def policies_of(organisation_id: int, *, withdrawn: bool = False) -> QuerySet[Policy]:
    return _stated(Policy, withdrawn).filter(owner_id=organisation_id)


def grants_of(organisation_id: int, *, withdrawn: bool = False) -> QuerySet[Grant]:
    return _stated(Grant, withdrawn).filter(owner_id=organisation_id)


def _stated(table: Any, withdrawn: bool) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.objects.select_related("entry", "withdrawal", "person")
    rows = rows.order_by("-recorded_at", "-pk")
    return rows if withdrawn else rows.filter(withdrawn_at=None)


def licence_by_number(number: int) -> Licence | None:
    return Licence.objects.select_related("entry", "withdrawal").filter(pk=number).first()


def policy_by_number(number: int) -> Policy | None:
    return Policy.objects.select_related("entry", "withdrawal").filter(pk=number).first()


def grant_by_number(number: int) -> Grant | None:
    return Grant.objects.select_related("entry", "withdrawal").filter(pk=number).first()


def blocks_on(scope: ScopeKind, scope_id: int) -> QuerySet[Block]:
    """Blocks that stand on one file, recording, work or account, suspended ones included; oldest first."""
    rows = Block.objects.filter(scope=scope.value, scope_id=scope_id, withdrawn_at=None)
    return rows.select_related("entry", "claimant").order_by("recorded_at", "pk")


def forbidden_there(kind: ScopeKind, ids: Iterable[int], territory: str, at: datetime) -> dict[int, Block]:
    """thing → the block that forbids it there at the instant, the first laid of several; one query."""
    return forbidden_among({kind: ids}, territory, at)[kind]


def forbidden_among(
    things: Mapping[ScopeKind, Iterable[int]], territory: str, at: datetime
) -> dict[ScopeKind, dict[int, Block]]:
    """The same for things of several kinds; one query, none for no things.

    For what is no sound: no licence and no policy speaks of it, so its blocks are all the law there is.
    """
    found: dict[ScopeKind, dict[int, Block]] = {kind: {} for kind in things}
    rows = blocks_naming(things)
    for row in rows.select_related("entry").order_by("-recorded_at", "-pk"):
        if forbids_there(read.block(row), territory, at):
            found[ScopeKind(row.scope)][row.scope_id] = row
    return found


def blocks_naming(things: Mapping[ScopeKind, Iterable[int]]) -> QuerySet[Block]:
    """Blocks on any of these things that are not withdrawn, wherever and whenever they hold; to be asked for
    together with something else: where there are none, nothing is forbidden."""
    asked = {kind: numbers for kind, ids in things.items() if (numbers := list(ids))}
    if not asked:
        return Block.objects.none()
    named = [Q(scope=kind.value, scope_id__in=numbers) for kind, numbers in asked.items()]
    return Block.objects.filter(reduce(or_, named), withdrawn_at=None)


def blocks_among(scope: ScopeKind, ids: Any) -> QuerySet[Block]:
    """Blocks in force now on any of these things (numbers, or the query that finds them), latest first."""
    now = clock.now()
    begun, lasting = Q(starts=None) | Q(starts__lte=now), Q(ends=None) | Q(ends__gt=now)
    rows = Block.objects.filter(begun, lasting, scope=scope.value, scope_id__in=ids, withdrawn_at=None)
    standing = rows.exclude(state=BlockState.SUSPENDED.value, kind=BlockKind.NOTICE.value)
    return standing.select_related("entry", "claimant").order_by("-recorded_at", "-pk")


def blocks_of_case(case: int) -> QuerySet[Block]:
    """Every block that stems from an order or case, lifted ones included."""
    return Block.objects.filter(case=case).select_related("entry", "lifting", "claimant").order_by("pk")


def stay_downs_of(organisation_id: int) -> QuerySet[Block]:
    """The organisation's stay-downs, newest first, ended ones included, each as it stood last."""
    rows = Block.objects.filter(
        claimant_id=organisation_id,
        kind=BlockKind.STAYDOWN.value,
        scope=ScopeKind.RECORDING.value,
        replaced_by=None,
    )
    return rows.select_related("entry", "lifting", "claimant").order_by("-recorded_at", "-pk")


def stay_downs_on(recording_ids: Iterable[int]) -> list[Block]:
    """Stay-downs of these recordings that stand."""
    rows = Block.objects.filter(
        kind=BlockKind.STAYDOWN.value,
        scope=ScopeKind.RECORDING.value,
        scope_id__in=list(recording_ids),
        claimant__isnull=False,
        withdrawn_at=None,
    )
    return list(rows.select_related("claimant").order_by("pk"))


def named_by_later_licences(blocks: Sequence[Block]) -> list[int]:
    """Recordings named by a licence of the claimant given after its stay-down; one query for thousands."""
    if not blocks:
        return []
    given = Licence.objects.filter(
        licensor_id__in={block.claimant_id for block in blocks},
        recorded_at__gt=min(block.recorded_at for block in blocks),
        withdrawn_at=None,
    ).exclude(recordings=[])
    named: dict[int, set[int]] = {}
    for licensor, recordings in given.values_list("licensor", "recordings"):
        named.setdefault(licensor, set()).update(recordings)
    return sorted({b.scope_id for b in blocks if b.scope_id in named.get(b.claimant_id or 0, ())})


def licence_against(
    block: Block, models: Sequence[terms.CommercialModel], *, named: bool = False
) -> Licence | None:
    """A licence its claimant gave after a stay-down that permits, now, all plays of uploads it forbids,
    in whichever of these ways their listeners pay.

    With `named` only one that names the recording.
    """
    recording = next(_recordings({block.scope_id}))
    where, at = read.read_territories(block.territory), clock.now()
    later = licences_of(block.claimant_id or 0).filter(recorded_at__gt=block.recorded_at)
    for row in later:
        licence = read.licence(row)
        if named and recording.id not in licence.repertoire.recordings:
            continue
        if all(permits_uploads(licence, recording, where, model, at) for model in models):
            return row
    return None


def owners_of(recording_id: int) -> QuerySet[Ownership]:
    """Who states to own the recording, whatever its standing; largest standing first."""
    rows = Ownership.objects.filter(recording_id=recording_id, withdrawn_at=None)
    return rows.select_related("party").order_by("party__name", "pk")


def declared_among(recording_ids: Iterable[int]) -> dict[int, Ownership]:
    """recording → what its sender declares of it, and nobody has proven yet."""
    rows = Ownership.objects.filter(
        recording_id__in=list(recording_ids), standing=Standing.DECLARED.value, withdrawn_at=None
    )
    return {row.recording_id: row for row in rows}


def proven_of_members(recording_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(recording, member) of proven shares that stand: what a member signed and the operator saw proof of."""
    rows = Ownership.objects.filter(
        recording_id__in=list(recording_ids),
        withdrawn_at=None,
        standing__in=PROVEN,
        party__member__isnull=False,
    ).exclude(share="0")
    return {(recording, member) for recording, member in rows.values_list("recording_id", "party__member_id")}


def proven_owners(recording_ids: Iterable[int]) -> dict[int, set[int]]:
    """recording → organisations with a proven share, also of what is one recording with it by agreement."""
    asked, merged = _with_same_sound(set(recording_ids), Q(withdrawn_at=None, state=SameSound.State.MERGED))
    joined = law.Facts(same_sounds=tuple(read.same_sound(row) for row in merged))
    rows = Ownership.objects.filter(recording_id__in=asked, withdrawn_at=None, standing__in=PROVEN).exclude(
        share="0"
    )
    found: dict[int, set[int]] = {}
    for recording, party in rows.values_list("recording_id", "party_id"):
        for number in joined.numbers_of(joined.one(RecordingId(recording))):
            found.setdefault(number, set()).add(party)
    return found


def proven_there(
    organisation_id: int, recording_ids: Iterable[int], at: datetime, territory: str
) -> frozenset[int]:
    """Those of the recordings of which the organisation has a proven share there at the instant."""
    rows = Ownership.objects.filter(
        Q(starts=None) | Q(starts__lte=at),
        Q(ends=None) | Q(ends__gt=at),
        party_id=organisation_id,
        recording_id__in=set(recording_ids),
        withdrawn_at=None,
        standing__in=PROVEN,
    ).exclude(share="0")
    return frozenset(row.recording_id for row in rows if territory in read.read_territories(row.territory))


def recordings_owned_by(organisation_id: int) -> list[int]:
    """Recordings the organisation states to own a share of, and those that are one with them."""
    rows = Ownership.objects.filter(party_id=organisation_id, withdrawn_at=None)
    owned = set(rows.values_list("recording_id", flat=True).distinct())
    merged = SameSound.objects.filter(withdrawn_at=None, state=SameSound.State.MERGED)
    theirs = merged.filter(Q(one__in=rows.values("recording")) | Q(other__in=rows.values("recording")))
    touched = {number for pair in theirs.values_list("one", "other") for number in pair}
    return sorted(owned | alike(touched, SameSound.State.MERGED))


def recordings_covered(organisation_id: int, repertoire: law.Repertoire) -> list[int]:
    """Of the recordings the organisation states to own a share of, those that belong to the repertoire."""
    owned = recordings_owned_by(organisation_id)
    if repertoire.catalogue:
        return sorted(owned)
    released = catalogue.recordings_on_releases(repertoire.releases) if repertoire.releases else set()
    return sorted({*repertoire.recordings, *released} & set(owned))


def free_of(recording_id: int) -> QuerySet[Free]:
    return Free.objects.filter(recording_id=recording_id, withdrawn_at=None).order_by("pk")


def free_once(recording_id: int) -> QuerySet[Free]:
    """What was stated of the recording and taken back, newest first."""
    rows = Free.objects.filter(recording_id=recording_id).exclude(withdrawn_at=None)
    return rows.select_related("withdrawal").order_by("-withdrawn_at", "-pk")


def free_by_number(number: int) -> Free | None:
    return Free.objects.filter(pk=number).first()


def free_recordings(recording_ids: Iterable[int], at: datetime, where: TerritorySet) -> set[int]:
    """Those of the recordings that need nobody's licence anywhere there at the instant."""
    rows = Free.objects.filter(recording_id__in=set(recording_ids), withdrawn_at=None)
    held = rows.filter(Q(starts=None) | Q(starts__lte=at), Q(ends=None) | Q(ends__gt=at))
    return {row.recording_id for row in held if where <= read.read_territories(row.territory)}


def entry_numbers(reasons: Iterable[Reason]) -> dict[Reason, int]:
    """reason → number of the log line of the block or policy behind it, where that is sequenced already."""
    asked = list(reasons)
    numbers = {
        Why.BLOCKED: _numbers(Block, {f for r in asked if r.why == Why.BLOCKED for f in r.facts}),
        Why.OWNER_BLOCKS: _numbers(Policy, {f for r in asked if r.why == Why.OWNER_BLOCKS for f in r.facts}),
    }
    found: dict[Reason, int] = {}
    for reason in asked:
        lines = [n for fact in reason.facts if (n := numbers.get(reason.why, {}).get(fact)) is not None]
        if lines:
            found[reason] = min(lines)
    return found


def lines_behind(reasons: Iterable[Reason]) -> list[Entry]:
    """The log lines of the blocks and policies that these reasons rest on, oldest first."""
    facts: dict[Why, set[int]] = {Why.BLOCKED: set(), Why.OWNER_BLOCKS: set()}
    for reason in reasons:
        if reason.why in facts:
            facts[reason.why] |= set(reason.facts)
    blocks = Block.objects.filter(pk__in=facts[Why.BLOCKED]).values("entry_id")
    policies = Policy.objects.filter(pk__in=facts[Why.OWNER_BLOCKS]).values("entry_id")
    return list(Entry.objects.filter(Q(pk__in=blocks) | Q(pk__in=policies)).order_by("pk"))


def _numbers(table: Any, ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    rows = table.objects.filter(pk__in=ids, entry__number__isnull=False)
    return dict(rows.values_list("pk", "entry__number"))


# --- for the ledger's audit --------------------------------------------------------------------------


def restrictions_in_force() -> Iterator[Restriction]:
    """Everything the tables hold that has a line standing in the log: to be compared line by line.

    Blocks that stand and are not suspended; licences, policies and grants that stand; and withdrawals that
    narrowed. Taking back what only forbade leaves no line standing, and so is not here.
    """
    standing = chain(
        _rows(Block.objects.filter(withdrawn_at=None, state=BlockState.ACTIVE.value)),
        *(_rows(table.objects.filter(withdrawn_at=None)) for table in (Licence, Policy, Grant)),
        _rows(Ownership.objects.filter(withdrawn_at=None).exclude(entry=None)),
        _rows(SameSound.objects.filter(withdrawn_at=None).exclude(state=SameSound.State.DIFFERENT)),
    )
    for row, line in standing:
        yield Restriction(thing_key(row), line, read.content_of(row))
    for table in (Licence, Policy, Grant, Ownership, Free):
        withdrawn = table.objects.exclude(withdrawn_at=None).select_related("withdrawal").order_by("pk")
        for row in withdrawn.iterator(chunk_size=1000):
            if taking_back_narrows(row):
                line = row.withdrawal.public_id if row.withdrawal else ""  # none: slipped in by SQL
                yield Restriction(thing_key(row), line, read.withdrawal_of(row))


def _rows(rows: QuerySet[Any]) -> Iterator[tuple[Any, str]]:
    """Rows, each with the public id of its line; "" for a row that points at no line there is.

    An outer join on purpose: a join that demands the line would hide the very row that was slipped in.
    """
    line = Subquery(Entry.objects.filter(pk=OuterRef("entry_id")).values("public_id"))
    for row in rows.annotate(line=line).order_by("pk").iterator(chunk_size=1000):
        yield row, row.line or ""


def thing_key(row: Fact) -> str:
    """The plain name of what a fact is about, as its line names it."""
    match row:
        case Block():
            return f"{row.scope}:{row.scope_id}"
        case Ownership() | Free():
            return f"recording:{row.recording_id}"
        case SameSound():
            return f"recording:{row.other_id}"
        case Licence():
            return f"organisation:{row.licensor_id}"
        case Policy() | Grant():
            return f"organisation:{row.owner_id}"
        case _:
            raise TypeError(row)


def taking_back_narrows(row: Fact) -> bool:
    """Whether withdrawing the row can silence something: only a policy that merely blocks cannot."""
    if isinstance(row, Policy):
        return any(rule["action"] == terms.Action.REPORT.value for rule in row.rules)
    return not (isinstance(row, Ownership) and row.standing == Standing.ASSERTED.value)
