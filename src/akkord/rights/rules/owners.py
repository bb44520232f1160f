"""Rule 5: what the owners of one recording say about this use, here and now, and what each of them is due."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from akkord.rights.rules.answers import FactId, Payee, Reason, Span, sternest
from akkord.rights.rules.facts import (
    Condition,
    Grant,
    Licence,
    Match,
    Ownership,
    Policy,
    PolicyRule,
    Recording,
)
from akkord.rights.rules.hearing import Heard, Hearing, Horizon, end_to_end, matched_ms, reference_ms
from akkord.rights.rules.uses import needed, touched
from akkord.rights.terms import (
    Action,
    CommercialModel,
    Contest,
    Gaps,
    LicenceId,
    Money,
    PartyId,
    PolicyId,
    RecordingId,
    Right,
    Standing,
    Use,
    Verdict,
    Why,
)
from akkord.rights.territories import TerritorySet

Fired = dict[Action, list[PolicyId]]


class Party(NamedTuple):
    """One owner at this instant: its whole share, what it is based on, which of its rules fire, and whether
    it is more than declared."""

    id: PartyId
    share: Fraction
    ownerships: tuple[FactId, ...]
    fired: Fired
    proven: bool


class Known(NamedTuple):
    """A recording that has to be judged: long enough to count, or named by an owner's rule.

    `total` is what its owners hold together, which may be less or more than the whole.
    """

    heard: Heard
    counts: bool
    owners: tuple[Party, ...]
    total: Fraction


class Ruling(NamedTuple):
    """What rule 5 says about one recording; lines divide the play's money for it, or are empty."""

    known: Known
    reasons: tuple[Reason, ...]
    lines: tuple[Payee, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The sternest of the reasons."""
        return sternest(reason.verdict for reason in self.reasons)


def known_recording(hearing: Hearing, heard: Heard) -> Known | None:
    """The recording with its owners, or None when the match is too short and no owner's rule is about it."""
    owners = _owners(hearing, heard)
    counts = heard.counts(hearing.facts.instance)
    if not counts and not any(owner.fired for owner in owners):
        return None
    return Known(heard, counts, owners, _sum(owner.share for owner in owners))


def declared_recording(hearing: Hearing) -> Known | None:
    """What the sender of a sound nobody knows declares it to be; None while nobody owns that."""
    declared = hearing.file.declared_as
    recording = None if declared is None else hearing.facts.recording.get(hearing.facts.one(declared))
    if recording is None:
        return None
    heard = Heard(recording, (end_to_end(hearing.file, recording.id, "declaration"),))
    owners = _owners(hearing, heard)
    return Known(heard, True, owners, _sum(owner.share for owner in owners)) if owners else None


def judge_recording(hearing: Hearing, known: Known, sounds: int, alike: list[Known]) -> Ruling:
    """Rule 5 for one of the recordings of the file, which has so many `sounds`; `alike` are all recordings in
    it with this one's sound. What an owner permits of one of its own it permits of the sound."""
    recording = known.heard.recording
    free = sorted(
        free.id
        for free in hearing.facts.free_of.get(recording.id, ())
        if hearing.covers(free.territories, free.valid)
    )
    if free:
        reason = Reason(Why.FREE, Verdict.ALLOW, Contest.NOTHING, recording.id, facts=tuple(free))
        return Ruling(known, (reason,))
    if not known.owners:
        return Ruling(known, (Reason(Why.NO_OWNER, Verdict.HOLD, Contest.REVIEW, recording.id),))
    answers = [
        _judge_owner(hearing, known.heard, owner, sounds, _names(alike, owner.id)) for owner in known.owners
    ]
    reasons = (*(answer.reason for answer in answers), *_judge_sum(hearing, known))
    return Ruling(known, reasons, _lines(known, answers))


def _names(alike: list[Known], owner: PartyId) -> list[Recording]:
    """The recordings with one sound that the owner has a share of: about others' it has no word."""
    return [each.heard.recording for each in alike if any(party.id == owner for party in each.owners)]


class _Answer(NamedTuple):
    reason: Reason
    money: Money = Money.WAIVED
    licence: LicenceId | None = None


def _owners(hearing: Hearing, heard: Heard) -> tuple[Party, ...]:
    right = touched(hearing.query.use)
    speaking = [
        ownership
        for ownership in hearing.facts.ownerships_of.get(heard.recording.id, ())
        if _speaks(hearing, ownership, right)
    ]
    proven = [ownership for ownership in speaking if ownership.standing != Standing.DECLARED]
    held: dict[PartyId, list[Ownership]] = {}
    for ownership in proven or speaking:
        held.setdefault(ownership.party, []).append(ownership)
    return tuple(
        Party(
            party,
            _most(held[party]),
            tuple(sorted(ownership.id for ownership in held[party])),
            _fired(hearing, heard, party),
            bool(proven),
        )
        for party in sorted(held)
    )


def _most(ownerships: list[Ownership]) -> Fraction:
    """A party's share. Of what it states of recordings that are one the most speaks: nobody owns it twice."""
    held: dict[RecordingId, Fraction] = {}
    for each in ownerships:
        held[each.recording] = held.get(each.recording, Fraction(0)) + each.share
    return max(held.values())


def _sum(shares: Iterable[Fraction]) -> Fraction:
    return sum(shares, Fraction(0))


def _speaks(hearing: Hearing, ownership: Ownership, right: Right) -> bool:
    """An assertion has no standing (rule 7), a share of nothing no voice."""
    return (
        ownership.standing != Standing.ASSERTED
        and ownership.share > 0
        and ownership.right in (Right.GENERAL, right)
        and hearing.covers(ownership.territories, ownership.valid)
    )


def _fired(hearing: Hearing, heard: Heard, party: PartyId) -> Fired:
    fired: Fired = {}
    for policy in hearing.facts.policies_of.get(party, ()):
        for action in _actions(hearing, heard, policy):
            fired.setdefault(action, []).append(policy.id)
    return fired


def _actions(hearing: Hearing, heard: Heard, policy: Policy) -> set[Action]:
    if not policy.repertoire.covers(heard.recording):
        return set()
    actions = {rule.action for rule in policy.rules if _fires(hearing, heard, rule)}
    return actions if actions and hearing.horizon.holds(policy.valid) else set()


def _fires(hearing: Hearing, heard: Heard, rule: PolicyRule) -> bool:
    return hearing.query.territory in rule.condition.territories and any(
        _measures(
            rule.condition, matched_ms(match), hearing.file.length_ms, reference_ms(match), match.reference_ms
        )
        and _sounds_in(match, rule.condition.segment)
        for match in heard.matches
    )


def _sounds_in(match: Match, stretch: Span | None) -> bool:
    return stretch is None or any(
        each.r0 < stretch.end and stretch.start < each.r1 for each in match.segments
    )


def _measures(condition: Condition, matched: int, length: int, of_reference: int, reference: int) -> bool:
    return (
        condition.matched_ms.holds(matched)
        and condition.percent_of_file.holds(matched * 100, length)
        and condition.percent_of_reference.holds(of_reference * 100, reference)
    )


def _judge_owner(
    hearing: Hearing, heard: Heard, owner: Party, sounds: int, names: list[Recording]
) -> _Answer:
    """A grant clears; else the owner's own rule stands over its licences; else a licence is needed."""
    recording = heard.recording.id
    grants = tuple(
        sorted(
            grant.id for grant in hearing.facts.grants_of.get(owner.id, ()) if _granted(hearing, names, grant)
        )
    )
    if grants:
        return _Answer(Reason(Why.GRANTED, Verdict.ALLOW, Contest.NOTHING, recording, owner.id, facts=grants))
    if Action.BLOCK in owner.fired:
        return _Answer(
            _refusal(hearing, heard, Why.OWNER_BLOCKS, owner, tuple(sorted(owner.fired[Action.BLOCK])))
        )
    if Action.REPORT in owner.fired:
        policies = tuple(sorted(owner.fired[Action.REPORT]))
        return _Answer(
            Reason(
                Why.OWNER_REPORTS, Verdict.ALLOW_REPORT, Contest.NOTHING, recording, owner.id, facts=policies
            )
        )
    licences = tuple(
        sorted(
            licence.id
            for licence in hearing.facts.licences_of.get(owner.id, ())
            if _licensed(hearing, names, licence, sounds)
        )
    )
    if licences:
        reason = Reason(Why.LICENSED, Verdict.ALLOW, Contest.NOTHING, recording, owner.id, facts=licences)
        return _Answer(reason, Money.PAY, licences[0])
    return _Answer(_refusal(hearing, heard, Why.UNLICENSED, owner, owner.ownerships))


def _refusal(hearing: Hearing, heard: Heard, why: Why, owner: Party, facts: tuple[FactId, ...]) -> Reason:
    """Rule 8: the uploader's flag turns an automatic block of a part into a hold that a person looks at."""
    softened = hearing.file.lawful_use and heard.partial(hearing.facts.instance)
    return Reason(
        why,
        Verdict.HOLD if softened else Verdict.BLOCK,
        Contest.REVIEW if softened else Contest.DISPUTE if owner.proven else Contest.OWN,
        heard.recording.id,
        owner.id,
        facts=facts,
    )


def _granted(hearing: Hearing, names: list[Recording], grant: Grant) -> bool:
    file = hearing.file
    to_account = grant.to is not None and grant.to == file.account
    to_group = grant.group in file.groups
    return (
        (to_account or to_group or grant.file == file.file)
        and any(grant.repertoire.covers(name) for name in names)
        and hearing.query.use in grant.uses
        and hearing.covers(grant.territories, grant.valid)
    )


def _licensed(hearing: Hearing, names: list[Recording], licence: Licence, sounds: int) -> bool:
    permissions = needed(hearing.query.use, delivered=hearing.file.delivered_as is not None)
    return (
        hearing.query.territory in licence.territories
        and hearing.query.model in licence.models
        and any(licence.repertoire.covers(name) for name in names)
        and any(permission <= licence.uses for permission in permissions)
        and _mix_allowed(hearing, licence, sounds)
        and hearing.horizon.holds(licence.valid)
    )


def permits_uploads(
    licence: Licence, recording: Recording, where: TerritorySet, model: CommercialModel, at: datetime
) -> bool:
    """Whether a licence permits, at that instant, every play there of what people send in of a recording."""
    return (
        licence.repertoire.covers(recording)
        and model in licence.models
        and where <= licence.territories
        and any(permission <= licence.uses for permission in needed(Use.PLAY, delivered=False))
        and Horizon(at).holds(licence.valid)
    )


def _mix_allowed(hearing: Hearing, licence: Licence, sounds: int) -> bool:
    if licence.mix is None or sounds < 2:
        return True
    return hearing.file.length_ms >= licence.mix.shortest_ms and sounds <= licence.mix.most_recordings


def _judge_sum(hearing: Hearing, known: Known) -> tuple[Reason, ...]:
    facts = tuple(sorted(id for owner in known.owners for id in owner.ownerships))
    recording = known.heard.recording.id
    if known.total > 1:
        return (Reason(Why.OVERCLAIM, Verdict.ALLOW_REPORT, Contest.NOTHING, recording, facts=facts),)
    if known.total == 1:
        return ()
    if hearing.facts.instance.gaps == Gaps.ESCROW:
        return (Reason(Why.GAP_IN_ESCROW, Verdict.ALLOW_REPORT, Contest.NOTHING, recording, facts=facts),)
    return (Reason(Why.GAP, Verdict.HOLD, Contest.WAIT, recording, facts=facts),)


def _lines(known: Known, answers: list[_Answer]) -> tuple[Payee, ...]:
    """The whole of the recording's money, divided: gaps and disputed shares wait in escrow.

    Whoever lets a play pass asks for nothing, but is not thereby out of a dispute about who owns what.
    """
    recording = known.heard.recording.id
    whole = max(known.total, Fraction(1))
    disputed = known.total > 1
    gap = 1 - known.total
    if gap <= 0 and all(answer.money == Money.WAIVED for answer in answers):
        return ()
    lines = [
        Payee(
            owner.id,
            owner.share / whole,
            Money.ESCROW if disputed else answer.money,
            recording,
            answer.licence,
        )
        for owner, answer in zip(known.owners, answers, strict=True)
    ]
    if gap > 0:
        lines.append(Payee(None, gap, Money.ESCROW, recording))
    return tuple(lines)
