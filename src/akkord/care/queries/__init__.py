"""Every read of care, with its gates: the staff's by role, a person's own."""

from .desk import (
    Card,
    appeals_waiting,
    card_of,
    decision_for_staff,
    is_last_operator,
    is_of_staff,
    looks,
    may_answer_appeal,
    open_matters,
    reporters_of,
    role_of,
    staff_places,
    waiting,
)
from .own import Told, decision_of, decisions_about, reports_by, rule_of, told
from .things import Seen, Wrote, seen_by, seen_messages, track_sound, who_wrote

__all__ = [
    "Card",
    "Seen",
    "Told",
    "Wrote",
    "appeals_waiting",
    "card_of",
    "decision_for_staff",
    "decision_of",
    "decisions_about",
    "is_last_operator",
    "is_of_staff",
    "looks",
    "may_answer_appeal",
    "open_matters",
    "reporters_of",
    "reports_by",
    "role_of",
    "rule_of",
    "seen_by",
    "seen_messages",
    "staff_places",
    "told",
    "track_sound",
    "waiting",
    "who_wrote",
]
