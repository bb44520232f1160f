"""The words of a song: plain, or in time by LRC, line by line and word by word. Pure.

LRC: "[01:02.50]a line", with "[01:02.50]<01:02.50>word <01:03.10>by word" where each word has its moment, and
tags as "[la:ru]" and "[offset:+250]". Times are milliseconds from the beginning of the track.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

LONGEST = 20_000  # characters of a song's words, as they are written out line by line
MOST_LINES = 2_000
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
        return self._read[0]

    @property
    def cues(self) -> list[Cue]:
        """Its words in time; either all of them end at a known moment or none does."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[str, list[Cue]]:
        """Its text and cues in one pass: a line may hold thousands of moments."""
        found = list(_WORD.finditer(self.source))
        moments = [_moment(*stamp.groups()) for stamp in found]
        ends = [stamp.start() for stamp in found] + [len(self.source)]
        closed = bool(found) and not self.source[found[-1].end() :].strip()
        text, at, apart, begin = list[str](), 0, False, 0
        cues: list[Cue] = []
        for place, end in enumerate(ends):
            piece = self.source[begin:end]
            begin = found[place].end() if place < len(found) else end
            if not (word := " ".join(piece.split())):
                apart = apart or bool(piece)
                continue
            if text and (apart or piece[0].isspace()):
                text.append(" ")
                at += 1
            if place:
                until = moments[place] if closed and place < len(moments) else None
                cues.append(Cue(moments[place - 1], until, word, at, at + len(word.encode()) - 1))
            text.append(word)
            at, apart = at + len(word.encode()), piece[-1].isspace()
        return "".join(text), cues


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
    have one stands at the moment of the line before it. What is more than a song has is left out."""
    said = _read(text)
    return replace(said, lines=said.lines[: _within(said)])


def too_long(text: str) -> bool:
    """Whether `read_lyrics` leaves out some of it: a line with ten moments is ten lines."""
    return len(text) > LONGEST or _within(said := _read(text)) < len(said.lines)


def _within(lyrics: Lyrics) -> int:
    """How many of its lines are not more than a song has."""
    taken = sum(len(row) + 1 for row in _head(lyrics))
    for count, line in enumerate(lyrics.lines[:MOST_LINES]):
        taken += len(_row(line)) + 1
        if taken > LONGEST + 1:
            return count
    return min(len(lyrics.lines), MOST_LINES)


def _read(text: str) -> Lyrics:
    language, offset, lines = UNKNOWN, 0, list[Line]()
    rows = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    timed = any(_LINE.fullmatch(row.strip()) for row in rows)
    for row in rows:
        spaced = "".join(" " if c.isspace() else c for c in row)  # no-break and ideographic ones are no print
        row = "".join(c for c in spaced if c.isprintable()).strip()
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
    return "\n".join([*_head(lyrics), *map(_row, lyrics.lines)])


def _head(lyrics: Lyrics) -> Sequence[str]:
    head = [f"[la:{lyrics.language}]"] if lyrics.language != UNKNOWN else []
    return [*head, f"[offset:{lyrics.offset:+d}]"] if lyrics.offset else head


def _row(line: Line) -> str:
    return line.source if line.start is None else f"[{_stamp(line.start)}]{line.source}"


def _moment(minutes: str, seconds: str, part: str | None) -> int:
    return (int(minutes) * 60 + int(seconds)) * 1000 + int((part or "0").ljust(3, "0"))


def _stamp(moment: int) -> str:
    return f"{moment // 60_000:02d}:{moment // 1000 % 60:02d}.{moment % 1000:03d}"
