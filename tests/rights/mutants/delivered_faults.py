"""Faults a careless hand could put into the rules of delivered licences and claim policies."""

from faulty_copies import Fault

_D = "rules.delivered"

FAULTS = [
    Fault("Stream is no word", _D, '    "Stream": frozenset', '    "Streams": frozenset'),
    Fault(
        "Stream is one kind only",
        _D,
        "UseType.ON_DEMAND_STREAM, UseType.NON_INTERACTIVE_STREAM",
        "UseType.ON_DEMAND_STREAM",
    ),
    Fault(
        "Download leaves nothing to keep",
        _D,
        "UseType.PERMANENT_DOWNLOAD, UseType.CONDITIONAL",
        "UseType.CONDITIONAL",
    ),
    Fault(
        "a licence without uses is one",
        _D,
        "if permission.uses and permission.models and",
        "if permission.models and",
    ),
    Fault(
        "a licence without models is one",
        _D,
        "if permission.uses and permission.models and",
        "if permission.uses and",
    ),
    Fault("policies permit without Monetize", _D, "and (monetized or not deal.policies) ", ""),
    Fault("two Monetizes permit", _D, " or len(monetized) > 1", ""),
    Fault(
        "an unclear Monetize permits",
        _D,
        "unclear = any(each is None for each in outside)",
        "unclear = any(each == 0 for each in outside)",
    ),
    Fault(
        "outside Monetize nothing is blocked",
        _D,
        "yield from (wish for each in outside for wish in each or ())",
        "pass",
    ),
    Fault(
        "an unclear report passes",
        _D,
        'policy.type == "ReportUsage" and len(measures) == len(policy.conditions)',
        'policy.type == "ReportUsage"',
    ),
    Fault(
        "reports are generous",
        _D,
        "(each.name, each.surely) for each in measures",
        "(each.name, each.perhaps) for each in measures",
    ),
    Fault(
        "blocks are narrow",
        _D,
        "(each.name, each.perhaps) for each in measures",
        "(each.name, each.surely) for each in measures",
    ),
    Fault("a report blocks", _D, "yield Wish(Action.REPORT, bands)", "yield Wish(Action.BLOCK, bands)"),
    Fault("a block reports", _D, "yield Wish(Action.BLOCK, bands)", "yield Wish(Action.REPORT, bands)"),
    Fault("outside is reported", _D, "Wish(Action.BLOCK, part)", "Wish(Action.REPORT, part)"),
    Fault("seconds are milliseconds", _D, '"Second": 1000', '"Second": 1'),
    Fault("minutes are hours", _D, '"Minute": 60_000', '"Minute": 3_600_000'),
    Fault("segments are ignored", _D, " or condition.segments", ""),
    Fault(
        "equal is at least",
        _D,
        '    "LessThanOrEqualTo": (False, False),',
        '    "LessThanOrEqualTo": (False, False),\n    "EqualTo": (True, False),',
    ),
    Fault("more is at least", _D, '"MoreThan": (True, True)', '"MoreThan": (True, False)'),
    Fault("at least is more", _D, '"MoreThanOrEqualTo": (True, False)', '"MoreThanOrEqualTo": (True, True)'),
    Fault("less is at most", _D, '"LessThan": (False, True)', '"LessThan": (False, False)'),
    Fault("at most is less", _D, '"LessThanOrEqualTo": (False, False)', '"LessThanOrEqualTo": (False, True)'),
    Fault(
        "users' part is the reference's",
        _D,
        '"percent_of_file" if "User" in condition.reference else "percent_of_reference"',
        '"percent_of_reference"',
    ),
    Fault(
        "the reference's part is the user's",
        _D,
        '"percent_of_file" if "User" in condition.reference else "percent_of_reference"',
        '"percent_of_file"',
    ),
    Fault(
        "pixels are time",
        _D,
        "elif condition.unit in _MILLISECONDS:",
        "elif condition.unit in {*_MILLISECONDS, 'Pixel'}:",
    ),
    Fault(
        "a condition is one of several",
        _D,
        "Band(max(was.at_least, band.at_least)",
        "Band(min(was.at_least, band.at_least)",
    ),
    Fault("the widest end counts", _D, "min(ends, default=None)", "max(ends, default=None)"),
    Fault(
        "what never holds is wished",
        _D,
        "if both.below is not None and both.below <= both.at_least:",
        "if False:",
    ),
    Fault(
        "only the lower side is outside", _D, "yield self._counted(Band(self.surely.below))", "yield from ()"
    ),
    Fault(
        "only the upper side is outside",
        _D,
        "yield self._counted(Band(0, self.surely.at_least))",
        "yield from ()",
    ),
    Fault(
        "matches too short to count are blocked",
        _D,
        "Bands(matched_ms=Band(max(band.at_least, shortest), band.below))",
        "Bands(matched_ms=band)",
    ),
    Fault(
        "of a per cent the length is forgotten",
        _D,
        "replace(Bands(matched_ms=Band(shortest))",
        "replace(Bands()",
    ),
    Fault("what is over is stated", _D, "licence.known_until <= now:", "licence.known_until < now:"),
    Fault("what is dated ahead begins at once", _D, "if licence.known_from > now:", "if False:"),
    Fault("a word ahead of its day shortens nothing", _D, "max(starts, licence.known_from)", "starts"),
    Fault("a licence outlives the word", _D, "min(ends, licence.known_until)", "ends"),
    Fault(
        "an open licence outlives the word",
        _D,
        "ends = licence.known_until if ends is None else",
        "ends = None if ends is None else",
    ),
    Fault("empty periods are stated", _D, "if starts is None or ends is None or starts < ends:", "if True:"),
    Fault(
        "each country is its own fact",
        _D,
        "parts[key] = _united(parts.get(key, NOWHERE), where)",
        "parts[(*key, where)] = where",
    ),
    Fault("the last country wins", _D, "_united(parts.get(key, NOWHERE), where)", "where"),
    Fault(
        "no recording is a fact too",
        _D,
        "for said in said_by(licence.deal) if recordings else ():",
        "for said in said_by(licence.deal):",
    ),
    Fault(
        "who said it does not matter",
        _D,
        "key = (said, recordings, when, licence.message)",
        "key = (said, recordings, when, '1')",
    ),
]
