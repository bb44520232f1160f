"""Hooks: an organisation's machines hear what happened, signed, until they took it; and nobody else's do."""

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from akkord.cases import actions as cases
from akkord.catalogue.actions import appoint, record_mandate
from akkord.catalogue.errors import RoleTooNarrow
from akkord.catalogue.news import News, tell_office
from akkord.catalogue.roles import Role
from akkord.flow import clock, jobs
from akkord.hooks import actions, queries, rules
from akkord.hooks.errors import BadHookAddress, TooManyHooks
from akkord.hooks.models import Call, Hook
from akkord.people.actions import issue_token
from cases import makers
from labels.test_office_pages import signed_in
from music.world import work_off

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class _Ear(BaseHTTPRequestHandler):
    """A receiver: keeps what it hears, answers what it was told to."""

    heard: list[tuple[dict[str, str], bytes]]
    answers: list[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(({name.lower(): said for name, said in self.headers.items()}, body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.end_headers()

    def log_message(self, *said: object) -> None:
        """Tests stay quiet."""


@pytest.fixture
def ear(settings):  # type: ignore[no-untyped-def]
    settings.HOOKS_ANYWHERE = True
    _Ear.heard, _Ear.answers = [], []
    server = HTTPServer(("127.0.0.1", 0), _Ear)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    _Ear.address = f"http://127.0.0.1:{server.server_port}/akkord"  # type: ignore[attr-defined]
    yield _Ear
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_call_is_signed_as_the_specification_signs_its_example() -> None:
    said = rules.headers(
        "whsec_plJ3nmyCDGBKInavdOK15jsl",
        "msg_loFOjxBNrRLzqYUf",
        1731705121,
        b'{"event_type":"ping","data":{"success":true}}',
    )
    assert said["webhook-signature"] == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_the_tries_end_and_each_waits_longer() -> None:
    waits = [rules.next_try(attempt) for attempt in range(1, 11)]
    assert waits[-1] is None
    assert None not in waits[:-1]
    assert waits[:-1] == sorted(waits[:-1])  # type: ignore[type-var]
    assert sum(waits[:-1], timedelta()) > timedelta(days=3)  # type: ignore[arg-type]


def test_an_executed_order_is_told_signed_and_unchanged(ear, settings) -> None:  # type: ignore[no-untyped-def]
    settings.WAKES = settings.WAKES | {"line_written": []}  # no log was begun here
    label, rep = makers.label()
    hook = actions.add_hook(rep, label, ear.address)
    (song,) = makers.recordings(label, 1)
    order = cases.file_order(rep, label, title="Order", reason="Ours.", text=song.isrc)
    cases.execute_order(rep, order)
    work_off()
    (headers, body) = next((h, b) for h, b in ear.heard if b"order.executed" in b)
    told = json.loads(body)
    assert told["type"] == "order.executed"
    assert told["data"] == {"organisation": label.pk, "order": str(order.public_id)}
    again = rules.headers(
        queries.secret_of(hook), headers["webhook-id"], int(headers["webhook-timestamp"]), body
    )
    assert headers["webhook-signature"] == again["webhook-signature"]
    assert {call.state for call in queries.calls_of(hook)} == {Call.State.TAKEN}


def tell(label, news: News = News.DELIVERY_FINISHED, **about: int) -> None:  # type: ignore[no-untyped-def]
    with transaction.atomic():
        tell_office(label.pk, news, **about)


def test_what_is_rolled_back_is_never_told(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    actions.add_hook(rep, label, ear.address)
    with transaction.atomic():
        tell_office(label.pk, News.DELIVERY_FINISHED, delivery=1)
        transaction.set_rollback(True)
    work_off()
    assert ear.heard == []


def test_a_hook_hears_what_it_wants_and_of_its_own_desk_only(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    other, _ = makers.label(name="Other")
    actions.add_hook(rep, label, ear.address, [News.ORDER_EXECUTED])
    tell(label)
    tell(other, News.ORDER_EXECUTED)
    tell(label, News.ORDER_EXECUTED)
    work_off()
    assert [json.loads(body)["data"]["organisation"] for _, body in ear.heard] == [label.pk]


def test_an_ear_that_was_away_is_told_later_under_the_same_number(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    hook = actions.add_hook(rep, label, ear.address)
    ear.answers = [500, 302, 200]
    with clock.at(NOON):
        tell(label)
        work_off()
        assert len(ear.heard) == 1
    with clock.at(NOON + timedelta(seconds=4)):
        work_off()
        assert len(ear.heard) == 1  # not yet
    for later in (timedelta(seconds=6), timedelta(minutes=6)):
        with clock.at(NOON + later):
            work_off()
    (call,) = queries.calls_of(hook)
    assert (call.state, call.attempts, len(ear.heard)) == (Call.State.TAKEN, 3, 3)
    assert len({headers["webhook-id"] for headers, _ in ear.heard}) == 1
    assert len({headers["webhook-signature"] for headers, _ in ear.heard}) == 3  # each with its own moment
    work_off()
    assert len(ear.heard) == 3


def test_who_never_answers_is_called_no_more_and_told_so_by_mail(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    hook = actions.add_hook(rep, label, ear.address)
    ear.answers = [503] * 20
    with clock.at(NOON):
        tell(label)
    for day in range(11):
        with clock.at(NOON + timedelta(days=day)):
            work_off()
    hook.refresh_from_db()
    assert hook.ended_at is not None
    assert len(ear.heard) <= 1 + len(rules.DELAYS)
    assert [letter.to for letter in mail.outbox] == [[rep.email]]
    assert ear.address in mail.outbox[0].body
    tell(label)
    with clock.at(NOON + timedelta(days=20)):
        work_off()
    assert queries.calls_of(hook).count() == 1


def test_who_says_gone_is_called_no_more_at_once(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    actions.add_hook(rep, label, ear.address)
    ear.answers = [410]
    tell(label)
    work_off()
    assert not queries.hooks_of(label.pk).exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example/a",
        "https://127.0.0.1/a",
        "https://10.1.2.3/a",
        "https://[::1]/a",
        "https://[::ffff:10.0.0.1]/a",
        "https://169.254.169.254/latest",
        "https://user:word@hooks.example/",
        "https://hooks.example:0x50/",
        "ftp://hooks.example/a",
        "https://",
        "hooks",
        "https://hooks.example/a b",
    ],
)
def test_an_address_behind_the_sites_own_door_is_refused_when_it_is_put_up(address: str) -> None:
    label, rep = makers.label()
    with pytest.raises(BadHookAddress):
        actions.add_hook(rep, label, address)


@pytest.mark.parametrize("leads_to", ["127.0.0.1", "10.0.0.5", "192.168.1.1", "fe80::1", "::ffff:127.0.0.1"])
def test_a_name_that_leads_inside_is_not_connected_to(leads_to: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    import socket

    label, rep = makers.label()
    hook = actions.add_hook(rep, label, "https://hooks.example/a")
    family = socket.AF_INET6 if ":" in leads_to else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (leads_to, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: found)
    monkeypatch.setattr(socket, "create_connection", lambda *asked, **more: pytest.fail("connected"))
    tell(label)
    work_off()
    (call,) = queries.calls_of(hook)
    assert call.state == Call.State.WAITING
    assert "not on the public internet" in call.answer


def test_only_a_manager_puts_up_a_hook_and_of_those_there_are_bounds() -> None:
    label, rep = makers.label()
    counsel = makers.person()
    appoint(label, counsel, Role.COUNSEL)
    with pytest.raises(RoleTooNarrow):
        actions.add_hook(counsel, label, "https://hooks.example/a")
    for number in range(actions.MOST_HOOKS):
        actions.add_hook(rep, label, f"https://hooks.example/{number}")
    with pytest.raises(TooManyHooks):
        actions.add_hook(rep, label, "https://hooks.example/more")


def test_no_agent_listens_at_its_principals_desk_nor_reads_its_secret() -> None:
    label, rep = makers.label()
    body, lawyer = makers.label("body", name="Body")
    record_mandate(body, label, "contract 1")
    with pytest.raises(RoleTooNarrow):
        actions.add_hook(lawyer, label, "https://hooks.example/a")
    hook = actions.add_hook(rep, label, "https://hooks.example/a")
    for act in (actions.end_hook, actions.try_hook):
        with pytest.raises(RoleTooNarrow):
            act(lawyer, hook)
    shown = signed_in(lawyer).get(f"/rights/{label.pk}/hooks/{hook.public_id}")
    assert shown.status_code == 200
    assert "whsec_" not in shown.content.decode()


def test_the_pages_put_up_try_show_and_take_down_a_hook(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    desk, at = signed_in(rep), f"/rights/{label.pk}/hooks"
    refused = desk.post(at, {"address": "nonsense"})
    assert refused.status_code == 422
    assert "nonsense" in refused.content.decode()
    place = desk.post(at, {"address": ear.address, "news": ["order.executed"]})["Location"]
    desk.post(f"{place}/try")
    work_off()
    shown = desk.get(place).content.decode()
    assert "taken" in shown
    assert "hook.tried" in shown
    assert re.search(r"whsec_[\w+/=]+", shown)
    call = queries.calls_of(Hook.objects.get()).get()
    desk.post(f"{place}/calls/{call.public_id}/again")
    work_off()
    assert len(ear.heard) == 2
    clerk = makers.person()
    appoint(label, clerk, Role.CLERK)
    seen = signed_in(clerk).get(place).content.decode()
    assert "whsec_" not in seen
    assert signed_in(makers.person()).get(place).status_code == 404
    desk.post(f"{place}/end")
    assert desk.get(place).status_code == 404


def test_the_api_does_the_same_and_another_desk_sees_none_of_it(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    _, stranger = makers.label(name="Other")
    mine = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(rep, 'a')}"}
    theirs = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(stranger, 'b')}"}
    at = f"/api/v1/organisations/{label.pk}/hooks"
    made = Client().post(at, {"address": ear.address, "news": []}, "application/json", **mine)
    assert made.status_code == 201
    hook = made.json()
    assert hook["secret"] == queries.secret_of(Hook.objects.get())
    assert "secret" not in Client().get(at, **mine).json()["items"][0]
    assert Client().post(f"{at}/{hook['hook']}/try", **mine).status_code == 202
    work_off()
    (call,) = Client().get(f"{at}/{hook['hook']}/calls", **mine).json()["items"]
    assert call["state"] == "taken"
    for method, path in (("get", ""), ("get", f"/{hook['hook']}/calls"), ("delete", f"/{hook['hook']}")):
        assert getattr(Client(), method)(at + path, **theirs).status_code == 404
    assert Client().delete(f"{at}/{hook['hook']}", **mine).status_code == 204
    assert not jobs.Job.objects.filter(state="failed").exists()
