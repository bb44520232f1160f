"""Text people write, as HTML: everything escaped first, then a little is made of it.

`linked` makes web addresses clickable and keeps line breaks. `marked`, for posts and comments, also knows
**bold**, *italic*, lines quoted with ">", #hashtags and @names. What is none of these is text, so nothing
has to be cleaned.
"""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

# An address ends before white space, quotes and brackets; a full stop or comma after it is the sentence's.
_ADDRESS = re.compile(r"https?://[^\s<>\"'«»]{2,500}", re.IGNORECASE)
_SENTENCE = ".,;:!?…"
_SHOWN = 60
MOST_TAG = 100  # of a tag as it is searched for: small letters may be more than the capitals were
# A tag has a letter; it begins where no word, address or entity goes on.
_TAG = r"(?<![\w&/#])#(?P<tag>\w{0,49}[^\W\d_]\w{0,49})(?!\w)"
_NAME = r"(?<![\w@./])@(?P<name>[A-Za-z][A-Za-z0-9_.]{0,30}[A-Za-z0-9])(?![\w@])"
_PIECES = re.compile(
    rf"(?P<address>{_ADDRESS.pattern})|{_TAG}|{_NAME}"
    r"|\*\*(?=\S)(?P<bold>[^\n]{1,500}?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^\n*]{1,500})(?<=\S)\*(?![\w*])",
    re.IGNORECASE,
)
_TAGS, _NAMES = re.compile(_TAG), re.compile(_NAME)
_DEPTH = 3  # italic within bold, and no deeper


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


def marked(text: str, named: Mapping[str, int] | None = None) -> SafeString:
    """`text` as a post shows it; `named` says whose number each @name that is a link has."""
    made: list[str] = []
    quoted: list[str] = []
    plain: list[str] = []

    def close(lines: list[str], around: tuple[str, str]) -> None:
        if lines:
            made.append(around[0] + _inline("\n".join(lines), named or {}, _DEPTH) + around[1])
            lines.clear()

    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith(">"):
            close(plain, ("", ""))
            quoted.append(line[1:].lstrip())
        else:
            close(quoted, ("<blockquote>", "</blockquote>"))
            plain.append(line)
    close(plain, ("", ""))
    close(quoted, ("<blockquote>", "</blockquote>"))
    return mark_safe("".join(made))


def names_in(text: str) -> list[str]:
    """The @names a text holds, in small letters, each once and in their order."""
    return list(dict.fromkeys(found["name"].lower() for found in _NAMES.finditer(text)))


def tags_in(text: str) -> list[str]:
    """The #hashtags a text holds, as they are searched for, each once and in their order; not the longest."""
    folded = dict.fromkeys(folded_tag(found["tag"]) for found in _TAGS.finditer(text))
    return [tag for tag in folded if len(tag) <= MOST_TAG]


def folded_tag(tag: str) -> str:
    """Tags that people take for one: small letters, е for ё."""
    return tag.removeprefix("#").casefold().replace("ё", "е")


def _inline(text: str, named: Mapping[str, int], depth: int) -> str:
    made, last = [], 0
    for found in _PIECES.finditer(text):
        if found.start() < last:
            continue
        piece, end = _piece(found, named, depth)
        made += [_lines(text[last : found.start()]), piece]
        last = end
    made.append(_lines(text[last:]))
    return "".join(made)


def _piece(found: re.Match[str], named: Mapping[str, int], depth: int) -> tuple[str, int]:
    """One piece as HTML, and where it ends."""
    if found["address"]:
        address = _trimmed(found["address"])
        return _link(address), found.start() + len(address)
    if found["tag"]:
        place = quote(folded_tag(found["tag"]), safe="")
        return f'<a href="/feed/tag/{place}">#{escape(found["tag"])}</a>', found.end()
    if found["name"]:
        number = named.get(found["name"].lower())
        said = f"@{escape(found['name'])}"
        return (said if number is None else f'<a href="/id{number}">{said}</a>'), found.end()
    inner, tag = (found["bold"], "b") if found["bold"] else (found["italic"], "i")
    if depth == 0:
        return _lines(found.group()), found.end()
    return f"<{tag}>{_inline(inner, named, depth - 1)}</{tag}>", found.end()


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
