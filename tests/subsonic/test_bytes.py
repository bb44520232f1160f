"""What the door sends over the wire: forms and methods, sound through the gate, no byte of the silent."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.flow.models import Job
from akkord.music import queries
from akkord.music.models import Hearing, Play, Track
from akkord.people.actions import connect_device
from akkord.people.models import Person
from akkord.photos.models import Photo
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType
from akkord.rights.territories import WORLDWIDE, TerritorySet
from akkord.sound.box import cover_name
from akkord.sound.forms import Kind, Rendition
from akkord.store import made as store_made
from akkord.store.files import files
from akkord.store.made import Made, pictures, renditions
from akkord.subsonic import door
from akkord.subsonic.calls import sounding
from akkord.subsonic.table import PICTURE, SOUND
from cases import makers
from music import world
from subsonic.library import SOUND as BYTES
from subsonic.library import Player, a_song, held_against_description

pytestmark = pytest.mark.django_db(transaction=True)
JPEG = b"\xff\xd8\xff" + b"picture" * 10
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 100


class Sent:
    """What the ASGI callable sent."""

    def __init__(self) -> None:
        self.status, self.headers, self.body, self.whole = 0, dict[str, str](), b"", False

    def take(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.whole = not message.get("more_body", False)

    @property
    def code(self) -> int | None:
        """Of an answer that is an error."""
        if not self.headers["content-type"].startswith("application/json"):
            return None
        error: int | None = json.loads(self.body)["subsonic-response"].get("error", {}).get("code")
        return error


def send(
    path: str,
    parameters: dict[str, Any] | None = None,
    method: str = "GET",
    peer: str = "127.0.1.1",
    body: bytes = b"",
    while_sending: Callable[[Sent], Awaitable[None]] | None = None,
    leaves: bool = False,
    **headers: str,
) -> Sent:
    sent, said = Sent(), [{"type": "http.request", "body": body}]

    async def receive() -> dict[str, Any]:
        if not said:
            if not leaves:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}
        return said.pop()

    async def take(message: dict[str, Any]) -> None:
        sent.take(message)
        if while_sending and message["type"] == "http.response.body":
            await while_sending(sent)

    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    query = urlencode(parameters or {}, doseq=True).encode()
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": named,
        "client": (peer, 1),
    }
    asyncio.run(door.answer(scope, receive, take))
    return sent


@pytest.fixture
def song(boris: Person) -> Track:
    return a_song(boris, "Шаг", cover=PNG)


def test_get_post_and_head_say_the_same(player: Player) -> None:
    for path in ("/rest/ping", "/rest/ping.view"):
        got = send(path, player.proof())
        assert got.headers["content-type"] == "application/xml; charset=utf-8"
        assert ElementTree.fromstring(got.body).attrib["status"] == "ok"
        form = urlencode(player.proof()).encode()
        kind = "application/x-www-form-urlencoded; charset=UTF-8"
        assert send(path, method="POST", body=form, content_type=kind).body == got.body
        head = send(path, player.proof(), "HEAD")
        assert (head.body, head.headers["content-length"]) == (b"", str(len(got.body)))
    assert send("/rest/ping", {"f": "json"}, "DELETE").status == 405
    assert send("/rest/ping", method="OPTIONS").headers["access-control-allow-origin"] == "*"


def test_jsonp_is_a_call_of_a_name_and_of_nothing_else(player: Player) -> None:
    said = send("/rest/ping", {**player.proof(), "f": "jsonp", "callback": "app.said"})
    assert said.headers["content-type"].startswith("application/javascript")
    assert said.body.startswith(b'/**/app.said({"subsonic-response":')
    for name in ("alert(1)//", "", "a b", "1a"):
        assert send("/rest/ping", {**player.proof(), "f": "jsonp", "callback": name}).code == 10


def test_hostile_bodies_are_refused_in_words(player: Player) -> None:
    form = {"content_type": "application/x-www-form-urlencoded", "method": "POST"}
    assert send("/rest/ping", body=b"a" * (door.MOST_BODY + 1), **form).status == 413
    assert send("/rest/ping", body=b"a=1&" * 20_001, **form).status == 400
    assert send("/rest/ping", body=b"\xff\xfe=%ff%zz&f=json", **form).code == 10
    assert send("/rest/../etc/passwd", {"f": "json"}).code == 0


def original(song: Track) -> bytes:
    return files().read(song.sound.sha256)


def made(song: Track, kind: Kind, kbit: int, since: int = 0) -> bytes:
    """As if the box had made this form; its bytes say which it is."""
    said = f"{kind} {kbit} {since} ".encode() * 1000
    place = files().incoming / "made"
    place.write_bytes(said)
    renditions().settle(place, Rendition(kind, kbit, since).name(song.sound.sha256))
    return said


def test_sound_is_sent_whole_and_in_ranges(player: Player, song: Track) -> None:
    asked, sent_in = {**player.proof(), "id": f"tr-{song.pk}"}, original(song)
    whole = send("/rest/stream", asked)
    assert (whole.status, whole.headers["content-type"]) == (200, "audio/mpeg")
    assert whole.body == sent_in
    part = send("/rest/stream.view", asked, range="bytes=1000-1999")
    assert (part.status, part.body) == (206, sent_in[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(sent_in)}"
    head = send("/rest/stream", asked, "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(sent_in)))
    assert send("/rest/stream", asked, range=f"bytes={len(sent_in)}-").status == 416
    same = send("/rest/stream", asked, range="bytes=0-9", if_range=whole.headers["etag"])
    assert same.status == 206
    assert send("/rest/stream", asked, range="bytes=0-9", if_range='"other"').status == 200
    known = send("/rest/stream", asked, if_none_match=whole.headers["etag"])
    assert (known.status, known.body) == (304, b"")
    assert send("/rest/stream", {**asked, "format": "raw", "maxBitRate": "64"}).body == sent_in


def test_a_form_that_is_asked_for_is_sent(player: Player, song: Track) -> None:
    asked = {**player.proof(), "id": f"tr-{song.pk}"}
    opus, cut, old = made(song, "ogg", 96), made(song, "mp3", 192, 30), made(song, "mp3", 64)
    small = send("/rest/stream", {**asked, "maxBitRate": "100", "estimateContentLength": "true"})
    assert (small.status, small.headers["content-type"]) == (200, "audio/ogg")
    assert (small.body, small.headers["content-length"]) == (opus, str(len(opus)))
    assert send("/rest/stream", {**asked, "timeOffset": "30"}).body == cut
    assert send("/rest/stream", {**asked, "format": "mp3", "maxBitRate": "64"}).body == old
    part = send("/rest/stream", {**asked, "maxBitRate": "100"}, range="bytes=100-199")
    assert (part.status, part.body) == (206, opus[100:200])
    kept = send("/rest/download", {**asked, "format": "mp3"})
    assert kept.body == original(song)
    plain, _, whole = kept.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="tr-{song.pk}.mp3"'
    assert whole.startswith("Anna%20-%20")


def test_a_form_is_made_while_the_first_listener_waits(
    player: Player, song: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LOOK_AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(sounding.Later.__init__, "__defaults__", (None, 0.2))
    asked = {**player.proof(), "id": f"tr-{song.pk}", "format": "opus", "f": "json"}
    assert send("/rest/stream", asked).code == 0
    (job,) = Job.objects.all()  # whoever waits for the same waits for one
    assert job.arguments["args"] == [song.sound_id, "ogg", 160, 0]
    opus = made(song, "ogg", 160)
    assert send("/rest/stream", asked).body == opus


def test_one_person_has_few_forms_made_at_once(
    player: Player, boris: Person, song: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounding.Later.__init__, "__defaults__", (None, 0.0))
    for player_now in (player, Player(boris.email, connect_device(boris, "Feishin"))):
        asked = {**player_now.proof(), "id": f"tr-{song.pk}", "f": "json"}
        said = [send("/rest/stream", {**asked, "timeOffset": n}).body.decode() for n in (1, 2, 1, 3, 4, 5)]
        assert ["for you" in each for each in said] == [False] * 5 + [True]
        Job.objects.filter(arguments__args__3=1).update(state=Job.State.DONE)
        assert "for you" not in send("/rest/stream", {**asked, "timeOffset": 5}).body.decode()


def test_who_has_left_waits_for_nothing(player: Player, song: Track) -> None:
    sent = send("/rest/stream", {**player.proof(), "id": f"tr-{song.pk}", "timeOffset": 9}, leaves=True)
    assert sent.status == 0


def test_a_form_that_is_thrown_away_meanwhile_is_made_again(
    player: Player, song: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounding.Later.__init__, "__defaults__", (None, 0.0))
    made(song, "ogg", 96)
    name = Rendition("ogg", 96).name(song.sound.sha256)
    find = Made.find

    def gone_after(self: Made, name: str) -> Path | None:
        if place := find(self, name):
            place.unlink()
        return place

    monkeypatch.setattr(Made, "find", gone_after)
    asked = {**player.proof(), "id": f"tr-{song.pk}", "f": "json"}
    assert send("/rest/stream", {**asked, "maxBitRate": "100"}).code == 0
    assert renditions().read(name) is None
    monkeypatch.undo()
    made(song, "ogg", 96)
    monkeypatch.setattr(os, "open", _lost)
    assert send("/rest/stream", {**asked, "maxBitRate": "100"}).status == 503


def _lost(*_: object) -> int:
    raise FileNotFoundError


def test_a_player_is_told_in_which_form_it_gets_a_song(player: Player, song: Track) -> None:
    asked = {**player.proof(), "mediaId": f"tr-{song.pk}", "mediaType": "song", "f": "json"}
    client = {
        "name": "Tempus",
        "platform": "Android",
        "maxAudioBitrate": 128_000,
        "directPlayProfiles": [{"containers": ["mp3"], "audioCodecs": ["mp3"], "protocols": ["http"]}],
        "transcodingProfiles": [{"container": "ogg", "audioCodec": "opus", "protocol": "http"}],
    }
    sent = send("/rest/getTranscodeDecision", asked, "POST", body=json.dumps(client).encode())
    said = json.loads(sent.body)
    held_against_description("getTranscodeDecision", said)
    decision = said["subsonic-response"]["transcodeDecision"]
    assert (decision["canDirectPlay"], decision["canTranscode"]) == (False, True)
    assert decision["transcodeStream"]["audioBitrate"] == 96_000
    opus = made(song, "ogg", 96, 7)
    params = {"transcodeParams": decision["transcodeParams"], "offset": "7"}
    assert send("/rest/getTranscodeStream", {**asked, **params}).body == opus
    for never in ("ogg-97", "mp3-320"):  # no such step, and more than there was
        assert send("/rest/getTranscodeStream", {**asked, "transcodeParams": never}).code == 0
    assert Job.objects.count() == 0
    endless = {"name": "audioBitrate", "comparison": "Equals", "values": [float("inf")]}
    deep = {**client, "codecProfiles": [{"name": "mp3", "limitations": [endless]}]}
    for broken in (b"", b"[]", b"{", b'{"directPlayProfiles": 7}', json.dumps(deep).encode()):
        assert send("/rest/getTranscodeDecision", asked, "POST", body=broken).code == 0
    free = {**client, "maxAudioBitrate": 0}
    sent = send("/rest/getTranscodeDecision", asked, "POST", body=json.dumps(free).encode())
    assert json.loads(sent.body)["subsonic-response"]["transcodeDecision"]["canDirectPlay"]


def test_a_play_begins_once_with_the_first_byte(player: Player, song: Track) -> None:
    asked = {**player.proof(), "id": f"tr-{song.pk}"}
    send("/rest/stream", asked, "HEAD")
    send("/rest/stream", asked, range="bytes=5000-")
    assert Play.objects.count() == 0
    for _ in range(2):
        send("/rest/stream", asked, range="bytes=0-")
    (play,) = Play.objects.all()
    assert (play.context, play.verdict, play.territory) == ("subsonic", "ALLOW_REPORT", "RU")


def test_a_cover_is_a_picture_or_nothing(player: Player, boris: Person, song: Track) -> None:
    asked = {**player.proof(), "id": f"tr-{song.pk}", "f": "json"}
    cover = send("/rest/getCoverArt", {**asked, "size": "300"})
    assert (cover.body, cover.headers["content-type"]) == (PNG, "image/png")
    again = send("/rest/getCoverArt", asked, if_none_match=cover.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    place = files().incoming / "drawn"
    for drawn, size in ((JPEG, "200"), (b"", "601")):  # as if the box had drawn one, and refused the other
        place.write_bytes(drawn)
        pictures().settle(place, cover_name(song.sound.cover, 300 if drawn else 1200))
        sent = send("/rest/getCoverArt", {**asked, "size": size})
        assert (sent.body, sent.headers["content-type"]) == (JPEG, "image/jpeg") if drawn else sent.code == 70
    artist = player.ask("getSong", id=f"tr-{song.pk}")["song"]["artistId"]
    playlist = player.ask("createPlaylist", name="x", songId=f"tr-{song.pk}")["playlist"]["id"]
    for name in (artist, playlist):
        assert send("/rest/getCoverArt", {**asked, "id": name, "size": "200"}).body == JPEG
    assert send("/rest/getCoverArt", {**asked, "id": f"tr-{a_song(boris, 'Bare').pk}"}).code == 70
    sound_for_a_cover = a_song(boris, "Trick", cover=BYTES)
    assert send("/rest/getCoverArt", {**asked, "id": f"tr-{sound_for_a_cover.pk}"}).code == 70


@pytest.mark.parametrize("of", ["album", "artist", "singles", "playlist"])
def test_of_songs_in_part_silent_the_first_picture_is_shown_that_may_be_seen(
    log: None, player: Player, boris: Person, of: str
) -> None:
    tags = {"album": "Both"} if of == "album" else {}
    songs = [a_song(boris, title, "Duo", tags, PNG + title.encode()) for title in ("One", "Two")]
    for song in songs:
        place = files().incoming / "drawn"
        place.write_bytes(JPEG + song.title.encode())
        pictures().settle(place, cover_name(song.sound.cover, 300))
    named = {
        "album": f"al-{songs[0].album_id}",
        "artist": f"ar-{songs[0].by_id}",
        "singles": f"si-{songs[0].by_id}",
    }
    if of == "playlist":
        named[of] = player.ask("createPlaylist", name="x", songId=[f"tr-{s.pk}" for s in songs])["playlist"][
            "id"
        ]
    asked = {**player.proof(), "id": named[of], "size": "300", "f": "json"}
    for song in songs if of in ("album", "playlist") else songs[::-1]:  # of artists the newest stands first
        assert send("/rest/getCoverArt", asked).body == JPEG + song.title.encode()
        _silenced(song)
    assert send("/rest/getCoverArt", asked).code == 70


def test_an_album_of_silent_songs_is_asked_about_at_once(log: None, anna: Person, boris: Person) -> None:
    def asked(count: int) -> int:
        tags = {"album": f"All {count}"}
        songs = [a_song(boris, f"{count} {n}", "Duo", tags, PNG + bytes([count, n])) for n in range(count)]
        for song in songs:
            _silenced(song)
        with CaptureQueriesContext(connection) as seen:
            assert queries.cover_for(anna.pk, "RU", "album", songs[0].album_id) == ""
        return len(seen)

    assert asked(2) == asked(8)


def test_who_has_a_cover_is_told_so_unread_and_only_while_the_song_may_be_heard(
    log: None, player: Player, song: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {**player.proof(), "id": f"tr-{song.pk}", "f": "json", "size": "300"}
    place = files().incoming / "drawn"
    place.write_bytes(JPEG)
    pictures().settle(place, cover_name(song.sound.cover, 300))
    etag = send("/rest/getCoverArt", asked).headers["etag"]
    monkeypatch.setattr(Made, "read", lambda *_: pytest.fail("the file was read"))
    assert send("/rest/getCoverArt", asked, if_none_match=etag).status == 304
    _silenced(song)
    again = send("/rest/getCoverArt", asked, if_none_match=etag)
    assert (again.status, again.code) == (200, 70)


def test_a_cover_kept_in_memory_is_asked_of_the_gate_each_time(
    log: None, player: Player, song: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {**player.proof(), "id": f"tr-{song.pk}", "f": "json", "size": "300"}
    place = files().incoming / "drawn"
    place.write_bytes(JPEG)
    lies = pictures().settle(place, cover_name(song.sound.cover, 300))
    assert send("/rest/getCoverArt", asked).body == JPEG
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    assert send("/rest/getCoverArt", asked).body == JPEG
    monkeypatch.undo()
    _silenced(song)
    assert send("/rest/getCoverArt", asked).code == 70
    lies.unlink()
    monkeypatch.setattr(store_made, "LOOKED_ANEW", 0.0)
    assert pictures().read(lies.name) is None
    assert pictures()._small == {}


def test_ones_own_square_is_shown_to_ones_own_players(player: Player, anna: Person, boris: Person) -> None:
    asked = {**player.proof(), "f": "json", "username": anna.email}
    assert send("/rest/getAvatar", asked).code == 70
    face = files().keep([JPEG]).sha256
    names = {"large": face, "small": face, "face": face}
    photo = Photo.objects.create(owner=anna, width=9, height=9, made_at=clock.now(), **names)
    Person.objects.filter(pk=anna.pk).update(face=photo.pk)
    sent = send("/rest/getAvatar", asked)
    assert (sent.body, sent.headers["content-type"]) == (JPEG, "image/jpeg")
    assert send("/rest/getAvatar", asked, if_none_match=sent.headers["etag"]).status == 304
    assert send("/rest/getAvatar", {**asked, "username": boris.email}).code == 70
    photo.owner = boris
    photo.save()
    assert send("/rest/getAvatar", asked).code == 70


def _silenced(song: Track) -> None:
    """Its recording is forbidden everywhere, as by an order."""
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(song.sound, recording)
    world.block(rep, label, recording)


# Every call that emits bytes, in every form they come in.
EMITS = [
    *((call, {}) for call in sorted({*SOUND, *PICTURE} - {"getTranscodeStream", "getAvatar"})),
    *(("stream", said) for said in ({"maxBitRate": "100"}, {"timeOffset": "30"}, {"format": "raw"})),
    *(("getTranscodeStream", {"transcodeParams": "ogg-96", **more}) for more in ({}, {"offset": "7"})),
]


@pytest.mark.parametrize(("call", "form"), EMITS)
def test_no_route_of_the_door_emits_a_byte_of_the_restricted(
    log: None, player: Player, boris: Person, song: Track, call: str, form: dict[str, str]
) -> None:
    """With the token that heard it before, another's, its sender's; from its middle; by other methods."""
    others = [player, Player(boris.email, connect_device(boris, "Feishin"))]
    asked = {"id": f"tr-{song.pk}", "mediaId": f"tr-{song.pk}", "mediaType": "song", "f": "json", **form}
    for kind, kbit, since in (("ogg", 96, 0), ("ogg", 96, 7), ("mp3", 192, 30)):
        made(song, cast(Kind, kind), kbit, since)
    assert send(f"/rest/{call}", {**player.proof(), **asked}).code is None
    _silenced(song)
    for each in others:
        for proof in (each.proof(), {"apiKey": each.token, "v": "1.16.1", "c": "test"}):
            for headers in ({}, {"range": "bytes=500000-"}, {"range": "bytes=-1"}, {"if_none_match": "*"}):
                for method in ("GET", "POST"):
                    sent = send(f"/rest/{call}.view", {**proof, **asked}, method, **headers)
                    assert (sent.status, sent.code) == (200, 70)
    assert Play.objects.filter(verdict="BLOCK").count() == 0


def test_a_stream_falls_silent_in_the_middle_of_a_range(log: None, player: Player, song: Track) -> None:
    async def forbid(sent: Sent) -> None:
        if len(sent.body) == 256 * 1024:
            await sync_to_async(_silenced)(song)

    asked = {**player.proof(), "id": f"tr-{song.pk}"}
    sent = send("/rest/stream", asked, while_sending=forbid, range="bytes=0-999999")
    assert len(sent.body) == 256 * 1024
    assert not sent.whole


def test_what_is_held_is_heard_by_its_sender_alone(player: Player, boris: Person, song: Track) -> None:
    Hearing.objects.all().delete()
    asked = {"id": f"tr-{song.pk}", "f": "json"}
    assert send("/rest/stream", {**player.proof(), **asked}).code == 70
    sender = Player(boris.email, connect_device(boris, "Feishin"))
    assert send("/rest/stream", {**sender.proof(), **asked}).body == original(song)


def test_what_is_silent_in_one_country_sounds_in_another(log: None, player: Player, song: Track) -> None:
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(song.sound, recording)
    world.licensed(rep, label)
    world.block(rep, label, recording, TerritorySet(frozenset({"DE"})))
    asked = {**player.proof(), "id": f"tr-{song.pk}", "f": "json"}
    assert send("/rest/stream", asked, peer="127.0.2.1").code == 70
    assert send("/rest/stream", asked, peer="127.0.1.1").body == original(song)


def test_a_silent_song_stays_in_lists_and_says_why(log: None, player: Player, song: Track) -> None:
    _silenced(song)
    proof = {**player.proof(), "f": "json"}
    for path, inside in (("search3?", "searchResult3"), ("getStarred2", "starred2")):
        send("/rest/star", {**proof, "id": f"tr-{song.pk}"})
        said = json.loads(send(f"/rest/{path.rstrip('?')}", {**proof, "query": ""}).body)
        (shape,) = said["subsonic-response"][inside]["song"]
        assert shape["title"] == "Шаг"
        assert len(shape["comment"]) > 20
    said = json.loads(send("/rest/getRandomSongs", proof).body)
    assert said["subsonic-response"]["randomSongs"]["song"] == []


def test_what_may_be_heard_but_not_kept_is_told_as_not_allowed(
    log: None, player: Player, song: Track
) -> None:
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(song.sound, recording)
    heard = frozenset(UseType) - {UseType.PERMANENT_DOWNLOAD}
    models = frozenset(CommercialModel)
    rights.grant_licence(rep, label, uses=heard, models=models, territories=WORLDWIDE)
    asked = {**player.proof(), "id": f"tr-{song.pk}", "f": "json"}
    assert send("/rest/stream", asked).body == original(song)
    assert send("/rest/download", asked).code == 50
    world.block(rep, label, recording)
    assert send("/rest/download", asked).code == 70


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
def test_whoever_has_the_bytes_gets_none(player: Player, song: Track, known: str) -> None:
    for call in ("stream", "download", "getCoverArt"):
        asked = {**player.proof(), "id": f"tr-{song.pk}"}
        etag = send(f"/rest/{call}", asked).headers["etag"]
        assert send(f"/rest/{call}", asked, if_none_match=known.format(etag)).status == 304
        assert send(f"/rest/{call}", asked, if_none_match='"other"').status == 200


def test_parameters_may_stand_in_the_address_in_a_form_or_in_both(player: Player) -> None:
    who, what = urlencode(player.proof()), {"content_type": "application/x-www-form-urlencoded"}
    for query, body in (({"f": "json"}, who), (player.proof() | {"f": "json"}, who + "&f=json"), ({}, who)):
        sent = send("/rest/ping", query, "POST", body=body.encode(), **what)
        assert sent.status == 200
        assert b"ok" in sent.body


def test_pages_of_any_origin_call_and_read_and_no_cookie_is_theirs(player: Player, song: Track) -> None:
    """What a player on another site may do: everything with its token, nothing with a cookie."""
    asked = {**player.proof(), "id": f"tr-{song.pk}"}
    asks = {"origin": "https://player.example", "access_control_request_method": "GET"}
    before = send("/rest/stream", {}, "OPTIONS", **asks, access_control_request_headers="range, if-range")
    assert (before.status, before.headers["access-control-allow-headers"]) == (204, "*")
    assert before.headers["access-control-allow-methods"] == "GET, HEAD, POST"
    answers = [
        send("/rest/stream", asked, range="bytes=0-9", origin="https://player.example"),
        send("/rest/stream", asked, range=f"bytes={10**9}-"),
        send("/rest/getCoverArt", asked),
        send("/rest/getCoverArt", {**asked, "id": "tr-9999999", "f": "json"}),
        send("/rest/ping", {"f": "json"}, cookie="sessionid=anything"),
        send("/rest/nothing", {"f": "json"}),
        send("/rest/ping", body=b"a" * (door.MOST_BODY + 1), method="POST"),
    ]
    assert [sent.status for sent in answers] == [206, 416, 200, 200, 200, 200, 413]
    assert answers[4].code == 10
    for sent in (before, *answers):
        assert sent.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in sent.headers
        assert "set-cookie" not in sent.headers
        shown = sent.headers["access-control-expose-headers"]
        assert {"content-range", "accept-ranges", "etag", "content-length"} <= set(shown.split(", "))
