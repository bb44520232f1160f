"""A sound whose last sender has left for good: its bytes go, and its print stays.

By the print the ear goes on knowing what was removed; nothing can be heard of it. The row stays as decisions
and lines name it. Sent in again by somebody, the same bytes are kept, played and decided like any others.
"""

from collections.abc import Iterable

from .models import Sound


def let_go_of(sounds: Iterable[Sound]) -> list[str]:
    """The names of their files in the store, which their rows name no more."""
    names: set[str] = set()
    for sound in sounds:
        names |= {sound.sha256, sound.cover, sound.rendition} - {""}
        Sound.objects.filter(pk=sound.pk).update(cover="", rendition="", rendition_size=0)
    return sorted(names)
