"""Faults a careless hand could put into the law. The first seven are named in rights.md section 5."""

from faulty_copies import Fault

NAMED = [
    Fault("inclusive end", "rules.hearing", "if self.at >= period.end:", "if self.at > period.end:"),
    Fault("model ignored", "rules.owners", "and hearing.query.model in licence.models\n", "\n"),
    Fault(
        "half a gap tolerated", "rules.owners", "if known.total == 1:", "if known.total >= Fraction(1, 2):"
    ),
    Fault(
        "pay on hold",
        "rules.law",
        "if verdict >= Verdict.HOLD:\n        return ()",
        "if verdict > Verdict.HOLD:\n        return ()",
    ),
    Fault(
        "last recording wins",
        "rules.law",
        "(reason for ruling in rulings for reason in ruling.reasons)",
        "(reason for ruling in rulings[-1:] for reason in ruling.reasons)",
    ),
    Fault(
        "unlicensed is only held",
        "rules.owners",
        "Verdict.HOLD if softened else Verdict.BLOCK",
        "Verdict.HOLD",
    ),
    Fault(
        "only the first match",
        "rules.hearing",
        "for match in standing_facts(file.matches):",
        "for match in tuple(standing_facts(file.matches))[:1]:",
    ),
]

OWN = [
    Fault("any block can be suspended", "rules.blocks", " and block.kind == BlockKind.NOTICE", ""),
    Fault("a lifted block goes on", "rules.blocks", "if block.state == BlockState.LIFTED:", "if False:"),
    Fault(
        "blocks reach every territory",
        "rules.blocks",
        "hearing.covers(block.territories, block.valid)",
        "hearing.horizon.holds(block.valid)",
    ),
    Fault("a post is hidden in every territory", "rules.blocks", " and territory in block.territories", ""),
    Fault("a post is hidden beyond the end", "rules.blocks", "block.valid.end <= at", "block.valid.end < at"),
    Fault(
        "a post is hidden after its first instant",
        "rules.blocks",
        "block.valid.start <= at",
        "block.valid.start < at",
    ),
    Fault("a lifted block hides a post", "rules.blocks", "return _stands(block) and", "return"),
    Fault(
        "blocks forget accounts", "rules.blocks", "scopes.add(Scope.account(hearing.file.account))", "pass"
    ),
    Fault(
        "blocks forget works",
        "rules.blocks",
        "scopes.update(Scope.work(work) for each in heard for work in each.recording.works)",
        "pass",
    ),
    Fault(
        "a bare assertion owns", "rules.owners", "ownership.standing != Standing.ASSERTED\n        and ", ""
    ),
    Fault(
        "nobody's recording is heard",
        "rules.owners",
        "Reason(Why.NO_OWNER, Verdict.HOLD,",
        "Reason(Why.NO_OWNER, Verdict.ALLOW_REPORT,",
    ),
    Fault(
        "one permission is enough",
        "rules.owners",
        "any(permission <= licence.uses for permission in permissions)",
        "any(permission & licence.uses for permission in permissions)",
    ),
    Fault(
        "an overclaim is paid out",
        "rules.owners",
        "Money.ESCROW if disputed else answer.money",
        "answer.money",
    ),
    Fault(
        "licence over the owner's own rule",
        "rules.owners",
        "if Action.BLOCK in owner.fired:",
        "if Action.BLOCK in owner.fired and not hearing.facts.licences_of.get(owner.id):",
    ),
    Fault(
        "lawful use for whole songs",
        "rules.owners",
        "hearing.file.lawful_use and heard.partial(hearing.facts.instance)",
        "hearing.file.lawful_use",
    ),
    Fault(
        "lawful use over a court",
        "rules.blocks",
        "block.kind != BlockKind.OWNER_POLICY or not hearing.file.lawful_use",
        "not hearing.file.lawful_use",
    ),
    Fault("unscanned is heard", "rules.law", "if not hearing.file.scanned:", "if False:"),
    Fault(
        "errors are shrugged off",
        "rules.law",
        "for doubt in sorted(hearing.file.doubts):",
        "for doubt in ():",
    ),
    Fault("an expired match serves", "rules.law", "if expired:", "if False:"),
    Fault(
        "strict needs only the uploader's word",
        "rules.law",
        "(file.attested and file.reviewed)",
        "file.attested",
    ),
    Fault(
        "a hold is heard by all",
        "rules.law",
        "(verdict == Verdict.HOLD and viewer != Viewer.LISTENER)",
        "verdict == Verdict.HOLD",
    ),
    Fault("the latest boundary", "rules.hearing", "boundary < self.until", "boundary > self.until"),
    Fault("a start is no boundary", "rules.hearing", "self._remember(period.start)", "pass"),
    Fault(
        "a grant to nobody is for everybody",
        "rules.owners",
        "grant.to is not None and grant.to == file.account",
        "grant.to == file.account",
    ),
    Fault(
        "a community's grant is everybody's",
        "rules.owners",
        "to_group = grant.group in file.groups",
        "to_group = grant.group is not None",
    ),
    Fault(
        "a community's grant is nobody's",
        "rules.owners",
        "to_group = grant.group in file.groups",
        "to_group = False",
    ),
    Fault(
        "a claim released on one file is released on all",
        "rules.owners",
        "grant.file == file.file",
        "grant.file is not None",
    ),
    Fault(
        "a released claim claims on",
        "rules.owners",
        "(to_account or to_group or grant.file == file.file)",
        "(to_account or to_group)",
    ),
    Fault(
        "shares of money ignore the sum",
        "rules.owners",
        "owner.share / whole",
        "owner.share",
    ),
    Fault("withdrawn facts stand", "rules.facts", "if fact.withdrawn_at is None)", ")"),
    Fault("replay knows the future", "rules.history", "fact.recorded_at <= instant and ", ""),
    Fault(
        "unknown is inside every worldwide",
        "territories",
        "left_out | {UNKNOWN} if left_out else left_out",
        "left_out",
    ),
    Fault(
        "elsewhere is forgotten",
        "rules.worldwide",
        "yield TerritorySet(named, excluding=True)",
        "yield from ()",
    ),
    Fault(
        "uploads need no permission of their own",
        "rules.uses",
        "tuple(need | _OWN_FILE for need in needs)",
        "needs",
    ),
    Fault("segments are ignored", "rules.owners", "return stretch is None or any(", "return True or any("),
    Fault("a segment ends late", "rules.owners", "each.r0 < stretch.end", "each.r0 <= stretch.end"),
    Fault("a segment begins early", "rules.owners", "stretch.start < each.r1", "stretch.start <= each.r1"),
    Fault(
        "a dry run keeps the proposal's dates",
        "rules.dry_run",
        "(replace(each, valid=ALWAYS) for each in self.licences)",
        "self.licences",
    ),
    Fault(
        "a dry run of a policy keeps its dates",
        "rules.dry_run",
        "(replace(each, valid=ALWAYS) for each in self.policies)",
        "self.policies",
    ),
    Fault(
        "a dry run ends no licence",
        "rules.dry_run",
        "for each in facts.licences if each.id not in self.ended_licences",
        "for each in facts.licences",
    ),
    Fault(
        "a dry run ends no policy",
        "rules.dry_run",
        "for each in facts.policies if each.id not in self.ended_policies",
        "for each in facts.policies",
    ),
    Fault(
        "a dry run counts groups, not plays",
        "rules.dry_run",
        "would.verdict] += each.plays",
        "would.verdict] += 1",
    ),
    Fault(
        "a dry run's money is by group",
        "rules.dry_run",
        "payee.fraction * plays",
        "payee.fraction",
    ),
    Fault(
        "a dry run mixes up before and after",
        "rules.dry_run",
        "_add(self.due_before, was, each.plays)",
        "_add(self.due_before, would, each.plays)",
    ),
    Fault(
        "a dry run sees today's parts of the world only",
        "rules.dry_run",
        "partition((*before.stated, *after.stated))",
        "partition(before.stated)",
    ),
    Fault(
        "a prepared end is inclusive",
        "rules.prepared",
        "bisect_right(self.boundaries, query.at)",
        "bisect_right(self.boundaries, query.at - query.at.resolution)",
    ),
    Fault("prepared for one viewer", "rules.prepared", "query.model, query.viewer)", "query.model)"),
    Fault("prepared for one model", "rules.prepared", "query.use, query.model, ", "query.use, "),
    Fault("prepared for one place", "rules.prepared", "key = (part, stretch", "key = (0, stretch"),
    Fault("prepared without ends", "rules.prepared", "in (period.start, period.end)", "in (period.start,)"),
    Fault(
        "prepared without the uploader's blocks",
        "rules.prepared",
        "[Scope.account(file.account)]",
        "[]",
    ),
    Fault(
        "prepared without what a release licenses",
        "rules.prepared",
        "any(repertoire.covers(recording) for recording in heard)",
        "any(repertoire.catalogue or recording.id in repertoire.recordings for recording in heard)",
    ),
]

DOUBLED = [
    Fault(
        "an owner licenses its sound by one number alone",
        "rules.law",
        "sounds[facts.sound(each.heard.recording.id)])",
        "[each])",
    ),
    Fault(
        "a licence licenses others' recordings",
        "rules.owners",
        "for each in alike if any(party.id == owner for party in each.owners)]",
        "for each in alike]",
    ),
    Fault(
        "a sound is held under the number the ear named alone",
        "rules.hearing",
        "if facts.same_sounds:",
        "if False:",
    ),
    Fault(
        "sounds are followed in one direction",
        "rules.same_sound",
        "forth = match.recording == same.one",
        "forth = True",
    ),
    Fault(
        "a match is carried whole",
        "rules.same_sound",
        "start, end = max(held.r0, shared.f0), min(held.r1, shared.f1)",
        "start, end = held.r0, held.r1",
    ),
    Fault(
        "a carried match keeps its reference",
        "rules.same_sound",
        "recording=other, segments=segments, reference_ms=length",
        "recording=other, segments=segments",
    ),
    Fault(
        "a carried match keeps its place in the reference",
        "rules.same_sound",
        "shared.r0 + (at - shared.f0)",
        "shared.f0 + (at - shared.f0)",
    ),
    Fault("sounds are followed one step", "rules.same_sound", "waiting.append(there)", "held = there"),
    Fault(
        "nobody agreed and it is one",
        "rules.facts",
        "for same in standing_facts(self.same_sounds) if same.merged)",
        "for same in standing_facts(self.same_sounds))",
    ),
    Fault(
        "what is agreed is two recordings",
        "rules.facts",
        "for same in standing_facts(self.same_sounds) if same.merged)",
        "for same in ())",
    ),
    Fault(
        "a sound taken back still joins",
        "rules.facts",
        "for same in sorted(standing_facts(self.same_sounds), key",
        "for same in sorted(self.same_sounds, key",
    ),
    Fault(
        "releases of an alias are lost",
        "rules.facts",
        "releases=frozenset[ReleaseId]().union(*(each.releases for each in members)),",
        "",
    ),
    Fault(
        "works of an alias are lost",
        "rules.facts",
        "works=frozenset[WorkId]().union(*(each.works for each in members)),",
        "",
    ),
    Fault(
        "an alias is in no repertoire",
        "rules.facts",
        "or not self.recordings.isdisjoint(recording.also)",
        "or False",
    ),
    Fault(
        "an alias is owned by nobody",
        "rules.facts",
        "lambda ownership: self.one(ownership.recording)",
        "lambda ownership: ownership.recording",
    ),
    Fault(
        "an alias is never free",
        "rules.facts",
        "lambda free: self.one(free.recording)",
        "lambda free: free.recording",
    ),
    Fault(
        "an owner owns a sound twice",
        "rules.owners",
        "return max(held.values())",
        "return sum(held.values())",
    ),
    Fault(
        "blocks forget aliases",
        "rules.blocks",
        "for recording in linked for n in hearing.facts.numbers_of(recording)",
        "for n in linked",
    ),
    Fault("a doubled sound is a mix", "rules.law", "len(sounds), sounds[", "len(known), sounds["),
    Fault(
        "a doubled sound pays before it is agreed",
        "rules.law",
        "money=Money.ESCROW if sound in disputed else line.money,",
        "",
    ),
    Fault(
        "a doubled sound weighs twice",
        "rules.law",
        "facts.sound(ruling.known.heard.recording.id), []",
        "ruling.known.heard.recording.id, []",
    ),
    Fault("what one owner has twice is disputed", "rules.law", "if len(owners) > 1:", "if len(group) > 1:"),
    Fault(
        "prepared facts forget the other number",
        "rules.prepared",
        "if each.id in numbers)",
        "if each.id in linked)",
    ),
    Fault(
        "the past forgets which sounds were one",
        "rules.history",
        "same_sounds=_known(facts.same_sounds, instant),",
        "",
    ),
]

FAULTS = [*NAMED, *OWN, *DOUBLED]
