"""Listens told to other services: what is posted, to whom it may be, what becomes of an answer."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from akkord.flow import clock
from akkord.flow.models import Job
from akkord.music import actions, errors, queries, tasks
from akkord.music.models import Play, Scrobbler
from akkord.music.rules import Listener, scrobbles
from akkord.music.rules.scrobbles import Answered, Listen
from akkord.people.models import Person
from subsonic.library import a_song

LISTEN = Listen("Утро", "Кино", "Ночь", 61.4, datetime(2026, 3, 2, 12, tzinfo=UTC))


def test_listenbrainz_is_told_as_its_api_wants_it() -> None:
    asked = scrobbles.to_listenbrainz("https://lb.example/", "secret", LISTEN)
    assert asked.address == "https://lb.example/1/submit-listens"
    assert asked.headers["Authorization"] == "Token secret"
    said = json.loads(asked.body)
    assert said["listen_type"] == "single"
    (one,) = said["payload"]
    assert one["listened_at"] == 1772452800
    names = one["track_metadata"]
    assert (names["artist_name"], names["track_name"], names["release_name"]) == ("Кино", "Утро", "Ночь")
    assert names["additional_info"]["duration_ms"] == 61400


def test_lastfm_is_signed_by_all_fields_in_order_and_the_secret() -> None:
    asked = scrobbles.to_lastfm("https://fm.example/2.0/", "session", "key", "secret", LISTEN)
    sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    assert sent.pop("format") == "json"
    signature = sent.pop("api_sig")
    told = "".join(name + sent[name] for name in sorted(sent)) + "secret"
    assert signature == hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()
    assert (sent["method"], sent["sk"], sent["timestamp"]) == ("track.scrobble", "session", "1772452800")


@pytest.mark.parametrize(
    ("status", "said", "means"),
    [
        (200, {"status": "ok"}, Answered.TAKEN),
        (200, None, Answered.TAKEN),
        (401, None, Answered.REFUSED),
        (200, {"error": 9}, Answered.REFUSED),
        (403, {"error": 4}, Answered.REFUSED),
        (429, None, Answered.LATER),
        (503, None, Answered.LATER),
        (200, {"error": 16}, Answered.LATER),
        (400, {"error": 6}, Answered.LOST),
        (302, None, Answered.LOST),
    ],
)
def test_answers_mean_what_the_two_apis_say(status: int, said: object, means: Answered) -> None:
    assert scrobbles.answered(status, said) == means


class Service(HTTPServer):
    """A stand-in of both: keeps what is posted and answers as it is told."""

    heard: list[tuple[str, str, bytes]]
    says: tuple[int, dict[str, Any]] = (200, {"status": "ok"})


class Answering(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, self.headers.get("Authorization", ""), body))
        status, said = self.server.says
        told = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.HOOKS_ANYWHERE, settings.SCROBBLE_TO = True, ["127.0.0.1"]
    made = Service(("127.0.0.1", 0), Answering)
    made.heard = []
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create_user("anna@example.org", "a good long passphrase", name="Anna")


def place(service: Service) -> str:
    return f"http://127.0.0.1:{service.server_port}"


def a_play(person: Person) -> Play:
    track = a_song(person, "Утро", "Кино")
    begun = clock.now() - timedelta(minutes=2)
    said = {"territory": "RU", "use": "play", "verdict": "ALLOW", "facts_version": 1, "started_at": begun}
    return Play.objects.create(track=track, person=person, **said)


def told(play: Play) -> None:
    """What the worker does of the jobs that counting has left."""
    tasks.scrobble.func(str(play.pk))
    for job in Job.objects.filter(task__endswith=".tell_listen"):
        tasks.tell_listen.func(*job.arguments["args"])


def test_a_counted_play_is_told_once_and_a_start_is_not(anna: Person, service: Service, data: None) -> None:
    to = actions.connect_scrobbler(anna, "listenbrainz", place(service), "anna", " secret ")
    assert "secret" not in to.sealed
    play = a_play(anna)
    told(play)
    assert service.heard == []
    listener = Listener(anna.pk, "RU")
    for _ in range(2):
        assert actions.count_play(listener, play.pk, 60)
    assert Job.objects.filter(task__endswith=".scrobble").count() == 1
    told(play)
    ((path, key, _),) = service.heard
    assert (path, key) == ("/1/submit-listens", "Token secret")
    to.refresh_from_db()
    assert (to.told, to.refused) == (1, False)


def test_who_has_connected_nothing_costs_no_job(anna: Person, data: None) -> None:
    play = a_play(anna)
    assert actions.count_play(Listener(anna.pk, "RU"), play.pk, 60)
    assert not Job.objects.filter(task__endswith=".scrobble").exists()


def test_a_service_that_refuses_is_asked_no_more_and_one_that_is_down_is_asked_again(
    anna: Person, service: Service, data: None
) -> None:
    to = actions.connect_scrobbler(anna, "listenbrainz", place(service), "", "secret")
    play = a_play(anna)
    actions.count_play(Listener(anna.pk, "RU"), play.pk, 60)
    service.says = (503, {})
    with pytest.raises(actions.NotNow):
        actions.tell_listen(to.pk, play.pk)
    service.says = (401, {})
    actions.tell_listen(to.pk, play.pk)
    to.refresh_from_db()
    assert to.refused
    assert queries.telling_for(anna.pk) == []
    actions.connect_scrobbler(anna, "listenbrainz", place(service), "", "newer")
    assert len(queries.telling_for(anna.pk)) == 1


def test_a_password_is_exchanged_for_a_session_and_not_kept(
    anna: Person, service: Service, data: None
) -> None:
    service.says = (200, {"session": {"key": "the-session"}})
    to = actions.connect_scrobbler(anna, "lastfm", f"{place(service)}/2.0/", "anna", "my-password")
    assert b"auth.getMobileSession" in service.heard[0][2]
    play = a_play(anna)
    actions.count_play(Listener(anna.pk, "RU"), play.pk, 60)
    service.says = (200, {"scrobbles": {}})
    actions.tell_listen(to.pk, play.pk)
    sent = parse_qs(service.heard[1][2].decode())
    assert sent["sk"] == ["the-session"]
    assert "my-password" not in str(Scrobbler.objects.values().get())
    service.says = (403, {"error": 4})
    with pytest.raises(errors.ScrobblerRefuses):
        actions.connect_scrobbler(anna, "lastfm", f"{place(service)}/2.0/", "other", "wrong")


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "ftp://127.0.0.1", "http://u:p@127.0.0.1", "", "https://10.0.0.1", "x"],
)
def test_listens_go_only_where_the_operator_lets_them(anna: Person, settings: Any, address: str) -> None:
    settings.SCROBBLE_TO = ["127.0.0.1", "10.0.0.1"]
    with pytest.raises(errors.AddressNotPermitted):
        actions.connect_scrobbler(anna, "listenbrainz", address, "", "secret")
    assert not Scrobbler.objects.exists()


def test_a_host_that_is_taken_from_the_list_is_told_nothing_more(
    anna: Person, service: Service, settings: Any, data: None
) -> None:
    to = actions.connect_scrobbler(anna, "listenbrainz", place(service), "", "secret")
    play = a_play(anna)
    actions.count_play(Listener(anna.pk, "RU"), play.pk, 60)
    settings.SCROBBLE_TO = ["elsewhere.example"]
    actions.tell_listen(to.pk, play.pk)
    actions.tell_listen(to.pk, uuid.uuid4())
    assert service.heard == []


@pytest.mark.parametrize("secret", ["", " ", "to\r\nken", "tok\0en", "ключ", "x" * 501, "a\x7fb"])
def test_a_token_that_no_header_carries_is_refused_at_once(
    anna: Person, service: Service, secret: str
) -> None:
    with pytest.raises(errors.ScrobblerRefuses):
        actions.connect_scrobbler(anna, "listenbrainz", place(service), "", secret)
    assert not Scrobbler.objects.exists()


def test_an_outage_of_hours_loses_no_listen_and_leaves_no_failed_job(
    anna: Person, service: Service, data: None, caplog: pytest.LogCaptureFixture
) -> None:
    to = actions.connect_scrobbler(anna, "listenbrainz", place(service), "", "secret")
    play = a_play(anna)
    actions.count_play(Listener(anna.pk, "RU"), play.pk, 60)
    service.says, begun = (503, {}), clock.now()
    for hours in range(20):
        with clock.at(begun + timedelta(hours=hours)):
            tasks.tell_listen.func(to.pk, str(play.pk))
        again = Job.objects.get(task__endswith=".tell_listen", state=Job.State.WAITING)
        Job.objects.filter(pk=again.pk).delete()
        assert again.run_at > begun + timedelta(hours=hours)
    with clock.at(begun + timedelta(hours=25)):
        tasks.tell_listen.func(to.pk, str(play.pk))
    assert not Job.objects.filter(task__endswith=".tell_listen").exists()
    assert "a listen is lost" in caplog.text
    to.refresh_from_db()
    assert (to.lost, to.told) == (1, 0)


@pytest.mark.parametrize(("says", "refused"), [((400, {"error": 6}), False), ((401, {}), True)])
def test_a_listen_that_is_not_taken_is_said_to_be_lost(
    anna: Person, service: Service, data: None, says: tuple[int, dict[str, Any]], refused: bool
) -> None:
    to = actions.connect_scrobbler(anna, "listenbrainz", place(service), "", "secret")
    play = a_play(anna)
    actions.count_play(Listener(anna.pk, "RU"), play.pk, 60)
    service.says = says
    actions.tell_listen(to.pk, play.pk)
    to.refresh_from_db()
    assert (to.lost, to.told, to.refused) == (1, 0, refused)
    assert to.lost_at is not None
