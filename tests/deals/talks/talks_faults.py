"""Faults a careless hand could put into the rules of talks."""

from faulty_copies import Fault

_T = "rules.talks"

FAULTS = [
    Fault("what has ended goes on", _T, "if talk.state not in OPEN:", "if False:"),
    Fault("an old version is signed", _T, "if version != talk.version:", "if version > talk.version:"),
    Fault("any older version will do", _T, "if version != talk.version:", "if version < talk.version:"),
    Fault(
        "a moment too late is in time", _T, "if at >= talk.answer_by and (", "if at > talk.answer_by and ("
    ),
    Fault("silence ends nothing", _T, "if at >= talk.answer_by and (", "if False and ("),
    Fault(
        "drafts are offered late",
        _T,
        "(act == Act.OFFER or talk.state in ON_TABLE)",
        "talk.state in ON_TABLE",
    ),
    Fault("drafts lapse", _T, "and (act == Act.OFFER or talk.state in ON_TABLE)", ""),
    Fault("any act at any time", _T, "if talk.state not in step.states:", "if False:"),
    Fault("any side does anything", _T, "if step.by_author is not None and step", "if False and step"),
    Fault(
        "sides are swapped",
        _T,
        "step.by_author != (side == talk.author)",
        "step.by_author == (side == talk.author)",
    ),
    Fault("the site permits for the label", _T, "if act == Act.PERMIT and side != Side.LABEL:", "if False:"),
    Fault("permits what nobody proposed", _T, "if act == Act.PERMIT and not talk.meanwhile:", "if False:"),
    Fault("signs twice", _T, "if side in talk.signed:", "if False:"),
    Fault(
        "one signature is two", _T, "if side.other in talk.signed else State.HALF_SIGNED", "if True else None"
    ),
    Fault("two signatures are one", _T, "State.SIGNED if side.other in talk.signed", "State.SIGNED if False"),
    Fault(
        "the other side is oneself",
        _T,
        "return Side.LABEL if self == Side.SITE else Side.SITE",
        "return self",
    ),
    Fault(
        "counters what is half signed no more",
        _T,
        "Act.COUNTER: _Step(ON_TABLE,",
        "Act.COUNTER: _Step(ON_TABLE - {State.HALF_SIGNED},",
    ),
    Fault("half signed is off the table", _T, "State.COUNTERED, State.HALF_SIGNED})", "State.COUNTERED})"),
    Fault(
        "withdraws the other side's terms",
        _T,
        "_Step(OPEN, True, State.WITHDRAWN)",
        "_Step(OPEN, None, State.WITHDRAWN)",
    ),
    Fault(
        "refuses its own terms",
        _T,
        "_Step(ON_TABLE, False, State.REFUSED)",
        "_Step(ON_TABLE, None, State.REFUSED)",
    ),
    Fault("drafts are signed", _T, "Act.SIGN: _Step(ON_TABLE, None", "Act.SIGN: _Step(OPEN, None"),
    Fault(
        "drafts cannot be given up",
        _T,
        "_Step(OPEN, True, State.WITHDRAWN)",
        "_Step(ON_TABLE, True, State.WITHDRAWN)",
    ),
    Fault(
        "lapses a moment late",
        _T,
        "return talk.state in ON_TABLE and at >= talk.answer_by",
        "return talk.state in ON_TABLE and at > talk.answer_by",
    ),
    Fault("lapses whatever its state", _T, "return talk.state in ON_TABLE and at >=", "return at >="),
    Fault("waits for yesterday", _T, "if terms.answer_by <= at:", "if terms.answer_by < at:"),
    Fault("waits for ever", _T, "if terms.answer_by > at + MOST_TO_ANSWER:", "if False:"),
    Fault(
        "waits a moment less",
        _T,
        "terms.answer_by > at + MOST_TO_ANSWER",
        "terms.answer_by >= at + MOST_TO_ANSWER",
    ),
    Fault("money of the future", _T, "terms.since is not None and terms.since > at", "False"),
    Fault("money of this moment is refused", _T, "terms.since > at:", "terms.since >= at:"),
    Fault("periods are not looked at", _T, "\n    periods(terms, at)\n", "\n"),
    Fault(
        "reaches back unasked",
        _T,
        "max(at, terms.licence.valid.start or at)",
        "terms.licence.valid.start or at",
    ),
    Fault("begins at once always", _T, "max(at, terms.licence.valid.start or at)", "at"),
    Fault("over before it begins", _T, "ends <= begins:", "ends < begins:"),
    Fault("the agreed date is forgotten", _T, "if terms.since is None or terms.since >= at:", "if True:"),
    Fault("the gap is licensed", _T, "    if begins == at:\n        return", "    if True:\n        return"),
    Fault(
        "the agreed past has no end",
        _T,
        "return Period(terms.since, at), Period",
        "return Period(terms.since, begins), Period",
    ),
    Fault(
        "after the gap nothing",
        _T,
        "return Period(terms.since, at), Period(begins, ends)",
        "return (Period(terms.since, at),)",
    ),
    Fault(
        "meanwhile is for all",
        _T,
        "replace(terms.licence, repertoire=recordings, ",
        "replace(terms.licence, ",
    ),
    Fault("meanwhile is for ever", _T, "valid=Period(at, terms.answer_by))", "valid=Period(at))"),
    Fault(
        "meanwhile waits for the licence",
        _T,
        "valid=Period(at, terms.answer_by))",
        "valid=Period(terms.licence.valid.start, None))",
    ),
    Fault("what was paid waited too", _T, "if each.money == Money.ESCROW), Fraction", "), Fraction"),
    Fault("paid twice", _T, "now[party] - before.get(party, Fraction(0))", "now[party]"),
    Fault("more than waited", _T, "return {party: min(gain, waited) for", "return {party: gain for"),
    Fault("any licence releases", _T, "(by is None or each.licence in by)", "True"),
    Fault(
        "what waits on is paid",
        _T,
        "each.party is not None and each.money == Money.PAY and",
        "each.party is not None and",
    ),
    Fault(
        "only the last part counts", _T, "paid.get(each.party, Fraction(0)) + each.fraction", "each.fraction"
    ),
    Fault(
        "nothing is told to all",
        _T,
        "for party, gain in gains.items() if min(gain, waited) > 0}",
        "for party, gain in gains.items()}",
    ),
]
