"""Stating facts and taking them back: each a row, its line in the public log, and word to those who care.

Everything here happens in one transaction or not at all. Who acts must represent the party whose fact it is,
or hold a mandate that reaches as far as the fact does (catalogue.errors: NotRepresented, OutsideMandate).
"""

from .by_law import block_by_law, clear_file, end_clearing, lift_by_law
from .by_rules import hide_by_rules, show_again
from .delivered import license_by_message
from .forbidding import (
    Wanted,
    block,
    block_many,
    end_block_at,
    lift_block,
    lift_blocks,
    resume_block,
    suspend_block,
)
from .lines import Basis
from .own import license_own, withdraw_own
from .ownership import (
    lapse_ownership,
    narrow_ownership,
    own_by_delivery,
    prove_ownership,
    record_free,
    record_ownership,
    restate_shares,
    withdraw_free,
    withdraw_ownership,
)
from .permissions import (
    end_licence,
    grant,
    grant_licence,
    set_policy,
    withdraw_grant,
    withdraw_licence,
    withdraw_policy,
)
from .same_sound import Likeness, note_same_sound, say_same_sound
from .stating import note_change

__all__ = [
    "Basis",
    "Likeness",
    "Wanted",
    "block",
    "block_by_law",
    "block_many",
    "clear_file",
    "end_block_at",
    "end_clearing",
    "end_licence",
    "grant",
    "grant_licence",
    "hide_by_rules",
    "lapse_ownership",
    "license_by_message",
    "license_own",
    "lift_block",
    "lift_blocks",
    "lift_by_law",
    "narrow_ownership",
    "note_change",
    "note_same_sound",
    "own_by_delivery",
    "prove_ownership",
    "record_free",
    "record_ownership",
    "restate_shares",
    "resume_block",
    "say_same_sound",
    "set_policy",
    "show_again",
    "suspend_block",
    "withdraw_free",
    "withdraw_grant",
    "withdraw_licence",
    "withdraw_own",
    "withdraw_ownership",
    "withdraw_policy",
]
