"""The decision model read aloud: every fact scanned, nothing indexed, nothing clever (rights.md section 5).

A second reading of the text that `akkord.rights.rules` reads, for verdict and money, to be compared with it.
"""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from akkord.rights.rules.uses import needed
from akkord.rights.terms import (
    Action,
    BlockKind,
    BlockState,
    Gaps,
    Mode,
    Money,
    Right,
    ScopeKind,
    Standing,
    Use,
    Verdict,
)

Money_ = dict[tuple[Any, Money], Fraction]  # (party or nobody, what happens to it) → its part of the play
COPYING = (Use.DOWNLOAD, Use.OFFLINE)


def answer(query: Any, file: Any, facts: Any) -> tuple[Verdict, Money_]:
    """The verdict, and who gets which part of what the play earns."""
    matches = _recordings_in(file, facts)
    recordings = _as_one(facts)
    verdicts = [Verdict.ALLOW]
    doubtful = bool(file.doubts) or not file.scanned
    for recording, of_it in matches.items():
        stated = any(each.id == recording for each in recordings)
        expired = any(not _at_work(match["valid"], query.at) for match in of_it)
        doubtful = doubtful or not stated or expired
    if doubtful:
        verdicts.append(Verdict.HOLD)
    verdicts += [_of_block(block, query, file, facts, matches) for block in facts.blocks]
    judged, anything_counts = [], False
    for recording in recordings:
        if recording.id in matches:
            of_it = matches[recording.id]
            counts = any(
                match["delivered"] or _union(match, "f") >= facts.instance.minimum_ms for match in of_it
            )
            anything_counts = anything_counts or counts
            if counts or _some_rule_fires(query, file, facts, recording, of_it):
                judged.append((recording, of_it))
    signed = _signed(query, file, facts, recordings) if not doubtful and not anything_counts else None
    if signed is not None:
        judged.append(signed)
    money: dict[int, list[tuple[list[tuple[int, int]], Money_]]] = {}
    sounds = {recording.id: min(_joined(facts, recording.id, agreed=False)) for recording, _ in judged}
    owned: dict[int, set[Any]] = {}
    for recording, of_it in judged:
        alike = [each for each, _ in judged if sounds[each.id] == sounds[recording.id]]
        verdict, lines = _of_recording(query, file, facts, recording, of_it, len(set(sounds.values())), alike)
        verdicts.append(verdict)
        owned.setdefault(sounds[recording.id], set()).add(frozenset(_owners(query, facts, recording).items()))
        if lines:
            spans = [s for match in of_it for s in match["f"]]
            money.setdefault(sounds[recording.id], []).append((spans, lines))
    disputed = {sound for sound, owners in owned.items() if len(owners) > 1}
    if disputed:
        verdicts.append(Verdict.ALLOW_REPORT)
    unknown = not doubtful and not anything_counts
    if unknown:
        waits = facts.instance.mode == Mode.STRICT and not (file.attested and file.reviewed)
        unknown = signed is None or waits or not _proven(query, facts, signed[0])
        if unknown:
            verdicts.append(Verdict.HOLD if waits else Verdict.ALLOW_REPORT)
    verdict = max(verdicts)
    if verdict >= Verdict.HOLD:
        return verdict, {}
    if unknown:
        return verdict, {(None, Money.ESCROW): Fraction(1)}
    lengths = {sound: _union_of([s for spans, _ in each for s in spans]) for sound, each in money.items()}
    total: Money_ = {}
    for sound, each in money.items():
        for spans, lines in each:
            theirs = Fraction(_union_of(spans), sum(_union_of(other) for other, _ in each))
            for (party, what), part in lines.items():
                line = (party, Money.ESCROW if sound in disputed else what)
                due = part * theirs * Fraction(lengths[sound], sum(lengths.values()))
                total[line] = total.get(line, Fraction(0)) + due
    return verdict, total


def _signed(query: Any, file: Any, facts: Any, recordings: Any) -> Any:
    """The recording that the sender signed to be theirs, as if the whole of it had been heard."""
    for recording in recordings:
        if recording.id == _signed_as(file, facts) and _owners(query, facts, recording):
            whole = [(0, file.length_ms)]
            return recording, [{"f": whole, "r": whole, "reference": file.length_ms, "delivered": True}]
    return None


def _proven(query: Any, facts: Any, recording: Any) -> bool:
    right = Right.REPRODUCTION if query.use in COPYING else Right.MAKE_AVAILABLE
    return any(
        row.standing in (Standing.EVIDENCED, Standing.COURT)
        and row.share > 0
        and row.right in (Right.GENERAL, right)
        and row.recording in (recording.id, *recording.also)
        and _here(row, query)
        for row in facts.ownerships
    )


def _joined(facts: Any, number: int, *, agreed: bool) -> set[int]:
    """All numbers that stand for the same sound as this one: as one recording, or also what is not agreed."""
    numbers = {number}
    while True:
        more = {
            each
            for same in facts.same_sounds
            if same.withdrawn_at is None and (same.merged or not agreed)
            for each in (same.one, same.other)
            if numbers & {same.one, same.other}
        }
        if more <= numbers:
            return numbers
        numbers |= more


def _as_one(facts: Any) -> list[Any]:
    """Each recording; those that are one by agreement are one, under their lowest number."""
    stated = {each.id: each for each in facts.recordings if each.withdrawn_at is None}
    found: dict[int, Any] = {}
    for each in stated.values():
        numbers = _joined(facts, each.id, agreed=True)
        parts = [stated[number] for number in numbers if number in stated]
        found[min(numbers)] = SimpleNamespace(
            id=min(numbers),
            also=numbers - {min(numbers)},
            releases={release for part in parts for release in part.releases},
            works={work for part in parts for work in part.works},
        )
    return list(found.values())


def _recordings_in(file: Any, facts: Any) -> dict[int, list[dict[str, Any]]]:
    """What the file holds, each with its matches; who holds a sound holds it under each of its numbers."""
    found: dict[int, list[dict[str, Any]]] = {}
    for number, matches in _named_in(file).items():
        for match in matches:
            reached, waiting = {number}, [(number, match)]
            while waiting:
                here, said = waiting.pop(0)
                found.setdefault(min(_joined(facts, here, agreed=True)), []).append(said)
                for same in sorted(facts.same_sounds, key=lambda same: same.id):
                    if same.withdrawn_at is not None or here not in (same.one, same.other):
                        continue
                    there = same.other if here == same.one else same.one
                    moved = _moved(said, same, forth=here == same.one)
                    if there not in reached and moved["f"]:
                        reached.add(there)
                        waiting.append((there, moved))
    signed = _signed_as(file, facts)
    if any(recording.id == signed for recording in _as_one(facts)):
        found.setdefault(signed, [])
    return found


def _signed_as(file: Any, facts: Any) -> int | None:
    return min(_joined(facts, file.declared_as, agreed=True)) if file.declared_as else None


def _moved(match: dict[str, Any], same: Any, *, forth: bool) -> dict[str, Any]:
    """The match read as one with the recording that has the same sound."""
    spans_f, spans_r = [], []
    for (f0, f1), (r0, r1) in zip(match["f"], match["r"], strict=True):
        for each in same.segments:
            a0, a1, b0, b1 = each.f0, each.f1, each.r0, each.r1
            if not forth:
                a0, a1, b0, b1 = b0, b1, a0, a1
            low, high = max(r0, a0), min(r1, a1)
            if low < high:
                f = tuple(f0 + (at - r0) * (f1 - f0) // (r1 - r0) for at in (low, high))
                r = tuple(b0 + (at - a0) * (b1 - b0) // (a1 - a0) for at in (low, high))
                if f[0] < f[1] and r[0] < r[1]:
                    spans_f.append(f)
                    spans_r.append(r)
    return {**match, "f": spans_f, "r": spans_r, "reference": same.other_ms if forth else same.one_ms}


def _named_in(file: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    if file.delivered_as is not None:
        end_to_end = [(0, file.length_ms)]
        own = {
            "f": end_to_end,
            "r": end_to_end,
            "reference": file.length_ms,
            "valid": None,
            "delivered": True,
        }
        found.setdefault(file.delivered_as, []).append(own)
    for match in file.matches:
        if match.withdrawn_at is None:
            said = {
                "f": [(s.f0, s.f1) for s in match.segments],
                "r": [(s.r0, s.r1) for s in match.segments],
                "reference": match.reference_ms,
                "valid": match.valid,
                "delivered": False,
            }
            found.setdefault(match.recording, []).append(said)
    return found


def _at_work(period: Any, at: Any) -> bool:
    if period is None:
        return True
    return not (period.start is not None and at < period.start) and not (
        period.end is not None and at >= period.end
    )


def _here(fact: Any, query: Any) -> bool:
    return (
        fact.withdrawn_at is None and query.territory in fact.territories and _at_work(fact.valid, query.at)
    )


def _union_of(spans: list[tuple[int, int]]) -> int:
    length, reached = 0, -1
    for start, end in sorted(spans):
        length += max(0, end - max(start, reached))
        reached = max(reached, end)
    return length


def _union(match: dict[str, Any], side: str) -> int:
    return _union_of(match[side])


def _is_part(of_it: list[dict[str, Any]], facts: Any) -> bool:
    """Every match leaves more of its reference out than makes a whole recording."""
    percent = facts.instance.whole_percent
    return all(_union(match, "r") * 100 < percent * match["reference"] for match in of_it)


def _of_block(
    block: Any, query: Any, file: Any, facts: Any, matches: dict[int, list[dict[str, Any]]]
) -> Verdict:
    recordings = {r.id: r for r in _as_one(facts) if r.id in matches}
    kind, number = block.scope
    named = (
        matches.keys() & {min(_joined(facts, number, agreed=True))}
        if kind == ScopeKind.RECORDING
        else {id for id, r in recordings.items() if number in r.works}
        if kind == ScopeKind.WORK
        else set()
    )
    on_it = bool(named) or (kind == ScopeKind.FILE and number == file.file)
    on_it = on_it or (kind == ScopeKind.ACCOUNT and file.account is not None and number == file.account)
    answered = block.kind == BlockKind.NOTICE and block.state == BlockState.SUSPENDED
    if not on_it or block.state == BlockState.LIFTED or answered:
        return Verdict.ALLOW
    if query.use not in block.uses or not _here(block, query):
        return Verdict.ALLOW
    heard = [id for id in named if id in recordings]
    quoted = block.kind == BlockKind.OWNER_POLICY and file.lawful_use and bool(heard)
    if quoted and all(_is_part(matches[id], facts) for id in heard):
        return Verdict.HOLD
    return Verdict.BLOCK


def _owners(query: Any, facts: Any, recording: Any) -> dict[int, Fraction]:
    right = Right.REPRODUCTION if query.use in COPYING else Right.MAKE_AVAILABLE
    most: dict[int, Fraction] = {}
    proven = _proven(query, facts, recording)
    for number in (recording.id, *recording.also):
        shares: dict[int, Fraction] = {}
        for row in facts.ownerships:
            speaks = row.standing != Standing.ASSERTED and row.share > 0
            speaks = speaks and row.right in (Right.GENERAL, right)
            speaks = speaks and not (proven and row.standing == Standing.DECLARED)
            if speaks and row.recording == number and _here(row, query):
                shares[row.party] = shares.get(row.party, Fraction(0)) + row.share
        for party, share in shares.items():
            most[party] = max(share, most.get(party, Fraction(0)))
    return most


def _fired(
    query: Any, file: Any, facts: Any, recording: Any, of_it: list[dict[str, Any]], owner: int
) -> set[Action]:
    actions = set()
    for policy in facts.policies:
        stands = policy.withdrawn_at is None and _at_work(policy.valid, query.at)
        if policy.owner != owner or not stands or not policy.repertoire.covers(recording):
            continue
        for rule in policy.rules:
            said = rule.condition
            for match in of_it:
                seconds, of_reference = _union(match, "f"), _union(match, "r")
                if (
                    query.territory in said.territories
                    and _within(said.matched_ms, Fraction(seconds))
                    and _within(said.percent_of_file, Fraction(100 * seconds, file.length_ms))
                    and _within(said.percent_of_reference, Fraction(100 * of_reference, match["reference"]))
                    and (said.segment is None or _touches(match, said.segment))
                ):
                    actions.add(rule.action)
    return actions


def _touches(match: dict[str, Any], stretch: Any) -> bool:
    """Whether some thousandth of a second of the match lies in the stretch of the recording."""
    return any(max(r0, stretch.start) < min(r1, stretch.end) for r0, r1 in match["r"])


def _within(band: Any, amount: Fraction) -> bool:
    return amount >= band.at_least and (band.below is None or amount < band.below)


def _some_rule_fires(query: Any, file: Any, facts: Any, recording: Any, of_it: list[dict[str, Any]]) -> bool:
    return any(
        _fired(query, file, facts, recording, of_it, owner) for owner in _owners(query, facts, recording)
    )


def _of_recording(
    query: Any,
    file: Any,
    facts: Any,
    recording: Any,
    of_it: list[dict[str, Any]],
    recordings: int,
    alike: list[Any],
) -> tuple[Verdict, Money_]:
    numbers = {recording.id, *recording.also}
    if any(free.recording in numbers and _here(free, query) for free in facts.free):
        return Verdict.ALLOW, {}
    owners = _owners(query, facts, recording)
    if not owners:
        return Verdict.HOLD, {}
    refusal = Verdict.HOLD if file.lawful_use and _is_part(of_it, facts) else Verdict.BLOCK
    verdicts, paid = [], {}
    for owner in owners:
        actions = _fired(query, file, facts, recording, of_it, owner)
        paid[owner] = Money.WAIVED
        names = [each for each in alike if owner in _owners(query, facts, each)]
        if any(_granted(query, file, facts, name, owner) for name in names):
            verdicts.append(Verdict.ALLOW)
        elif Action.BLOCK in actions:
            verdicts.append(refusal)
        elif Action.REPORT in actions:
            verdicts.append(Verdict.ALLOW_REPORT)
        elif any(_licensed(query, file, facts, name, owner, recordings) for name in names):
            verdicts.append(Verdict.ALLOW)
            paid[owner] = Money.PAY
        else:
            verdicts.append(refusal)
    total = sum(owners.values(), Fraction(0))
    if total > 1:
        verdicts.append(Verdict.ALLOW_REPORT)
    if total < 1:
        verdicts.append(Verdict.ALLOW_REPORT if facts.instance.gaps == Gaps.ESCROW else Verdict.HOLD)
    if total >= 1 and set(paid.values()) == {Money.WAIVED}:
        return max(verdicts), {}
    lines: Money_ = {}
    for owner, share in owners.items():
        money = Money.ESCROW if total > 1 else paid[owner]
        lines[(owner, money)] = share / max(total, Fraction(1))
    if total < 1:
        lines[(None, Money.ESCROW)] = 1 - total
    return max(verdicts), lines


def _granted(query: Any, file: Any, facts: Any, recording: Any, owner: int) -> bool:
    return any(
        grant.owner == owner
        and (
            (grant.to is not None and grant.to == file.account)
            or grant.group in file.groups
            or grant.file == file.file
        )
        and grant.repertoire.covers(recording)
        and query.use in grant.uses
        and _here(grant, query)
        for grant in facts.grants
    )


def _licensed(query: Any, file: Any, facts: Any, recording: Any, owner: int, recordings: int) -> bool:
    sets = needed(query.use, delivered=file.delivered_as is not None)
    for licence in facts.licences:
        mix = licence.mix
        fits = mix is None or recordings < 2
        fits = fits or (file.length_ms >= mix.shortest_ms and recordings <= mix.most_recordings)
        if (
            licence.licensor == owner
            and fits
            and query.model in licence.models
            and licence.repertoire.covers(recording)
            and any(uses <= licence.uses for uses in sets)
            and _here(licence, query)
        ):
            return True
    return False
