"""What is true of reports, decisions and appeals, on plain values."""

from .deciding import (
    MEASURES,
    TERMS,
    Measure,
    Thing,
    Wrong,
    appeal_until,
    may_answer,
    may_appeal,
    needs_person,
    wrong_with,
)
from .house import HOUSE, Rule, rule_as_it_stood, rules_at, rules_for
from .staff import POWERS, Power, Role, may

__all__ = [
    "HOUSE",
    "MEASURES",
    "POWERS",
    "TERMS",
    "Measure",
    "Power",
    "Role",
    "Rule",
    "Thing",
    "Wrong",
    "appeal_until",
    "may",
    "may_answer",
    "may_appeal",
    "needs_person",
    "rule_as_it_stood",
    "rules_at",
    "rules_for",
    "wrong_with",
]
