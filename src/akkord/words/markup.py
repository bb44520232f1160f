"""Text people write, as HTML: everything escaped, web addresses clickable, line breaks kept.

There is no markup language on walls, so nothing has to be cleaned: what is not an address is text.
"""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

# An address ends before white space, quotes and brackets; a full stop or comma after it is the sentence's.
_ADDRESS = re.compile(r"https?://[^\s<>\"'«»]{2,500}", re.IGNORECASE)
_SENTENCE = ".,;:!?…"
_SHOWN = 60


def linked(text: str) -> SafeString:
    """`text` escaped; http and https addresses as links that lend nobody reputation (nofollow ugc)."""
    made, last = [], 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found.group())
        made.append(_lines(text[last : found.start()]))
        made.append(_link(address))
        last = found.start() + len(address)
    made.append(_lines(text[last:]))
    return mark_safe("".join(made))


def addresses_in(text: str) -> list[str]:
    """The web addresses a text shows as links, in their order."""
    return [_trimmed(found.group()) for found in _ADDRESS.finditer(text)]


def _trimmed(address: str) -> str:
    """Without the sentence's punctuation and without a bracket that was opened before the address."""
    while address[-1] in _SENTENCE or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _link(address: str) -> str:
    shown = address if len(address) <= _SHOWN else address[: _SHOWN - 1] + "…"
    return f'<a href="{escape(address)}" rel="nofollow ugc noopener noreferrer">{escape(shown)}</a>'


def _lines(text: str) -> str:
    return escape(text.replace("\r\n", "\n")).replace("\n", "<br>")
