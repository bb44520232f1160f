"""What people do with their accounts and with each other: one function a verb."""

from .accounts import appoint_operator, choose_look, edit_profile, enrol
from .friends import (
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
from .lists import MOST_LISTS, delete_list, make_list, own_list, put_on_list, rename_list
from .privacy import block, choose_audiences, close_page, unblock
from .tokens import MOST_TOKENS, TOKEN_PREFIX, issue_token, note_use, revoke_token

__all__ = [
    "MOST_LISTS",
    "MOST_TOKENS",
    "TOKEN_PREFIX",
    "accept",
    "appoint_operator",
    "ask",
    "befriend",
    "block",
    "choose_audiences",
    "choose_look",
    "close_page",
    "decline",
    "delete_list",
    "edit_profile",
    "enrol",
    "follow",
    "hide_friend",
    "issue_token",
    "make_list",
    "note_use",
    "own_list",
    "put_on_list",
    "reconsider",
    "remove_friend",
    "rename_list",
    "revoke_token",
    "take_back",
    "unblock",
    "unfollow",
]
