"""Faults a careless hand could put into calendars, clocks, tables, forms and the rules about people."""

from faulty_copies import Fault

DATES = [
    Fault(
        "a law stands on its last day too", "law.procedures", "day < self.valid_to", "day <= self.valid_to"
    ),
    Fault("a law begins a day late", "law.procedures", "self.valid_from <= day", "self.valid_from < day"),
    Fault(
        "what a law covers is not asked",
        "law.procedures",
        "if subject not in standing[0].covers:",
        "if False:",
    ),
    Fault("music was always covered", "law.procedures", "frozenset({Subject.FILM})", "WORKS"),
    Fault("laws reach everywhere", "law.procedures", "if not reaching:", "if False:"),
    Fault(
        "the day of a demand is Greenwich's",
        "law.procedures",
        "calendar_of(country).day_of(at)",
        "(calendar_of(country) and at.date())",
    ),
]

CALENDARS = [
    Fault(
        "the day of the event counts",
        "law.calendars",
        "            day += timedelta(days=1)\n            count -= self.is_working(day)\n",
        "            count -= self.is_working(day)\n            day += timedelta(days=bool(count))\n",
    ),
    Fault(
        "moved days are forgotten",
        "law.calendars",
        "bool(_days_of(self.country).is_working_day(day))",
        "day.weekday() < 5",
    ),
    Fault(
        "Saturdays are never worked on",
        "law.calendars",
        "bool(_days_of(self.country).is_working_day(day))",
        "day.weekday() < 5 and bool(_days_of(self.country).is_working_day(day))",
    ),
    Fault(
        "days end in Greenwich",
        "law.calendars",
        "time(), ZoneInfo(self.zone))",
        "time(), UTC)",
    ),
    Fault("a day ends when it begins", "law.calendars", "day + timedelta(days=1), time()", "day, time()"),
    Fault(
        "a day belongs to Greenwich", "law.calendars", "instant.astimezone(ZoneInfo(self.zone))", "instant"
    ),
    Fault("Norway joined the Union", "law.calendars", '"NO", "RU", "UA"}', '"RU", "UA"}'),
]

CLOCKS = [
    Fault("courts may lengthen a period", "law.clocks", "min(clock.most, max(1, stated))", "max(1, stated)"),
    Fault("a period may be nothing", "law.clocks", "max(1, stated)", "stated"),
    Fault("hours are days", "law.clocks", "timedelta(hours=count)", "timedelta(days=count)"),
    Fault("nothing rolls", "law.clocks", "if clock.rolls else last", "if False else last"),
    Fault("everything rolls", "law.clocks", "if clock.rolls else last", "if True else last"),
    Fault(
        "working days are days",
        "law.clocks",
        "return calendar.working_day_after(day, count)",
        "return day + timedelta(days=count)",
    ),
    Fault("a window opens at once", "law.clocks", "if clock.least else started", "if False else started"),
    Fault(
        "months overflow", "law.clocks", "min(day.day, monthrange(year, month + 1)[1])", "min(day.day, 28)"
    ),
    Fault(
        "a stated instant lies in the past",
        "law.clocks",
        "max(started, datetime.fromisoformat(str(stated)))",
        "datetime.fromisoformat(str(stated))",
    ),
    Fault("silence begins the next day", "law.clocks", "microseconds=by_silence", "microseconds=0"),
]

PROCEEDINGS = [
    Fault("silence waits for somebody", "law.proceeding", "fallen.at <= event.at and", "False and"),
    Fault(
        "silence falls after what is done with it",
        "law.proceeding",
        "fallen.at <= event.at and",
        "fallen.at < event.at and",
    ),
    Fault("the past can be written anew", "law.proceeding", "if event.at < case.latest:", "if False:"),
    Fault(
        "anybody may act",
        "law.proceeding",
        "if event.actor in row.actors]\n    if not theirs:",
        "]\n    if not theirs:",
    ),
    Fault(
        "silence can be called early",
        "law.proceeding",
        "if event.actor == Party.CLOCK and event != next_silence(case):",
        "if False:",
    ),
    Fault(
        "conditions are not asked",
        "law.proceeding",
        "if not unmet(row.guards, case.facts, event.facts):",
        "if True:",
    ),
    Fault("a window never closes", "law.proceeding", "if at >= open_.closes else None", "if False else None"),
    Fault("clocks cannot be stopped", "law.proceeding", "(*clock.stops, clock.silence)", "(clock.silence,)"),
    Fault(
        "restored on the fourteenth day",
        "law.proceeding",
        "self.opens if self.clock.at_opening else self.closes",
        "self.closes",
    ),
    Fault(
        "clocks start at the first of their events",
        "law.proceeding",
        "started_by = max(",
        "started_by = min(",
    ),
    Fault(
        "any silence may fall first",
        "law.proceeding",
        "sorted(running, key=lambda each: each.falls)",
        "running[::-1]",
    ),
    Fault(
        "what was said is forgotten",
        "law.proceeding",
        "facts={**case.facts, **event.facts}",
        "facts={**event.facts}",
    ),
]

TABLES = [
    Fault("a reason given once is enough", "law.machine", 'told.get("reason")', 'said.get("reason")'),
    Fault(
        "one person decides a complaint twice", "law.machine", 'told["person"] != said.get("decider")', "True"
    ),
    Fault("the whole site may be blocked", "law.machine", ' or said.get("whole_site")', ""),
    Fault(
        "no legal basis is needed",
        "law.machine",
        'said.get("missing") or said.get("whole_site")',
        'said.get("whole_site")',
    ),
    Fault(
        "what the site knows is ignored",
        "law.machine",
        'Guard.NOT_CONTRADICTED: lambda said, told: said.get("standing") != Standing.CONTRADICTED',
        "Guard.NOT_CONTRADICTED: lambda said, told: True",
    ),
    Fault(
        "a demand is met by silence",
        "law.machines.demand",
        'on("received legal_review", "remind", CLOCK, letters=[(STAFF, "demand_overdue")])',
        'on("received legal_review", "remind", CLOCK, "told", effects=[Effect.BLOCK])',
    ),
    Fault(
        "a decision is taken by silence",
        "law.machines.dsa",
        'on("acknowledged", "remind", CLOCK, ',
        'on("acknowledged", "remind", CLOCK, "restricted", effects=[Effect.BLOCK], ',
    ),
    Fault(
        "a dispute is lost by silence",
        "law.machines.claim",
        '"disputed appealed",\n        "release",\n        CLOCK,\n        "released",',
        '"disputed appealed",\n        "release",\n        CLOCK,\n        "reinstated",',
    ),
    Fault(
        "a stayed judgment still silences",
        "law.machines.court",
        '(CLAIMANT, "appeal_filed")],\n        effects=[Effect.LIFT],',
        '(CLAIMANT, "appeal_filed")],',
    ),
    Fault(
        "a lapsed act stays",
        "law.machines.ru_court",
        '(REGULATOR, "court_act_lapsed"),\n        ],\n        effects=[Effect.LIFT],',
        '(REGULATOR, "court_act_lapsed"),\n        ],',
    ),
    Fault("nobody is told of a removal", "law.machines.dmca", '(UPLOADER, "removed_by_notice"), ', ""),
    Fault("a gag has no end", "law.procedures", 'silence="disclose"', 'silence="tell"'),
]

FORMS = [
    Fault("any word is a statement", "law.forms", "return value is True", "return bool(value)"),
    Fault(
        "any words are a place",
        "law.forms",
        'any(_PLACE.fullmatch(word) for word in str(value or "").split())',
        "_words(value)",
    ),
    Fault("the front page is a place", "law.forms", r"https?://[^\s/]+/\S+|", r"https?://[^\s/]+/?\S*|"),
    Fault("help is owed to everybody", "law.forms", " and form.substance <= set(present)", ""),
    Fault(
        "excuses excuse everything",
        "law.forms",
        "bool(element.unless) and given.get(element.unless) is True",
        "any(given.get(e.unless) is True for e in form.elements if e.unless)",
    ),
]

PEOPLE = [
    Fault(
        "strikes end without a school",
        "law.strikes",
        "None if self.school_at is None else",
        "self.at + LASTS if self.school_at is None else",
    ),
    Fault("a school before shortens", "law.strikes", "max(self.at, self.school_at)", "self.school_at"),
    Fault(
        "who never had one has repeated it",
        "law.strikes",
        "any(max(silenced, decided) < sent for decided in earlier)",
        "silenced < sent",
    ),
    Fault("who was not told yet has repeated it", "law.strikes", "max(silenced, decided) < sent", "True"),
    Fault("an upload before the removal repeats", "law.strikes", "max(silenced, decided) <", "decided <"),
    Fault("nothing decided is perfect", "law.abuse", "return 0.0, 1.0", "return 1.0, 1.0"),
    Fault("an interval too narrow", "law.abuse", "z * z / (4 * decided * decided)", "0"),
    Fault("an appeal holds no money", "law.held", '"dispute", "appeal", ', '"dispute", '),
    Fault("a complaint holds no money", "law.held", '"complain", ', ""),
    Fault("nobody comes first", "law.queue", "not i.trusted, ", ""),
    Fault("a status stands on the day of its end", "law.flaggers", "at >= status.ends", "at > status.ends"),
    Fault("a status begins a day late", "law.flaggers", "at < status.starts", "at <= status.starts"),
    Fault("a suspended flagger comes first", "law.flaggers", "status.suspended_at <= at", "False"),
    Fault("a revoked status only expires", "law.flaggers", "status.revoked_at <= at", "False"),
    Fault("a declared use holds no money", "law.held", '"complain", "flag"}', '"complain"}'),
    Fault(
        "half of a recording is a quotation", "law.lawful", ">= MOST_OF_REFERENCE *", "> MOST_OF_REFERENCE *"
    ),
    Fault("a crop is a quotation", "law.lawful", "each.in_file * 100 >= MOST_OF_FILE * each.file", "False"),
    Fault("one plain excerpt hides another", "law.lawful", "return any(", "return all("),
    Fault("denials are never forgotten", "law.lawful", "at - REMEMBERED < each <= at", "each <= at"),
    Fault("whoever declares is believed", "law.lawful", "return often or manifestly", "return manifestly"),
    Fault(
        "a manifest copy is heard meanwhile",
        "law.machines.claim",
        "guard=Guard.PARTIAL",
        "guard=Guard.IDENTICAL",
    ),
    Fault("whoever complains wins", "law.held", '"uphold": Party.CLAIMANT', '"uphold": Party.UPLOADER'),
    Fault("silence pays the claimant", "law.held", '"release": Party.UPLOADER', '"release": Party.CLAIMANT'),
    Fault(
        "what was won is held again", "law.held", "event in _ENDS and standing", "event in _ENDS and periods"
    ),
    Fault("two strikes are out", "law.strikes", "MOST = 3", "MOST = 2"),
    Fault("counter-notices freeze nothing", "law.strikes", " and not strike.countered", ""),
    Fault("a lifted strike counts a while", "law.strikes", "self.lifted_at <= at", "self.lifted_at < at"),
    Fault(
        "unwarned is suspended",
        "law.abuse",
        "if not warned:\n        return Sanction.WARN",
        "if False:\n        return Sanction.WARN",
    ),
    Fault("losing is abuse", "law.abuse", "if each.unfounded]", "if not each.upheld]"),
    Fault("nothing is forgotten", "law.abuse", "if at - REMEMBERED < each.at <= at]", "if each.at <= at]"),
    Fault(
        "proportion does not count", "law.abuse", " or Fraction(len(unfounded), len(known)) < LEAST_SHARE", ""
    ),
    Fault("suspended for good", "law.abuse", "since <= at < since + SUSPENDED_FOR", "since <= at"),
    Fault(
        "one person is two",
        "law.approvals",
        "approver in (proposal.proposer, proposal.requester)",
        "approver == proposal.requester",
    ),
    Fault(
        "who asks may approve",
        "law.approvals",
        "(proposal.proposer, proposal.requester)",
        "(proposal.proposer,)",
    ),
    Fault("a proposal never lapses", "law.approvals", "if at >= proposal.lapses:", "if False:"),
    Fault("an approval too late counts", "law.approvals", " and approved < proposal.lapses", ""),
    Fault(
        "broken glass stays broken",
        "law.approvals",
        "Now.REVERSED if proposal.emergency else Now.LAPSED",
        "Now.LAPSED",
    ),
    Fault("fifty objects need two", "law.approvals", "objects > MOST_ALONE", "objects >= MOST_ALONE"),
]

QUEUE = [
    Fault("others' clocks wait for the staff", "law.queue", " if each.clock.actor == Party.STAFF]", "]"),
    Fault("the last clock counts", "law.queue", "Wait(min(running))", "Wait(max(running))"),
    Fault(
        "what anybody may do waits too",
        "law.queue",
        "row.actors == {Party.STAFF}",
        "Party.STAFF in row.actors",
    ),
    Fault("mistakes wait", "law.queue", " - ANY_DAY", ""),
    Fault("what is overdue has no date", "law.queue", "Wait(max(fallen, default=None))", "Wait(None)"),
    Fault("no date comes first", "law.queue", "i.until or FAR", "i.until or i.since"),
    Fault("the newest first", "law.queue", "i.since, i.kind", "-i.since.timestamp(), i.kind"),
    Fault(
        "who proposed may take it", "law.queue", "    if person in item.barred:\n        return False\n", ""
    ),
    Fault("taken for good", "law.queue", "at >= item.taken_at + TAKEN_FOR", "False"),
    Fault("taken a moment too long", "law.queue", "at >= item.taken_at", "at > item.taken_at"),
    Fault("taken from everybody", "law.queue", "return free or item.taken_by == person", "return free"),
    Fault("the same comes next", "law.queue", "(n + 1 for n, item", "(n for n, item"),
    Fault("what is taken comes next", "law.queue", "if may_take(item, person, at)), None)", "), None)"),
]

_C, _O, _CLAIM = "law.conflicts", "law.overlaps", "law.machines.claim"

CONFLICTS = [
    Fault(
        "a conflict is about its first clash",
        _C,
        "where = where | each.territories",
        "where = where or each.territories",
    ),
    Fault("the unknown territory is in conflict", _C, "if not (where := statable(where)):", "if not where:"),
    Fault(
        "a conflict begins with its last clash",
        _C,
        "else min(bound for bound in starts",
        "else max(bound for bound in starts",
    ),
    Fault(
        "a conflict ends with its first clash",
        _C,
        "else max(bound for bound in ends",
        "else min(bound for bound in ends",
    ),
    Fault("what never began began one day", _C, "start = None if None in starts else", "start ="),
    Fault("what never ends ends one day", _C, "end = None if None in ends else", "end ="),
    Fault(
        "one right stands for all",
        _C,
        "frozenset(each.right for each in known)",
        "frozenset({known[0].right})",
    ),
    Fault(
        "only who has proven something is a party",
        _C,
        "for each in overclaims for holder in each.holders)",
        "for each in overclaims for holder in each.holders if holder.proven)",
    ),
    Fault(
        "an agreement reaches before the conflict",
        _C,
        "day <= area.valid.start):",
        "day < area.valid.start - ANSWER_WITHIN):",
    ),
    Fault("an agreement on the last day holds", _C, "area.valid.end <= day:", "area.valid.end < day:"),
    Fault("an agreement never ends", _C, "Period(day, area.valid.end)", "Period(day, None)"),
    Fault("a party may be left out", _C, "set(shares) == set(parties)", "set(shares) <= set(parties)"),
    Fault(
        "a stranger may be given a share", _C, "set(shares) == set(parties)", "set(shares) >= set(parties)"
    ),
    Fault("shares may be below zero", _C, "all(share >= 0 for share", "all(share >= -1 for share"),
    Fault(
        "less than the whole will do",
        _C,
        "sum(shares.values(), Fraction(0)) == 1",
        "sum(shares.values(), Fraction(0)) <= 1",
    ),
    Fault(
        "more than the whole will do",
        _C,
        "sum(shares.values(), Fraction(0)) == 1",
        "sum(shares.values(), Fraction(0)) >= 1",
    ),
    Fault("silence lapses early", _C, "if at < answer_by:", "if at < answer_by - timedelta(days=2):"),
    Fault("silence lapses late", _C, "if at < answer_by:", "if at <= answer_by:"),
    Fault("who answered lapses too", _C, " - proving - set(answered)", " - proving"),
    Fault("what is proven lapses", _C, " - proving - set(answered)", " - set(answered)"),
    Fault(
        "proof in one place is none in another",
        _C,
        "for each in known for holder in each.holders if holder.proven",
        "for each in known[:1] for holder in each.holders if holder.proven",
    ),
    Fault(
        "the reminder comes with the end",
        _C,
        "REMIND_AFTER = timedelta(days=20)",
        "REMIND_AFTER = timedelta(days=30)",
    ),
]

OVERLAPS = [
    Fault("who delivered always has a word", _O, "(set(theirs) or {by} for", "(set(theirs) | {by} for"),
    Fault("what nobody owns has no word", _O, "(set(theirs) or {by} for", "(set(theirs) for"),
    Fault(
        "one says for all that it is one",
        _O,
        "ALONE: Final = frozenset({",
        "ALONE: Final = frozenset({State.MERGED, ",
    ),
    Fault(
        "one says for all that it is different",
        _O,
        "ALONE: Final = frozenset({",
        "ALONE: Final = frozenset({State.DIFFERENT, ",
    ),
    Fault(
        "a dispute needs the other's leave",
        _O,
        "ALONE: Final = frozenset({State.DISPUTED, State.OPEN})",
        "ALONE: Final = frozenset({State.OPEN})",
    ),
    Fault("a stranger may dispute", _O, "return bool(said) if", "return bool(agreed) if"),
    Fault("one of them is enough", _O, "bool(of) and said == of", "bool(said)"),
    Fault("nobody has agreed to what nobody owns", _O, "bool(of) and said == of", "said == of"),
    Fault("who left is waited for", _O, "said = set(agreed) & of", "said = set(agreed)"),
    Fault(
        "what was agreed becomes its opposite",
        _O,
        "State.MERGED: frozenset({State.OPEN})",
        "State.MERGED: frozenset({State.OPEN, State.DIFFERENT})",
    ),
    Fault(
        "what was different is never asked again",
        _O,
        "State.DIFFERENT: frozenset({State.OPEN})",
        "State.DIFFERENT: frozenset()",
    ),
    Fault(
        "different without a word why", _O, "after in (State.DIFFERENT, State.OPEN)", "after == State.OPEN"
    ),
]

CLAIMS = [
    Fault(
        "a dispute needs no reason",
        _CLAIM,
        '        guard=Guard.REASONED,\n        letters=[(CLAIMANT, "disputed")',
        '        letters=[(CLAIMANT, "disputed")',
    ),
    Fault(
        "saying no to a dispute needs no reason",
        _CLAIM,
        '        "reject",\n        CLAIMANT,\n        "reinstated",\n        guard=Guard.REASONED,',
        '        "reject",\n        CLAIMANT,\n        "reinstated",',
    ),
    Fault(
        "an uploader says no to their own dispute",
        _CLAIM,
        '        "reject",\n        CLAIMANT,',
        '        "reject",\n        (CLAIMANT, UPLOADER),',
    ),
    Fault(
        "an appeal comes before a dispute",
        _CLAIM,
        '        "reinstated",\n        "appeal",',
        '        "claimed reinstated",\n        "appeal",',
    ),
    Fault(
        "silence after a dispute releases nothing",
        _CLAIM,
        '        "disputed appealed",\n        "release",\n        CLOCK,',
        '        "appealed",\n        "release",\n        CLOCK,',
    ),
    Fault(
        "silence after an appeal releases nothing",
        _CLAIM,
        '        "disputed appealed",\n        "release",\n        CLOCK,',
        '        "disputed",\n        "release",\n        CLOCK,',
    ),
    Fault(
        "silence releases and restores nothing",
        _CLAIM,
        '(CLAIMANT, "silence_released")],\n        effects=[Effect.RESTORE],',
        '(CLAIMANT, "silence_released")],',
    ),
    Fault(
        "nobody hears of what silence did",
        _CLAIM,
        '        letters=[(UPLOADER, "released_by_silence"), (CLAIMANT, "silence_released")],\n',
        "",
    ),
    Fault(
        "one of the staff takes a claim back alone",
        _CLAIM,
        'STAFF,\n        "released",\n        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),\n'
        '        letters=[(UPLOADER, "complaint_reversed")',
        'STAFF,\n        "released",\n        guard=Guard.REASONED,\n'
        '        letters=[(UPLOADER, "complaint_reversed")',
    ),
    Fault("a notice needs no appeal", _CLAIM, 'on("appealed", "notice"', 'on("disputed appealed", "notice"'),
    Fault(
        "what is gone is claimed after an appeal",
        _CLAIM,
        '"claimed disputed reinstated appealed uploader_complained upheld held_for_review",\n        "clear"',
        '"claimed disputed reinstated uploader_complained upheld held_for_review",\n        "clear"',
    ),
]

SUSPENSIONS = [
    Fault("unwarned is suspended at the third", "law.suspensions", "not told or max", "told and max"),
    Fault(
        "a warning of the same moment is one before",
        "law.suspensions",
        ">= latest:\n        return NOTHING",
        "> latest:\n        return NOTHING",
    ),
    Fault("the third strike warns", "law.suspensions", "WARNED_AT = MOST - 1", "WARNED_AT = MOST"),
    Fault("the first strike warns", "law.suspensions", "WARNED_AT = MOST - 1", "WARNED_AT = MOST - 2"),
    Fault(
        "two strikes suspend", "law.suspensions", "or len(counting) < MOST:", "or len(counting) < WARNED_AT:"
    ),
    Fault("a warning is never forgotten", "law.suspensions", "max(told) <= at - REMEMBERED or ", ""),
    Fault(
        "a warning of a year ago is not forgotten yet",
        "law.suspensions",
        "max(told) <= at - REMEMBERED",
        "max(told) < at - REMEMBERED",
    ),
    Fault(
        "a suspension warns of nothing",
        "law.suspensions",
        "(warned_at, last.at if last else None)",
        "(warned_at,)",
    ),
    Fault(
        "answered strikes count",
        "law.suspensions",
        "strike.stands(at) and not strike.countered]\n    if len",
        "strike.stands(at)]\n    if len",
    ),
    Fault(
        "a suspension has no end",
        "law.suspensions",
        "LASTS = timedelta(days=180)",
        "LASTS = timedelta(days=18_000)",
    ),
    Fault(
        "what was served is served again",
        "law.suspensions",
        "last is not None and latest <= last.over_at",
        "last is None and latest <= at",
    ),
    Fault("what a person lifted goes on", "law.suspensions", "last.ending == Ending.STRIKES and ", ""),
    Fault(
        "answered strikes that count again are forgiven",
        "law.suspensions",
        "return Answer(Sanction.SUSPEND, last.until) if goes_on else NOTHING",
        "return NOTHING",
    ),
    Fault(
        "it goes on for longer than it said",
        "law.suspensions",
        "Answer(Sanction.SUSPEND, last.until)",
        "Answer(Sanction.SUSPEND, at + LASTS)",
    ),
    Fault("it goes on after its day", "law.suspensions", " and at < last.until\n", "\n"),
    Fault(
        "it goes on with two",
        "law.suspensions",
        "len(counting) >= MOST and at < last.until",
        "at < last.until",
    ),
    Fault(
        "it holds at its last instant too",
        "law.suspensions",
        "self.at <= at < self.over_at",
        "self.at <= at <= self.over_at",
    ),
    Fault(
        "it holds a moment late",
        "law.suspensions",
        "self.at <= at < self.over_at",
        "self.at < at < self.over_at",
    ),
    Fault(
        "whoever ends it late makes it longer",
        "law.suspensions",
        "min(self.ended_at, self.until)",
        "self.ended_at",
    ),
    Fault(
        "what was lifted holds until its day",
        "law.suspensions",
        "self.until if self.ended_at is None else min(self.ended_at, self.until)",
        "self.until",
    ),
    Fault(
        "its day does not end it", "law.suspensions", "if at >= standing.until:", "if at > standing.until:"
    ),
    Fault(
        "two strikes keep it",
        "law.suspensions",
        "counted(strikes, at) < MOST else",
        "counted(strikes, at) < WARNED_AT else",
    ),
    Fault(
        "it ends with the first strike that runs out", "law.suspensions", "runs_out[most_left]", "runs_out[0]"
    ),
    Fault(
        "it ends with the last strike that runs out", "law.suspensions", "runs_out[most_left]", "runs_out[-1]"
    ),
    Fault(
        "the lesson makes it longer",
        "law.suspensions",
        "min(standing.until, runs_out[most_left])",
        "runs_out[most_left]",
    ),
    Fault("an appeal is taken for ever", "law.suspensions", " < suspended_at + APPEALS_FOR", ""),
    Fault(
        "an appeal is taken a day too long",
        "law.suspensions",
        "at < suspended_at + APPEALS_FOR",
        "at <= suspended_at + APPEALS_FOR",
    ),
]

FAULTS = [
    *(*DATES, *CALENDARS, *CLOCKS, *PROCEEDINGS, *TABLES, *FORMS, *PEOPLE, *QUEUE),
    *(*CONFLICTS, *OVERLAPS, *CLAIMS, *SUSPENSIONS),
]
