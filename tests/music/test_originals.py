"""One's own originals are handed back as they came, and nothing that is blocked goes out with them."""

import asyncio
import io
import zipfile

import pytest

from akkord.music import actions, handing_back, streams
from akkord.music.models import Track
from akkord.music.rules import Listener, originals
from akkord.people.models import Person
from akkord.store.files import NotKept, files
from akkord.store.sources import Source
from cases import makers
from music import world

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
BYTES = b"as it was sent in " * 40_000  # more than two pieces


@pytest.fixture(autouse=True)
def _log(log: None) -> None:
    """What is silenced has its line."""


@pytest.fixture
def anna() -> Person:
    return makers.person()


def kept(track: Track, content: bytes = BYTES) -> Track:
    """The track with a file of its own in the store."""
    sent = files().keep([content])
    sound = track.sound
    sound.sha256, sound.size, sound.container, sound.codec = sent.sha256, sent.size, "flac", "flac"
    sound.rendition, sound.rendition_size = sent.sha256, sent.size
    sound.save()
    return track


def pieces_of(person: Person) -> list[bytes]:
    async def all_of_it() -> list[bytes]:
        return [piece async for piece in handing_back.packed(Listener(person.pk, "RU"))]

    return asyncio.run(all_of_it())


def handed(person: Person) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces_of(person)))) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_originals_come_back_byte_for_byte_in_pieces(anna: Person) -> None:
    kept(world.unmatched(anna))
    kept(world.unmatched(makers.person()), b"another member's")
    assert handed(anna) == {"0001 Song.flac": BYTES}
    assert max(map(len, pieces_of(anna))) < handing_back.PIECE + 1000


class Gone:
    """How a bucket reads what it has lost."""

    async def read(self, first: int, length: int) -> bytes:
        raise NotKept

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("on", ["open", "read"])
def test_an_original_that_is_lost_is_named_and_the_others_come_back(
    anna: Person, on: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = kept(world.unmatched(anna), b"lost")
    kept(world.unmatched(anna))
    real = Source.open

    def opened(source: Source) -> object:
        if source.name != lost.sound.sha256:
            return real(source)
        if on == "open":
            raise NotKept
        return Gone()

    monkeypatch.setattr(Source, "open", opened)
    found = handed(anna)
    assert BYTES in found.values()
    assert f"/audio{lost.pk}".encode() in found[originals.LEFT_OUT]


def test_what_is_held_goes_to_who_sent_it_in_and_what_is_blocked_to_nobody(anna: Person) -> None:
    label, rep = makers.label()
    held, blocked = makers.recordings(label, 2)
    world.licensed(rep, label)
    one, two = (kept(world.matched(anna, each), BYTES + str(each.pk).encode()) for each in (held, blocked))
    world.block(rep, label, blocked)
    found = handed(anna)
    assert list(found) == ["0001 Song.flac", originals.LEFT_OUT]
    assert found["0001 Song.flac"].startswith(BYTES)
    assert f"/audio{two.pk}".encode() in found[originals.LEFT_OUT]
    assert f"/audio{one.pk}\n".encode() not in found[originals.LEFT_OUT]
    actions.withdraw_track(anna, one)
    assert list(handed(anna)) == [originals.LEFT_OUT]


def test_what_may_be_heard_and_not_kept_is_not_handed_back(anna: Person) -> None:
    from akkord.rights import actions as rights
    from akkord.rights.terms import CommercialModel, UseType

    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    uses = frozenset(UseType) - {UseType.PERMANENT_DOWNLOAD}
    rights.grant_licence(
        rep, label, uses=uses, models=frozenset(CommercialModel), territories=world.WORLDWIDE
    )
    kept(world.matched(anna, recording))
    assert list(handed(anna)) == [originals.LEFT_OUT]


def test_a_removal_in_the_middle_breaks_the_answer_off(anna: Person) -> None:
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.licensed(rep, label)
    kept(world.matched(anna, recording))

    async def until_the_removal() -> bytes:
        sent = b""
        async for piece in handing_back.packed(Listener(anna.pk, "RU")):
            if not sent:
                await asyncio.to_thread(world.block, rep, label, recording)
            sent += piece
        return sent

    with pytest.raises(handing_back.BrokenOff):
        asyncio.run(until_the_removal())
    assert streams._remembered


@pytest.mark.parametrize(
    ("artist", "title", "name"),
    [
        ("A/C", "..\\x:y", "0001 A_C - .._x_y.mp3"),
        ("", "", "0001.mp3"),
        ("", "con\x00trol", "0001 control.mp3"),
        ("", "…" * 300, "0001 " + "…" * 120 + ".mp3"),
    ],
)
def test_names_of_files_are_names_everywhere(artist: str, title: str, name: str) -> None:
    assert originals.file_name(1, artist, title, "mp3") == name


def test_ones_own_voice_notes_come_along(anna: Person) -> None:
    said = kept(world.unmatched(anna), b"as it was said" * 100)
    Track.objects.filter(pk=said.pk).update(spoken=True)
    theirs = kept(world.unmatched(makers.person()), b"what another said" * 100)
    Track.objects.filter(pk=theirs.pk).update(spoken=True)
    assert list(handed(anna).values()) == [b"as it was said" * 100]
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(said.sound, recording)
    world.block(rep, label, recording)
    left_out = handed(anna)[originals.LEFT_OUT].decode()
    assert f"/audio/upload/{said.upload_id}" in left_out  # it has no page of a track
