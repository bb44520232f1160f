"""Faults a careless hand could put into how far mandates reach."""

from faulty_copies import Fault

FAULTS = [
    Fault("in force a moment late", "mandates", "mandate.starts <= at", "mandate.starts < at"),
    Fault("in force at its last instant too", "mandates", "at < end for", "at <= end for"),
    Fault("taken back in vain", "mandates", "(mandate.ends, mandate.ended_at)", "(mandate.ends,)"),
    Fault(
        "without end when never taken back",
        "mandates",
        "(mandate.ends, mandate.ended_at)",
        "(mandate.ended_at,)",
    ),
    Fault("in force until both ends", "mandates", "and all(end is None", "and any(end is None"),
    Fault("before its beginning", "mandates", "return mandate.starts <= at and all(", "return all("),
    Fault(
        "taken back and still ahead",
        "mandates",
        "mandate.ended_at is None and at < mandate.starts",
        "at < mandate.starts",
    ),
    Fault("ahead when it has begun", "mandates", "at < mandate.starts", "at <= mandate.starts"),
    Fault("anybody's agent", "mandates", "if mandate.agent_id in agents)", "if True)"),
    Fault("passed on without a word", "mandates", "if mandate.delegable else ()", "if True else ()"),
    Fault("never passed on", "mandates", "if mandate.delegable else ()", "if False else ()"),
    Fault(
        "joined by the wrong side",
        "mandates",
        "passed_on[mandate.principal_id].append",
        "passed_on[mandate.agent_id].append",
    ),
    Fault("goes round in a ring", "mandates", "if mandate.principal_id != further.agent_id and", "if"),
    Fault("meets nowhere", "mandates", " and territory(chain):", ":"),
    Fault(
        "the first mandate's territory alone",
        "mandates",
        "for mandate in chain)])",
        "for mandate in [*chain][:1])])",
    ),
    Fault("some recordings are all", "mandates", "return scope is None or", "return True or"),
    Fault("the catalogue asked, a song given", "mandates", "named is not None and", "named is None or"),
    Fault(
        "one named recording is enough",
        "mandates",
        "scope.issuperset(named)",
        "bool(scope & frozenset(named))",
    ),
    Fault("either scope", "mandates", "frozenset.intersection(*scopes)", "frozenset.union(*scopes)"),
    Fault("all of no recordings", "mandates", "if scopes else None", "if scopes else frozenset()"),
    Fault(
        "meeting of lists adds up", "rules", "codes - named if worldwide else codes & named", "codes | named"
    ),
    Fault("exclusions forgotten", "rules", "            codes |= named\n", "            pass\n"),
    Fault("worldwide meets a list everywhere", "rules", "codes = named - codes", "codes = named"),
]
