"""Faults a careless hand could put into the rules of owning and of recomputing plays."""

from faulty_copies import Fault

_E, _R = "rules.effective", "rules.retro"

FAULTS = [
    Fault("a bare assertion counts", _E, "each.standing not in UNPROVEN and right in", "right in"),
    Fault("a member's own word counts", _E, "{Standing.ASSERTED, Standing.DECLARED}", "{Standing.ASSERTED}"),
    Fault(
        "just the whole is an overclaim", _E, "for holder in holders) > 1:", "for holder in holders) >= 1:"
    ),
    Fault("any overclaim is proven", _E, "sum(holder.proven for holder in self.holders) > 1", "True"),
    Fault("assertion and proof add up", _E, "max(proven, asserted)", "proven + asserted"),
    Fault("an end is inclusive", _E, "at < period.end", "at <= period.end"),
    Fault("a start is exclusive", _E, "period.start <= at", "period.start < at"),
    Fault("periods that touch overlap", _E, "one.end <= other.start", "one.end < other.start"),
    Fault("general is no single right", _E, "frozenset(EACH_RIGHT) if right == Right.GENERAL else ", ""),
    Fault("what comes after an agreement is lost", _E, "yield Period(area.end, whole.end)", "yield from ()"),
    Fault(
        "what came before an agreement is lost", _E, "yield Period(whole.start, area.start)", "yield from ()"
    ),
    Fault(
        "elsewhere stays as it was",
        _E,
        "statable(ownership.territories - area.territories)",
        "ownership.territories",
    ),
    Fault(
        "what cannot be stated is left",
        _E,
        "return territories - TerritorySet(frozenset({UNKNOWN}))",
        "return territories",
    ),
    Fault("shares of nothing make owners", _E, "if each.share:", "if True:"),
    Fault("stretches are not joined", _E, "known.valid.end == new.valid.start", "False"),
    Fault(
        "a sound under two numbers is held twice",
        _E,
        "return max(held.values(), default",
        "return sum(held.values(), start",
    ),
    Fault("then is now", _R, "then = self.as_known(play.at)", "then = self.as_known(now)"),
    Fault(
        "the books of an instant lack its entry",
        _R,
        "bisect_right(self._turns, instant)",
        "bisect_right(self._turns, instant - instant.resolution)",
    ),
    Fault("withdrawals turn no page", _R, "yield fact.withdrawn_at", "yield fact.recorded_at"),
    Fault("what nobody owns earned nothing", _R, "if decision.verdict >= Verdict.HOLD:", "if False:"),
    Fault("the higher party comes first", _R, "party is None, party or 0", "party is None, -(party or 0)"),
    Fault("what is due now is what was due then", _R, "(amount, play.now)", "(amount, play.then)"),
    Fault("the unknown owner comes first", _R, "return party is None, ", "return party is not None, "),
]
