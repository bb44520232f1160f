"""The law of the house: may this sound be heard, by whom, why, and who is paid (rights.md section 5).

1. Any doubt about the look-up holds. 2. A block in force blocks. 3. A file not looked up in the current
index is held. 4. A sound nobody knows is treated as the instance's mode says, and as its sender, who
declares it to be their own, permits. 5. Each recording heard in the
file is judged by its owners (owners.py). 6. The sternest answer wins. 7. A bare assertion has no standing.
8. Lawful use softens an automatic block of a part. 9. Every answer carries its reasons.
Doubts add a hold and take nothing away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from akkord.rights.rules.answers import Decision, Payee, Query, Reason, Span, sternest
from akkord.rights.rules.blocks import judge_blocks
from akkord.rights.rules.facts import Facts, FileFacts, Instance, Match
from akkord.rights.rules.hearing import Heard, Hearing, Horizon, links, merged, total_ms
from akkord.rights.rules.owners import Known, Ruling, declared_recording, judge_recording, known_recording
from akkord.rights.terms import Contest, Mode, Money, RecordingId, Verdict, Viewer, Why


def decide(query: Query, file: FileFacts, facts: Facts) -> Decision:
    """The one answer every path to a byte asks for; pure, the same for the same facts in any order."""
    hearing = Hearing(query, file, facts, Horizon(query.at))
    linked = links(file, facts)
    heard = [
        Heard(facts.recording[recording], matches)
        for recording, matches in linked.items()
        if recording in facts.recording
    ]
    doubts = list(judge_doubts(hearing, linked))
    blocks = list(judge_blocks(hearing, linked, heard))
    known = [each for each in (known_recording(hearing, sound) for sound in heard) if each is not None]
    recognised = any(each.counts for each in known)
    declared = None if doubts or recognised else declared_recording(hearing)
    if declared is not None:
        known.append(declared)
    sounds: dict[RecordingId, list[Known]] = {}
    for each in known:
        sounds.setdefault(facts.sound(each.heard.recording.id), []).append(each)
    rulings = [
        judge_recording(hearing, each, len(sounds), sounds[facts.sound(each.heard.recording.id)])
        for each in known
    ]
    disputed = disputed_sounds(facts, rulings)
    unknown = [] if doubts or recognised else judge_unknown(file, facts.instance, declared)
    ruled = (reason for ruling in rulings for reason in ruling.reasons)
    reasons = [*doubts, *blocks, *unknown, *ruled, *disputed.values()]
    verdict = sternest(reason.verdict for reason in reasons)
    return Decision(
        verdict=verdict,
        audible=_audible(verdict, query.viewer),
        reasons=tuple(sorted(reasons, key=_sternness)),
        payees=_payees(verdict, rulings, unknown, facts, disputed),
        mute=() if doubts or blocks else _mute(file, facts.instance, rulings),
        valid_until=hearing.horizon.until,
    )


def judge_doubts(hearing: Hearing, linked: Mapping[RecordingId, tuple[Match, ...]]) -> Iterator[Reason]:
    """Rules 1 and 3: everything that makes the look-up unreliable, each a reason to hold."""
    for doubt in sorted(hearing.file.doubts):
        yield Reason(Why.DOUBT, Verdict.HOLD, Contest.WAIT, doubt=doubt)
    if not hearing.file.scanned:
        yield Reason(Why.NOT_SCANNED, Verdict.HOLD, Contest.WAIT)
    for recording, matches in linked.items():
        if recording not in hearing.facts.recording:
            yield Reason(Why.RECORDING_UNKNOWN, Verdict.HOLD, Contest.WAIT, recording)
        expired = tuple(sorted(match.id for match in matches if not hearing.horizon.holds(match.valid)))
        if expired:
            yield Reason(Why.MATCH_EXPIRED, Verdict.HOLD, Contest.WAIT, recording, facts=expired)


def judge_unknown(file: FileFacts, instance: Instance, declared: Known | None) -> list[Reason]:
    """Rule 4. What its sender declares settles whose it is once that is proved, and nothing before a person
    has listened where the instance wants that; until it is proved its money waits for whoever turns up."""
    unknown = _unknown_sound(file, instance)
    proven = declared is not None and all(owner.proven for owner in declared.owners)
    return [] if proven and unknown.verdict < Verdict.HOLD else [unknown]


def _unknown_sound(file: FileFacts, instance: Instance) -> Reason:
    """Rule 4: strict instances wait for the uploader's word and a person's ear."""
    if instance.mode == Mode.STRICT and not (file.attested and file.reviewed):
        return Reason(Why.UNREVIEWED, Verdict.HOLD, Contest.REVIEW)
    return Reason(Why.UNMATCHED, Verdict.ALLOW_REPORT, Contest.NOTHING)


def _audible(verdict: Verdict, viewer: Viewer) -> bool:
    """What is held is heard by its uploader and the rights office only; what is blocked by nobody."""
    return verdict < Verdict.HOLD or (verdict == Verdict.HOLD and viewer != Viewer.LISTENER)


def _sternness(reason: Reason) -> int:
    """Sternest first; those alike stay in the order of the rules and, within a rule, of ids."""
    return -reason.verdict


def disputed_sounds(facts: Facts, rulings: list[Ruling]) -> dict[RecordingId, Reason]:
    """Sounds that stand under several recordings which are not the same owners': their money waits."""
    if not facts.same_sounds:
        return {}
    found: dict[RecordingId, Reason] = {}
    for sound, group in _by_sound(facts, rulings).items():
        owners = {tuple((owner.id, owner.share) for owner in ruling.known.owners) for ruling in group}
        if len(owners) > 1:
            same = facts.same_sounds_of[sound]
            found[sound] = Reason(
                Why.SAME_SOUND,
                Verdict.ALLOW_REPORT,
                Contest.NOTHING,
                sound,
                facts=tuple(each.id for each in same),
            )
    return found


def _by_sound(facts: Facts, rulings: list[Ruling]) -> dict[RecordingId, list[Ruling]]:
    groups: dict[RecordingId, list[Ruling]] = {}
    for ruling in rulings:
        groups.setdefault(facts.sound(ruling.known.heard.recording.id), []).append(ruling)
    return groups


def _payees(
    verdict: Verdict,
    rulings: list[Ruling],
    unknown: list[Reason],
    facts: Facts,
    disputed: Mapping[RecordingId, Reason],
) -> tuple[Payee, ...]:
    """The play's money by sound, weighed by how long each sounds; nobody is paid for what is not heard.

    An unknown sound earns for an owner who may turn up. Free recordings, and those whose owners all waive,
    share in nothing, so what is paid always adds up to the whole. A sound under several recordings earns
    once: they share it by how long each sounds, and where their owners differ it waits.
    """
    if verdict >= Verdict.HOLD:
        return ()
    if unknown:
        return (Payee(None, Fraction(1), Money.ESCROW),)
    shares = _by_sound(facts, [ruling for ruling in rulings if ruling.lines])
    weights = {
        sound: total_ms(merged(span for ruling in group for span in ruling.known.heard.spans))
        for sound, group in shares.items()
    }
    total = sum(weights.values())
    return tuple(
        replace(
            line,
            fraction=line.fraction * part * Fraction(weights[sound], total),
            money=Money.ESCROW if sound in disputed else line.money,
        )
        for sound, group in shares.items()
        for ruling, part in _parts(group)
        for line in ruling.lines
    )


def _parts(group: list[Ruling]) -> Iterator[tuple[Ruling, Fraction]]:
    """What of one sound's money is each recording's."""
    lengths = [total_ms(ruling.known.heard.spans) for ruling in group]
    for ruling, length in zip(group, lengths, strict=True):
        yield ruling, Fraction(length, sum(lengths))


def _mute(file: FileFacts, instance: Instance, rulings: list[Ruling]) -> tuple[Span, ...]:
    """Rule 6: the stretches without which all the rest passes, judged as if they had never been there."""
    silenced = [ruling for ruling in rulings if ruling.verdict >= Verdict.HOLD]
    rest = [ruling for ruling in rulings if ruling not in silenced]
    if (
        not any(ruling.known.counts for ruling in rest)
        and _unknown_sound(file, instance).verdict >= Verdict.HOLD
    ):
        return ()
    spans = merged(span for ruling in silenced for span in ruling.known.heard.spans)
    nothing_left = len(spans) == 1 and spans[0].start <= 0 and spans[0].end >= file.length_ms
    return () if nothing_left else tuple(spans)
