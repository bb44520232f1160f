"""What people do with their accounts and with each other: one function a verb."""

from .accounts import appoint_operator, choose_look, enrol
from .addresses import choose_address, choose_club_address, drop_address, drop_club_address
from .arriving import let_in, note_sign_in, turn_away, wait
from .devices import MOST_DEVICES, connect_device, disconnect_device, note_device_use
from .friends import (
    MOST_ASKED_A_DAY,
    accept,
    ask,
    befriend,
    decline,
    follow,
    hide_friend,
    reconsider,
    remove_friend,
    take_back,
    unfollow,
)
from .inviting import renew_invitation, revoke_invitation, take_up_invitation
from .leaving import GRACE, come_back, end_sessions, erase, freeze, leave
from .lists import MOST_LISTS, delete_list, make_list, own_list, put_on_list, rename_list
from .privacy import block, choose_audiences, close_page, unblock
from .profile import drop_face, edit_profile, note_seen, show_face
from .restraining import release, restrain
from .tokens import MOST_TOKENS, TOKEN_PREFIX, issue_token, note_use, revoke_token

__all__ = [
    "GRACE",
    "MOST_ASKED_A_DAY",
    "MOST_DEVICES",
    "MOST_LISTS",
    "MOST_TOKENS",
    "TOKEN_PREFIX",
    "accept",
    "appoint_operator",
    "ask",
    "befriend",
    "block",
    "choose_address",
    "choose_audiences",
    "choose_club_address",
    "choose_look",
    "close_page",
    "come_back",
    "connect_device",
    "decline",
    "delete_list",
    "disconnect_device",
    "drop_address",
    "drop_club_address",
    "drop_face",
    "edit_profile",
    "end_sessions",
    "enrol",
    "erase",
    "follow",
    "freeze",
    "hide_friend",
    "issue_token",
    "leave",
    "let_in",
    "make_list",
    "note_device_use",
    "note_seen",
    "note_sign_in",
    "note_use",
    "own_list",
    "put_on_list",
    "reconsider",
    "release",
    "remove_friend",
    "rename_list",
    "renew_invitation",
    "restrain",
    "revoke_invitation",
    "revoke_token",
    "show_face",
    "take_back",
    "take_up_invitation",
    "turn_away",
    "unblock",
    "unfollow",
    "wait",
]
