"""Ringing, reading, and choosing how to be told: one function a verb."""

from .digests import choose_digest, stop_digest, write_digest
from .fresh import tell_birthdays, tell_episodes, tell_new_music
from .pushing import forget_browser, push, tell_browser
from .reading import choose, forget_old, read_all
from .ringing import ring

__all__ = [
    "choose",
    "choose_digest",
    "forget_browser",
    "forget_old",
    "push",
    "read_all",
    "ring",
    "stop_digest",
    "tell_birthdays",
    "tell_browser",
    "tell_episodes",
    "tell_new_music",
    "write_digest",
]
