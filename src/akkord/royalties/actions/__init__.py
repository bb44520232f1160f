"""Every write of royalties by people: entries in the books, questions about lines, exclusions taken back."""

from akkord.royalties.models import Advance, Terms

from .appealing import answer_appeal, appeal, appeal_own
from .asking import answer, ask
from .claiming import take_claims
from .entering import (
    Earned,
    choose_sharing,
    enter_advance,
    enter_exchange,
    enter_revenue,
    state_terms,
    take_back,
)
from .evidencing import claim_sound, weigh_claim
from .excluding import lift_exclusion

__all__ = [
    "Advance",
    "Earned",
    "Terms",
    "answer",
    "answer_appeal",
    "appeal",
    "appeal_own",
    "ask",
    "choose_sharing",
    "claim_sound",
    "enter_advance",
    "enter_exchange",
    "enter_revenue",
    "lift_exclusion",
    "state_terms",
    "take_back",
    "take_claims",
    "weigh_claim",
]
