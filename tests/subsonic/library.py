"""Songs as they stand after their life, and a player that asks for them, in XML and in JSON at once."""

import hashlib
import io
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import av
import numpy as np
from jsonschema import Draft202012Validator

from akkord.flow import clock
from akkord.music import actions
from akkord.music.models import Hearing, Track, Upload
from akkord.people.models import Person
from akkord.sample.music import Style, compose, render
from akkord.sample.sound_file import write_mp3
from akkord.store.files import files
from akkord.subsonic import door, envelope
from cases import makers

SOUND = bytes(range(256)) * 4096  # 1 MiB
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 100
SECONDS, SIDE = 12.0, 400
NAMESPACE = "{http://subsonic.org/restapi}"
# The API's own description as one OpenAPI file; not ours to ship.
DESCRIPTION = Path(
    os.environ.get("AKKORD_OPENSUBSONIC")
    or Path(__file__).parents[3] / "shared" / "oracles" / "opensubsonic" / "openapi.bundle.json"
)


def a_song(
    person: Person, title: str, artist: str = "Anna", tags: Mapping[str, str] = {}, cover: bytes = b""
) -> Track:
    """An upload that everybody may hear, named as its life names it, with sound in the store."""
    sound = makers.sound(tags=dict(tags), loudness=-14.0, cover=files().keep([cover]).sha256 if cover else "")
    sent = files().keep([SOUND, f"{sound.pk:08}".encode()])  # equal files would be one sound
    sound.sha256, sound.size = sent.sha256, sent.size
    sound.container, sound.codec, sound.bitrate, sound.rate, sound.channels = "mp3", "mp3", 192_000, 44_100, 2
    sound.rendition = files().keep([SOUND]).sha256
    sound.rendition_size = len(SOUND)
    sound.save()
    now = clock.now()
    Hearing.objects.create(sound=sound, generation=1, at=now)
    said = {"title": title, "artist": artist, "person": person, "sound": sound, "made_at": now}
    upload = Upload.objects.create(
        **said, filename="a.mp3", size=1000, state="live", received_at=now, decided_at=now
    )
    names = actions.names_of_upload(person.pk, title, artist, tags)
    return Track.objects.create(**said, upload=upload, seconds=60.0, **names)


def with_sound(track: Track, seed: int) -> Track:
    """The song, with SECONDS of an MP3 that players understand."""
    out = io.BytesIO()
    write_mp3(render(compose(seed, Style.ROCK, SECONDS)), out, 128, {})
    kept, sound = files().keep([out.getvalue()]), track.sound
    sound.sha256, sound.size, sound.bitrate = kept.sha256, kept.size, 128_000
    sound.save()
    return track


def picture() -> bytes:
    """A PNG of SIDE by SIDE."""
    coder = av.CodecContext.create("png", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = SIDE, SIDE, "rgb24", Fraction(1)
    frame = av.VideoFrame.from_ndarray(np.full((SIDE, SIDE, 3), 90, np.uint8), format="rgb24")
    return b"".join(map(bytes, [*coder.encode(frame), *coder.encode(None)]))


@cache
def description() -> dict[str, Any] | None:
    if not DESCRIPTION.exists():
        return None  # test_calls says so, and is skipped
    found: dict[str, Any] = json.loads(DESCRIPTION.read_text())
    return found


def held_against_description(call: str, said: dict[str, Any]) -> None:
    """The answer is as the API's description has it; nothing in it is a word the description lacks."""
    if (api := description()) is None:
        return
    found = api["paths"].get(f"/rest/{call}", {})
    told = (found.get("get") or found.get("post") or {"responses": {}})["responses"].get("200", {})
    schema = told.get("content", {}).get("application/json", {}).get("schema")
    if schema is None or said["subsonic-response"]["status"] == "failed":
        schema = {"$ref": "#/components/schemas/SubsonicResponse"}
    Draft202012Validator({**schema, "components": api["components"]}).validate(said)


@dataclass
class Answer:
    """What was said, in JSON; the XML says the same, or the test has failed already."""

    said: dict[str, Any]

    @property
    def ok(self) -> bool:
        return self.said["status"] == "ok"

    @property
    def code(self) -> int | None:
        return None if self.ok else self.said["error"]["code"]

    def __getitem__(self, name: str) -> Any:
        assert self.ok, self.said
        return self.said[name]


@dataclass
class Player:
    """A program with a device token."""

    email: str
    token: str
    peer: str = "127.0.1.1"

    def proof(self, salt: str = "abcdef12") -> dict[str, str]:
        token = hashlib.md5((self.token + salt).encode(), usedforsecurity=False).hexdigest()
        return {"u": self.email, "t": token, "s": salt, "v": "1.16.1", "c": "test"}

    def ask(self, call: str, **parameters: Any) -> Answer:
        return asked(call, {**self.proof(), **parameters}, self.peer)


def asked(call: str, parameters: Mapping[str, Any], peer: str = "127.0.1.1") -> Answer:
    """One call, within the test's own transaction, its answer written in both forms and compared."""
    query = urlencode({k: v for k, v in parameters.items() if v is not None}, doseq=True).encode()
    read = door._read({"query_string": query, "client": (peer, 1)}, {}, b"")
    tree = door.told(call, read, {}, "GET")
    assert isinstance(tree, dict), tree
    said = json.loads(envelope.written(tree, "json", "")[1])
    held_against_description(call, said)
    same(said["subsonic-response"], ElementTree.fromstring(envelope.written(tree, "xml", "")[1]))
    return Answer(said["subsonic-response"])


def same(said: Any, element: ElementTree.Element) -> None:
    """The element says what the JSON says, no more and no less."""
    if not isinstance(said, dict):
        assert (element.text or "") == _word(said)
        return
    scalars = {k: _word(v) for k, v in said.items() if not isinstance(v, (dict, list)) and k != "value"}
    assert dict(element.attrib) == scalars
    assert (element.text or "") == _word(said.get("value", ""))
    children = [(k, each) for k, v in said.items() for each in (v if isinstance(v, list) else [v])
                if isinstance(v, (dict, list))]  # fmt: skip
    assert [child.tag for child in element] == [NAMESPACE + name for name, _ in children]
    for (_, value), child in zip(children, element, strict=True):
        same(value, child)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return re.sub(r"\r\n?", "\n", str(value))
