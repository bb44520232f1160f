"""Message catalogues: .po files become .mo files at start, without GNU gettext on the machine.

Formats: https://www.gnu.org/software/gettext/manual/ ("The Format of PO Files", "… of GNU MO Files").
"""

import ast
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE


@dataclass
class Message:
    """One entry of a catalogue; `forms` are the translations by plural form."""

    context: str | None = None
    id: str = ""
    plural: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    def key(self) -> str:
        ids = f"{self.id}\0{self.plural}" if self.plural else self.id
        return ids if self.context is None else f"{self.context}\4{ids}"


def compile_all(folders: Iterable[Path]) -> int:
    """Compile every catalogue under these folders that is newer than its .mo; how many were compiled."""
    compiled = 0
    for folder in folders:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                compile_catalogue(source, target)
                compiled += 1
    return compiled


def compile_catalogue(source: Path, target: Path) -> None:
    """Write the .mo of a .po; untranslated and fuzzy messages are left out, as msgfmt does."""
    texts = {
        message.key(): "\0".join(message.forms[n] for n in sorted(message.forms))
        for message in read_catalogue(source.read_text(encoding="utf-8"))
        if not message.fuzzy and message.forms and all(message.forms.values())
    }
    temporary = target.with_suffix(f".{os.getpid()}.new")  # several may start at once
    temporary.write_bytes(_packed(texts))
    temporary.replace(target)


def read_catalogue(text: str) -> Iterator[Message]:
    """The messages of a .po file, the header (id "") first."""
    message, place = Message(), ""
    for line in (raw.strip() for raw in text.split("\n")):
        if line.startswith("#,") and "fuzzy" in line:
            if message.forms:
                yield message
                message = Message()
            message.fuzzy = True
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if not line.startswith('"'):
            if word in ("msgctxt", "msgid") and message.forms:
                yield message
                message = Message()
            place, value = word, rest
        else:
            value = line
        _add(message, place, ast.literal_eval(value))
    if message.forms:
        yield message


def _add(message: Message, place: str, text: str) -> None:
    if place == "msgctxt":
        message.context = (message.context or "") + text
    elif place == "msgid":
        message.id += text
    elif place == "msgid_plural":
        message.plural += text
    elif place.startswith("msgstr"):
        number = int(place[7:-1]) if place.startswith("msgstr[") else 0
        message.forms[number] = message.forms.get(number, "") + text
    else:
        raise ValueError(f"not a word of a .po file: {place}")


def _packed(texts: dict[str, str]) -> bytes:
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    ids = b"".join(key + b"\0" for key, _ in pairs)
    strings = b"".join(text + b"\0" for _, text in pairs)
    tables = 7 * 4
    id_place, string_place = tables + 16 * len(pairs), tables + 16 * len(pairs) + len(ids)
    id_table, string_table = [], []
    for key, text in pairs:
        id_table += [len(key), id_place]
        string_table += [len(text), string_place]
        id_place += len(key) + 1
        string_place += len(text) + 1
    header = [MAGIC, 0, len(pairs), tables, tables + 8 * len(pairs), 0, 0]
    return struct.pack(f"<{7 + 4 * len(pairs)}I", *header, *id_table, *string_table) + ids + strings
