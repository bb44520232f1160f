"""Who of the staff may do what: one table."""

from enum import StrEnum


class Role(StrEnum):
    """TRIAGE sorts what comes in, MODERATOR decides, ADMIN also names the staff. Operators are admins."""

    TRIAGE = "triage"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Power(StrEnum):
    """Things one may do on the desk of moderation."""

    LOOK = "look"  # at what was reported, as its reporter saw it
    DISMISS = "dismiss"  # find that no rule is broken
    ESCALATE = "escalate"  # hand it to those who may restrict
    RESTRICT = "restrict"
    ANSWER = "answer"  # an appeal
    APPOINT = "appoint"
    AUDIT = "audit"  # read who looked at what


_TRIAGE = frozenset({Power.LOOK, Power.DISMISS, Power.ESCALATE})
_MODERATOR = _TRIAGE | {Power.RESTRICT, Power.ANSWER}
POWERS: dict[Role, frozenset[Power]] = {
    Role.TRIAGE: _TRIAGE,
    Role.MODERATOR: _MODERATOR,
    Role.ADMIN: _MODERATOR | {Power.APPOINT, Power.AUDIT},
}


def may(role: Role | None, power: Power) -> bool:
    return role is not None and power in POWERS[role]
