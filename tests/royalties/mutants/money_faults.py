"""Faults a careless hand could put into the rules of money: each must be noticed by their tables."""

from faulty_copies import Fault

_P, _T, _C = "rules.pools", "rules.terms", "rules.correcting"

FAULTS = [
    Fault("nobody comes first", _P, "return self.party is None, ", "return self.party is not None, "),
    Fault(
        "the higher party first",
        _P,
        "self.party or 0, self.wait.value",
        "-(self.party or 0), self.wait.value",
    ),
    Fault(
        "what waits comes before what is paid",
        _P,
        "self.party or 0, self.wait.value",
        'self.party or 0, "" if self.wait else "x"',
    ),
    Fault("pools are rounded up", _P, "return floor(net * rate)", "return floor(net * rate) + 1"),
    Fault("nothing is royalties", _P, "return floor(net * rate)", "return floor(net * (1 - rate))"),
    Fault(
        "ties by where first",
        _P,
        "return self.recording or 0, self.sound or 0, self.territory",
        "return 0, 0, self.territory[::-1]",
    ),
    Fault("what is paid waits", _P, "if money == Money.PAY:", "if money == Money.PAY and not disputed:"),
    Fault(
        "a gap is a sound nobody knows",
        _P,
        "Wait.UNMATCHED if recording is None else Wait.GAP",
        "Wait.UNMATCHED",
    ),
    Fault(
        "disputes are overclaims",
        _P,
        "return Wait.DISPUTE if disputed else",
        "return Wait.OVERCLAIM if disputed else",
    ),
    Fault(
        "a part said twice is half lost",
        _P,
        "parts[key] = parts.get(key, Fraction(0)) + payee.fraction",
        "parts[key] = payee.fraction",
    ),
    Fault(
        "what is given up is taken from who was paid",
        _P,
        "if payee.bucket.wait else payee for",
        "if True else payee for",
    ),
    Fault(
        "a rate of one's own is ignored",
        _T,
        "if terms.rate is None else terms.rate",
        "if True else terms.rate",
    ),
    Fault("the least of the three", _T, "basis = max(Basis", "basis = min(Basis"),
    Fault(
        "subscribers are not shared",
        _T,
        "terms.per_subscriber * own.subscribers * part",
        "terms.per_subscriber * own.subscribers",
    ),
    Fault(
        "plays of all are counted",
        _T,
        "terms.per_play * below_of(own, terms)",
        "terms.per_play * own.all_heard",
    ),
    Fault(
        "nothing is exchanged", _T, "share = floor(own.amount * own.exchange)", "share = floor(own.amount)"
    ),
    Fault(
        "what the terms add is not said", _T, "return self.due - self.share", "return self.due - self.by_rate"
    ),
    Fault("what was carried is forgotten", _T, "left = carried + due", "left = due"),
    Fault(
        "advances are recouped for ever", _T, "advance.until is None or month_end <= advance.until", "True"
    ),
    Fault("not on the last day", _T, "month_end <= advance.until", "month_end < advance.until"),
    Fault(
        "before it is paid", _T, "if standing and advance.paid_on <= month_end else 0", "if standing else 0"
    ),
    Fault("advances are asked back", _T, "min(advance.left, max(0, left))", "min(advance.left, left)"),
    Fault(
        "the newest advance first",
        _T,
        "key=lambda each: (each.paid_on, each.number)",
        "key=lambda each: each.number",
    ),
    Fault("less than a cent is paid", _T, "left - left % smallest if left > 0 else 0", "max(0, left)"),
    Fault(
        "the minimum itself waits", _T, "payable >= terms.payout_minimum", "payable > terms.payout_minimum"
    ),
    Fault("the minimum is ignored", _T, "payable if payable >= terms.payout_minimum else 0", "payable"),
    Fault(
        "what waits is lost",
        _T,
        "return Settled(recouped, paid, left - paid",
        "return Settled(recouped, paid, 0",
    ),
    Fault("what is given up goes to nobody", _C, "        if not move.now:\n            continue\n", ""),
    Fault("all of a line moves", _C, "{0: line.plays - plays, 1: plays}", "{0: 0, 1: plays}"),
    Fault("empty lines stay", _C, "    if line.plays == plays:\n", "    if False:\n"),
    Fault("more moves than is there", _C, "if line is None or line.plays < plays:", "if line is None:"),
    Fault(
        "the money stays where it was",
        _C,
        "Line(line.plays + move.plays, line.amount + amount)",
        "Line(line.plays + move.plays, line.amount)",
    ),
    Fault(
        "new parts are equal",
        _C,
        "exact = {_key(move, payee): payee.fraction for",
        "exact = {_key(move, payee): 1 for",
    ),
    Fault("what is as it was is said too", _C, "if before.get(key) != after.get(key)", "if True"),
]
