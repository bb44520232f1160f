"""What people do in dialogs: one function a verb."""

from .changing import clear, delete_for_all, delete_for_me, edit, forget_voices, tell_voice
from .chats import appoint, found_chat, invite, leave, name_chat, pin_message, remove
from .keeping import mute, note_delivered, note_typing, pin, read, save_draft
from .reporting import close_report, report
from .requests import accept, decline
from .sending import Words, say, write

__all__ = [
    "Words",
    "accept",
    "appoint",
    "clear",
    "close_report",
    "decline",
    "delete_for_all",
    "delete_for_me",
    "edit",
    "forget_voices",
    "found_chat",
    "invite",
    "leave",
    "mute",
    "name_chat",
    "note_delivered",
    "note_typing",
    "pin",
    "pin_message",
    "read",
    "remove",
    "report",
    "save_draft",
    "say",
    "tell_voice",
    "write",
]
