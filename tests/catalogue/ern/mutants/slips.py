"""Slips a careless hand could make in the rules of territories, validity and the timeline of licences."""

from faulty_copies import Fault


def slip(name: str, room: str, was: str, now: str) -> Fault:
    return Fault(name, f"ern.{room}", was, now)


SLIPS = [
    # territories
    slip("exclusions are ignored", "territories", "reach -= _all(outside, edges=not taking)", "pass"),
    slip(
        "exclusions alone are nothing",
        "territories",
        "else EVERYWHERE if excluded else NOWHERE",
        "else NOWHERE",
    ),
    slip(
        "an unknown exclusion is left out",
        "territories",
        '"unknown_territory": ("unknown_exclusion", True)',
        '"unknown_territory": ("unknown_exclusion", False)',
    ),
    slip(
        "doubtful members are licensed",
        "territories",
        "_all(inside, edges=taking)",
        "_all(inside, edges=True)",
    ),
    slip(
        "doubtful members stay when their group goes",
        "territories",
        "_all(outside, edges=not taking)",
        "_all(outside, edges=False)",
    ),
    slip(
        "a part of a country is the country",
        "territories",
        "return Understood(NOWHERE, frozenset({country}), (Doubt",
        "return Understood(Territories(frozenset({country})), frozenset(), (Doubt",
    ),
    slip(
        "an unknown take-down takes nothing",
        "territories",
        "if any(doubt.word in _UNKNOWN for doubt in doubts) and taking:",
        "if False:",
    ),
    slip("numbers need three digits", "territories", "_numbers().get(code.zfill(3))", "_numbers().get(code)"),
    slip(
        "worldwide less worldwide keeps what the first left out",
        "territories",
        "Territories(other.codes - self.codes)",
        "Territories(other.codes | self.codes)",
    ),
    slip(
        "what is taken out of worldwide replaces what was",
        "territories",
        "Territories(self.codes | other.codes, excluding=True)",
        "Territories(other.codes, excluding=True)",
    ),
    # validity
    slip("an end day is not included", "validity", "day + _ONE_DAY, time(), zone", "day, time(), zone"),
    slip("an instant's end is included", "validity", "at >= ends(end, zone)", "at > ends(end, zone)"),
    slip("a start is not included", "validity", "at >= begins(start, zone)", "at > begins(start, zone)"),
    slip(
        "days are days of UTC",
        "validity",
        "return datetime.combine(day, time(), zone)",
        "return datetime.combine(day, time(), UTC)",
    ),
    slip("one clock of several is enough", "validity", "return all(_begun(", "return any(_begun("),
    slip(
        "a local time is UTC",
        "validity",
        "return wall.replace(tzinfo=zone)",
        "return wall.replace(tzinfo=UTC)",
    ),
    slip("the later of two ends counts", "validity", "return min(one, other)", "return max(one, other)"),
    slip(
        "days and instants are compared by late clocks",
        "validity",
        "Instant(min(ends(one, EARLIEST), ends(other, EARLIEST))",
        "Instant(min(ends(one, LATEST), ends(other, LATEST))",
    ),
    slip(
        "a take-down day still plays",
        "validity",
        "return LocalDay(start.day - _ONE_DAY) if",
        "return LocalDay(start.day) if",
    ),
    # timeline
    slip("a test message counts", "timeline", " or header.test:", ":"),
    slip("a refused message counts", "timeline", "if message.refused or header is None", "if header is None"),
    slip(
        "the order of arrival decides", "timeline", ", key=lambda word: word.order)", ", key=lambda word: 0)"
    ),
    slip("deals for others license us", "timeline", "if deal.is_for(dpid)]", "if True]"),
    slip("our own DPID is not asked for", "timeline", "dpid = our_dpid or next(", "dpid = next("),
    slip(
        "refused rows license",
        "timeline",
        "if not deal.refused and not deal.ends_rights:",
        "if not deal.ends_rights:",
    ),
    slip(
        "a refused release is licensed", "timeline", "        if release.refused:\n            continue\n", ""
    ),
    slip(
        "a take-down grants",
        "timeline",
        "if not deal.refused and not deal.ends_rights:",
        "if not deal.refused:",
    ),
    slip(
        "take-downs are ignored",
        "timeline",
        "ends = [deal for deal in mine if deal.ends_rights]",
        "ends = []",
    ),
    slip(
        "a take-down of one release takes all",
        "timeline",
        "mine = [deal for deal in deals if release.reference in deal.releases]\n",
        "mine = [d for d in deals if release.reference in d.releases or d.ends_rights]\n",
    ),
    slip(
        "a take-down takes the world",
        "timeline",
        "if untouched := territories - taken:",
        "if untouched := taken - taken:",
    ),
    slip("a take-down is at once", "timeline", "if touched and last is not None:", "if False:"),
    slip(
        "a take-down that cannot be read takes nothing",
        "timeline",
        "EVERYWHERE if end.refused or end.all_cancelled else",
        "EVERYWHERE if end.all_cancelled else",
    ),
    slip(
        "cancelling all deals cancels none",
        "timeline",
        "EVERYWHERE if end.refused or end.all_cancelled else",
        "EVERYWHERE if end.refused else",
    ),
    slip(
        "a purge purges nothing",
        "timeline",
        "found += [_after(self._purges",
        "found = found or [] and [_after(self._purges",
    ),
    slip(
        "a newer message does not replace",
        "timeline",
        "found = [_after(self._news[key], number) for key in about if key in self._news]",
        "found = []",
    ),
    slip(
        "the word is the label's for ever",
        "timeline",
        "(self.known_until is None or at < self.known_until)",
        "True",
    ),
    slip("a licence holds before it was said", "timeline", "known = self.known_from <= at and", "known ="),
    slip(
        "another sender may purge",
        "timeline",
        "yield from ((sender, *each.key) for each in ids)",
        "yield from (('anybody', *each.key) for each in ids)",
    ),
    slip(
        "tracks make messages about each other",
        "timeline",
        'if release.kind == "main"] or list(message.releases)',
        "if True]",
    ),
    slip(
        "what is omitted is forgotten",
        "timeline",
        "if release.omits_resources and not release",
        "if False and not release",
    ),
    slip(
        "what is not named is remembered",
        "timeline",
        "if release.omits_resources and not release",
        "if not release",
    ),
    slip(
        "purged resources are remembered",
        "timeline",
        "if word.is_purge and word.about & (about | own):\n                break",
        "if word.is_purge:\n                continue",
    ),
    slip(
        "resources come from the first message",
        "timeline",
        "in reversed(self._said[:number])",
        "in self._said[:number]",
    ),
    slip(
        "a purge may come first",
        "timeline",
        "self.header.created, self.is_purge, self",
        "self.header.created, False, self",
    ),
    slip(
        "product codes are compared as written",
        "identifiers",
        'return bare.lstrip("0") if self.kind == "ICPN" else bare',
        "return bare",
    ),
]
