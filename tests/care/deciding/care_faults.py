"""Faults a careless hand could put into the rules of care."""

from faulty_copies import Fault

_D, _S, _H = "rules.deciding", "rules.staff", "rules.house"

FAULTS = [
    Fault(
        "triage restricts",
        _S,
        "_TRIAGE = frozenset({Power.LOOK,",
        "_TRIAGE = frozenset({Power.RESTRICT, Power.LOOK,",
    ),
    Fault("triage dismisses nothing", _S, "Power.LOOK, Power.DISMISS,", "Power.LOOK,"),
    Fault(
        "moderators name the staff",
        _S,
        "{Power.RESTRICT, Power.ANSWER}",
        "{Power.RESTRICT, Power.ANSWER, Power.APPOINT}",
    ),
    Fault("moderators answer nothing", _S, "{Power.RESTRICT, Power.ANSWER}", "{Power.RESTRICT}"),
    Fault("admins do not see who looked", _S, "{Power.APPOINT, Power.AUDIT}", "{Power.APPOINT}"),
    Fault(
        "everybody is of the staff",
        _S,
        "role is not None and power in POWERS[role]",
        "role is None or power in POWERS[role]",
    ),
    Fault(
        "whoever dismisses restricts",
        _D,
        "Power.DISMISS if proposed.measure == Measure.NOTHING else Power.RESTRICT",
        "Power.DISMISS",
    ),
    Fault("one decides about oneself", _D, "staff == proposed.whose or ", ""),
    Fault("one decides on one's own report", _D, " or staff in proposed.reporters", ""),
    Fault("anything is hidden", _D, "if proposed.measure not in MEASURES[proposed.thing]:", "if False:"),
    Fault("nobody is suspended", _D, "needs_person(proposed.measure) and proposed.whose is None", "False"),
    Fault(
        "what has no member cannot be hidden",
        _D,
        "needs_person(proposed.measure) and proposed.whose is None",
        "proposed.whose is None",
    ),
    Fault("any term", _D, "if proposed.days not in terms and", "if False and"),
    Fault("what has no term gets one", _D, "(terms or proposed.days is not None)", "terms"),
    Fault(
        "a restriction under no rule", _D, "return None if proposed.rule_known else Wrong.RULE", "return None"
    ),
    Fault(
        "finding nothing needs a rule",
        _D,
        "    if proposed.measure == Measure.NOTHING:\n        return None\n",
        "",
    ),
    Fault(
        "limits are against nobody",
        _D,
        "return measure in (Measure.LIMIT, Measure.SUSPEND)",
        "return measure == Measure.SUSPEND",
    ),
    Fault("a year's suspension", _D, "(3, 7, 30, 180)", "(3, 7, 30, 180, 3650)"),
    Fault("three months to appeal", _D, "timedelta(days=184)", "timedelta(days=92)"),
    Fault(
        "a moment too late is in time",
        _D,
        "decided <= at < appeal_until(decided)",
        "decided <= at <= appeal_until(decided)",
    ),
    Fault("appealed twice", _D, "restricts and not appealed and", "restricts and"),
    Fault("what was lifted is appealed", _D, " and not lifted and ", " and "),
    Fault(
        "what restricts nothing is appealed", _D, "restricts = measure != Measure.NOTHING", "restricts = True"
    ),
    Fault(
        "who decided answers",
        _D,
        "not in {decided_by, whose, *reporters, *authors}",
        "not in {whose, *reporters, *authors}",
    ),
    Fault(
        "whom it concerns answers",
        _D,
        "not in {decided_by, whose, *reporters, *authors}",
        "not in {decided_by, *reporters, *authors}",
    ),
    Fault(
        "who reported answers",
        _D,
        "not in {decided_by, whose, *reporters, *authors}",
        "not in {decided_by, whose, *authors}",
    ),
    Fault(
        "who wrote with them answers",
        _D,
        "not in {decided_by, whose, *reporters, *authors}",
        "not in {decided_by, whose, *reporters}",
    ),
    Fault("one decides on one's own messages", _D, " or staff in proposed.authors", ""),
    Fault("moderators lock out the staff", _D, "if not may(role, Power.APPOINT):", "if False:"),
    Fault("admins alone restrict", _D, "needs_person(proposed.measure) and proposed.of_staff", "True"),
    Fault("the last operator is locked out", _D, "if proposed.last_operator:", "if False:"),
    Fault("triage answers appeals", _D, "may(role, Power.ANSWER) and", "may(role, Power.LOOK) and"),
    Fault("rules hold before their day", _H, "if rule.since <= day:", "if True:"),
    Fault("rules hold from the day after", _H, "if rule.since <= day:", "if rule.since < day:"),
    Fault(
        "the first text stays",
        _H,
        "key=lambda each: each.since)",
        "key=lambda each: each.since, reverse=True)",
    ),
    Fault("what was given up holds a day more", _H, "day < rule.until", "day <= rule.until"),
    Fault(
        "a decision by another day's text",
        _H,
        "(rule.name, rule.since) == (name, since)",
        "rule.name == name",
    ),
    Fault("any rule about anything", _H, "if thing in rule.about", "if True"),
    Fault(
        "everybody reads English", _H, 'known = language if language in self.title else "en"', 'known = "en"'
    ),
]
