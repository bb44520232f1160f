"""What people do with communities."""

from .addressing import choose_address, drop_address
from .belonging import (
    accept,
    decline,
    decline_invitation,
    invite,
    join,
    leave,
    put_out,
    take_back,
)
from .founding import drop_picture, edit_group, forget_pictures, found_group, show_picture
from .going import answer, remind
from .keeping import appoint, ban, forget_member, hand_over, lift_ban
from .logging import fix_days, note
from .suggesting import suggest, take_up, turn_down, withdraw

__all__ = [
    "accept",
    "answer",
    "appoint",
    "ban",
    "choose_address",
    "decline",
    "decline_invitation",
    "drop_address",
    "drop_picture",
    "edit_group",
    "fix_days",
    "forget_member",
    "forget_pictures",
    "found_group",
    "hand_over",
    "invite",
    "join",
    "leave",
    "lift_ban",
    "note",
    "put_out",
    "remind",
    "show_picture",
    "suggest",
    "take_back",
    "take_up",
    "turn_down",
    "withdraw",
]
