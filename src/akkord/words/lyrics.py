"""The words of a song: plain, or in time by LRC, line by line and word by word. Pure.

LRC: "[01:02.50]a line", with "[01:02.50]<01:02.50>word <01:03.10>by word" where each word has its moment, and
tags as "[la:ru]" and "[offset:+250]". Times are milliseconds from the beginning of the track.
"""

import re
from dataclasses import dataclass

LONGEST = 20_000  # characters of a song's words
UNKNOWN = "und"  # ISO 639-2: no language is said
_STAMP = r"([0-9]{1,3}):([0-5]?[0-9])(?:[.:]([0-9]{1,3}))?"
_LINE = re.compile(rf"((?:\s*\[{_STAMP}\])+)(.*)")
_STAMPS = re.compile(rf"\[{_STAMP}\]")
_WORD = re.compile(rf"<{_STAMP}>")
_TAG = re.compile(r"\[(ar|al|ti|au|by|re|ve|length|offset|la|#)\s*:([^\]]*)\]", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Cue:
    """A word or a syllable in its line: `first` and `last` are its UTF-8 bytes there, both included."""

    start: int
    end: int | None
    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Line:
    """`start` is None where the words are in no time; `source` is the text with the moments of its words."""

    start: int | None
    source: str

    @property
    def text(self) -> str:
        return " ".join(_WORD.sub("", self.source).split())

    @property
    def cues(self) -> list[Cue]:
        """Its words in time; either all of them end at a known moment or none does."""
        if not (found := list(_WORD.finditer(self.source))):
            return []
        pieces = [
            (_moment(*stamp.groups()), self.source[stamp.end() : later.start() if later else None])
            for stamp, later in zip(found, [*found[1:], None], strict=True)
        ]
        closed = not pieces[-1][1].strip()
        cues: list[Cue] = []
        at = len(" ".join(self.source[: found[0].start()].split()))
        for place, (start, piece) in enumerate(pieces):
            if not (word := " ".join(piece.split())):
                continue
            at = self.text.index(word, at)
            first = len(self.text[:at].encode())
            end = pieces[place + 1][0] if closed else None
            cues.append(Cue(start, end, word, first, first + len(word.encode()) - 1))
            at += len(word)
        return cues


@dataclass(frozen=True)
class Lyrics:
    """`offset`: milliseconds by which all of it stands later (positive: sooner is shown)."""

    lines: tuple[Line, ...]
    language: str = UNKNOWN
    offset: int = 0

    @property
    def synced(self) -> bool:
        return any(line.start is not None for line in self.lines)

    @property
    def plain(self) -> str:
        return "\n".join(line.text for line in self.lines).strip()


def read_lyrics(text: str) -> Lyrics:
    """Words as somebody wrote them; what is no LRC is plain words. A line without a moment among lines that
    have one stands at the moment of the line before it."""
    language, offset, lines = UNKNOWN, 0, list[Line]()
    rows = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    timed = any(_LINE.fullmatch(row.strip()) for row in rows)
    for row in rows:
        row = "".join(c for c in row if c.isprintable() or c == "\t").strip()
        if tag := _TAG.fullmatch(row):
            name, said = tag[1].lower(), tag[2].strip()
            if name == "la" and _LANGUAGE.fullmatch(said.lower()):
                language = said.lower()
            elif name == "offset" and re.fullmatch(r"[+-]?[0-9]{1,6}", said):
                offset = int(said)
        elif stamped := _LINE.fullmatch(row):
            words = stamped[5].strip()
            lines += [Line(_moment(*each.groups()), words) for each in _STAMPS.finditer(stamped[1])]
        elif not timed:
            lines.append(Line(None, _WORD.sub("", row)))
        elif row:
            lines.append(Line(lines[-1].start if lines else 0, row))
    if timed:
        lines.sort(key=lambda line: line.start or 0)
    while lines and not timed and not lines[-1].source:
        lines.pop()
    while lines and not timed and not lines[0].source:
        lines.pop(0)
    return Lyrics(tuple(lines), language, offset)


def written_lyrics(lyrics: Lyrics) -> str:
    """As LRC, or as plain words where nothing is in time; `read_lyrics` reads the same from it."""
    head = [f"[la:{lyrics.language}]"] if lyrics.language != UNKNOWN else []
    if lyrics.offset:
        head.append(f"[offset:{lyrics.offset:+d}]")
    rows = [
        line.source if line.start is None else f"[{_stamp(line.start)}]{line.source}" for line in lyrics.lines
    ]
    return "\n".join([*head, *rows])


def _moment(minutes: str, seconds: str, part: str | None) -> int:
    return (int(minutes) * 60 + int(seconds)) * 1000 + int((part or "0").ljust(3, "0"))


def _stamp(moment: int) -> str:
    return f"{moment // 60_000:02d}:{moment // 1000 % 60:02d}.{moment % 1000:03d}"
