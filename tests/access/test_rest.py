"""Every call of players × everybody who may come by; one that is not in the table fails."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from access.rest_table import CALLS, NAMELESS, OPEN, TAKEN
from access.world import ACTORS, World, make_world
from akkord.ledger import actions as ledger
from akkord.music import actions as music
from akkord.music.actions.naming import names_of_upload
from akkord.music.models import Track
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.photos import actions as photos
from akkord.photos import queries as photo_queries
from akkord.photos.rules import middle
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.store.made import pictures
from akkord.subsonic import door, table
from akkord.subsonic.asking import Asked, identified
from akkord.subsonic.calls.sounding import Later
from akkord.subsonic.errors import Code
from cases import makers
from music import world as sounding

THINGS = frozenset({"track", "voice", "artist", "album", "list", "friendly", "share", "mail"})
OUTSIDERS = ("guest", "blocked", "banned", "stranger")
LETTERS = {Code.BAD_KEY: "L", Code.NOT_FOUND: "N"}


def things(world: World) -> dict[str, str]:
    """word of the table → how the owner's thing is named to players."""
    owner = world.people["owner"]
    assert owner is not None
    track = _heard(owner, "Song", spoken=False)
    voice = _heard(owner, "Said", spoken=True)
    secret = music.make_playlist(owner, "For me", [track.pk], public=False)
    public = music.make_playlist(owner, "For friends", [track.pk], public=True)
    share = music.share(owner, [track.pk], "", None)
    photo = photo_queries.all_of(owner.pk)[0]
    photos.show_face(owner, photo, middle(photo.width, photo.height))
    music.set_bookmark(owner, track.pk, 1000, "")
    assert track.by_id is not None
    return {
        "track": identified("track", track.pk),
        "voice": identified("track", voice.pk),
        "artist": identified("artist", track.by_id),
        "album": identified("album", track.album_id or 0),
        "list": identified("playlist", secret.pk),
        "friendly": identified("playlist", public.pk),
        "share": identified("share", share.pk),
        "mail": owner.email,
    }


def _heard(owner: Person, title: str, *, spoken: bool) -> Track:
    """A track that may be heard everywhere, with bytes in the store, on an album of its artist."""
    upload = sounding.upload(owner, makers.sound(), spoken=spoken)
    track = sounding.track(upload)
    said = f"{title} of {owner.pk}".encode()
    cover = files().keep([b"\x89PNG\r\n\x1a\n" + said]).sha256
    Sound.objects.filter(pk=track.sound_id).update(
        sha256=files().keep([said]).sha256, cover=cover, container="mp3", codec="mp3", bitrate=128_000
    )
    named = names_of_upload(owner.pk, title, f"Artist of {title}", {"album": f"Album of {title}"})
    Track.objects.filter(pk=track.pk).update(title=title, artist=f"Artist of {title}", **named)
    track.refresh_from_db()
    return track


def letter(call: str, said: dict[str, str], key: str) -> str:
    """How one is answered whose player has this key; all changes are taken back."""
    name, *named = call.split()
    parameters = {"v": "1.16.1", "c": "test", "apiKey": key} | dict(each.split("=", 1) for each in named)
    parameters = {name: said.get(value, value) for name, value in parameters.items()}
    asked = Asked({name: [value] for name, value in parameters.items()}, "RU")
    with transaction.atomic():
        answer = door.told(name, asked, {}, "HEAD")
        transaction.set_rollback(True)
    if not isinstance(answer, dict) or isinstance(answer, Later):
        return "Y"
    failed: Any = answer.get("error")
    return LETTERS.get(failed["code"], "B") if failed else "Y"


@pytest.fixture
def _site(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    for kept in (files, pictures):
        kept.cache_clear()
    ledger.begin_log()
    yield
    for kept in (files, pictures):
        kept.cache_clear()


def test_every_call_is_in_the_table_and_no_other() -> None:
    assert {call.split()[0] for call in CALLS} | NAMELESS == set(table.CALLS)


def test_what_is_open_to_those_kept_out_has_its_reason() -> None:
    places, secret = [ACTORS.index(name) for name in OUTSIDERS], THINGS - OPEN.keys()
    reached = {call for call, row in CALLS.items() if any(row[at] == "Y" for at in places)}
    assert {call for call in reached if secret & {each.split("=")[-1] for each in call.split()}} == TAKEN


@pytest.mark.usefixtures("_site")
def test_a_voice_note_named_in_a_queue_is_not_in_it() -> None:
    world = make_world()
    said, stranger = things(world), world.people["stranger"]
    assert stranger is not None
    key = people.connect_device(stranger, "Player")
    asked = {"v": ["1.16.1"], "c": ["test"], "apiKey": [key]}
    door.told("savePlayQueue", Asked(asked | {"id": [said["track"], said["voice"]]}, "RU"), {}, "GET")
    queue: Any = door.told("getPlayQueue", Asked(asked, "RU"), {}, "GET")
    assert [each["id"] for each in queue["playQueue"]["entry"]] == [said["track"]]


@pytest.mark.usefixtures("_site")
def test_every_player_is_answered_as_the_table_says() -> None:
    world = make_world()
    said = things(world)
    keys = {name: people.connect_device(person, "Player") for name, person in world.people.items() if person}
    told = {call: "".join(letter(call, said, keys.get(name, "nobodys")) for name in ACTORS) for call in CALLS}
    assert {call: row for call, row in told.items() if row != CALLS[call]} == {}


@pytest.mark.usefixtures("_site")
def test_a_player_of_who_froze_their_account_or_left_is_nobodys() -> None:
    world = make_world()
    friend = world.people["friend"]
    assert friend is not None
    key, said = people.connect_device(friend, "Player"), things(world)
    assert letter("getSong id=track", said, key) == "Y"
    people.freeze(friend)
    assert letter("getSong id=track", said, key) == "L"
    people.come_back(friend)
    people.leave(friend)
    assert letter("getSong id=track", said, key) == "L"
