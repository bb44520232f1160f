"""Slips a careless hand could make in the rules of territories, validity and the timeline of licences."""

from faulty_reading import Slip

SLIPS = [
    # territories
    Slip("exclusions are ignored", "territories", "reach -= _all(outside, edges=not taking)", "pass"),
    Slip(
        "exclusions alone are nothing",
        "territories",
        "else EVERYWHERE if excluded else NOWHERE",
        "else NOWHERE",
    ),
    Slip(
        "an unknown exclusion is left out",
        "territories",
        '"unknown_territory": ("unknown_exclusion", True)',
        '"unknown_territory": ("unknown_exclusion", False)',
    ),
    Slip(
        "doubtful members are licensed",
        "territories",
        "_all(inside, edges=taking)",
        "_all(inside, edges=True)",
    ),
    Slip(
        "doubtful members stay when their group goes",
        "territories",
        "_all(outside, edges=not taking)",
        "_all(outside, edges=False)",
    ),
    Slip(
        "a part of a country is the country",
        "territories",
        "return Understood(NOWHERE, frozenset({country}), (Doubt",
        "return Understood(Territories(frozenset({country})), frozenset(), (Doubt",
    ),
    Slip(
        "an unknown take-down takes nothing",
        "territories",
        "if any(doubt.word in _UNKNOWN for doubt in doubts) and taking:",
        "if False:",
    ),
    Slip("numbers need three digits", "territories", "_numbers().get(code.zfill(3))", "_numbers().get(code)"),
    Slip(
        "worldwide less worldwide keeps what the first left out",
        "territories",
        "Territories(other.codes - self.codes)",
        "Territories(other.codes | self.codes)",
    ),
    Slip(
        "what is taken out of worldwide replaces what was",
        "territories",
        "Territories(self.codes | other.codes, excluding=True)",
        "Territories(other.codes, excluding=True)",
    ),
    # validity
    Slip("an end day is not included", "validity", "day + _ONE_DAY, time(), zone", "day, time(), zone"),
    Slip("an instant's end is included", "validity", "at >= ends(end, zone)", "at > ends(end, zone)"),
    Slip("a start is not included", "validity", "at >= begins(start, zone)", "at > begins(start, zone)"),
    Slip(
        "days are days of UTC",
        "validity",
        "return datetime.combine(day, time(), zone)",
        "return datetime.combine(day, time(), UTC)",
    ),
    Slip("one clock of several is enough", "validity", "return all(_begun(", "return any(_begun("),
    Slip(
        "a local time is UTC",
        "validity",
        "return wall.replace(tzinfo=zone)",
        "return wall.replace(tzinfo=UTC)",
    ),
    Slip("the later of two ends counts", "validity", "return min(one, other)", "return max(one, other)"),
    Slip(
        "days and instants are compared by late clocks",
        "validity",
        "Instant(min(ends(one, _EARLIEST), ends(other, _EARLIEST))",
        "Instant(min(ends(one, _LATEST), ends(other, _LATEST))",
    ),
    Slip(
        "a take-down day still plays",
        "validity",
        "return LocalDay(start.day - _ONE_DAY) if",
        "return LocalDay(start.day) if",
    ),
    # timeline
    Slip("a test message counts", "timeline", " or header.test:", ":"),
    Slip("a refused message counts", "timeline", "if message.refused or header is None", "if header is None"),
    Slip(
        "the order of arrival decides", "timeline", ", key=lambda word: word.order)", ", key=lambda word: 0)"
    ),
    Slip("deals for others license us", "timeline", "if deal.is_for(dpid)]", "if True]"),
    Slip("our own DPID is not asked for", "timeline", "dpid = our_dpid or next(", "dpid = next("),
    Slip(
        "refused rows license",
        "timeline",
        "if not deal.refused and not deal.ends_rights:",
        "if not deal.ends_rights:",
    ),
    Slip(
        "a refused release is licensed", "timeline", "        if release.refused:\n            continue\n", ""
    ),
    Slip(
        "a take-down grants",
        "timeline",
        "if not deal.refused and not deal.ends_rights:",
        "if not deal.refused:",
    ),
    Slip(
        "take-downs are ignored",
        "timeline",
        "ends = [deal for deal in mine if deal.ends_rights]",
        "ends = []",
    ),
    Slip(
        "a take-down of one release takes all",
        "timeline",
        "mine = [deal for deal in deals if release.reference in deal.releases]\n",
        "mine = [d for d in deals if release.reference in d.releases or d.ends_rights]\n",
    ),
    Slip(
        "a take-down takes the world",
        "timeline",
        "if untouched := territories - taken:",
        "if untouched := taken - taken:",
    ),
    Slip("a take-down is at once", "timeline", "if touched and last is not None:", "if False:"),
    Slip(
        "a take-down that cannot be read takes nothing",
        "timeline",
        "EVERYWHERE if end.refused or end.all_cancelled else",
        "EVERYWHERE if end.all_cancelled else",
    ),
    Slip(
        "cancelling all deals cancels none",
        "timeline",
        "EVERYWHERE if end.refused or end.all_cancelled else",
        "EVERYWHERE if end.refused else",
    ),
    Slip(
        "a purge purges nothing",
        "timeline",
        "found += [_after(self._purges",
        "found = found or [] and [_after(self._purges",
    ),
    Slip(
        "a newer message does not replace",
        "timeline",
        "found = [_after(self._news[key], number) for key in about if key in self._news]",
        "found = []",
    ),
    Slip(
        "the word is the label's for ever",
        "timeline",
        "(self.known_until is None or at < self.known_until)",
        "True",
    ),
    Slip("a licence holds before it was said", "timeline", "known = self.known_from <= at and", "known ="),
    Slip(
        "another sender may purge",
        "timeline",
        "yield from ((sender, *each.key) for each in ids)",
        "yield from (('anybody', *each.key) for each in ids)",
    ),
    Slip(
        "tracks make messages about each other",
        "timeline",
        'if release.kind == "main"] or list(message.releases)',
        "if True]",
    ),
    Slip(
        "product codes are compared as written",
        "identifiers",
        'return bare.lstrip("0") if self.kind == "ICPN" else bare',
        "return bare",
    ),
]
