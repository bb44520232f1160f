"""A browser is told what only it can read, and never by a way into the site's own house."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from akkord.alerts import actions, errors, push, queries, tasks
from akkord.alerts.models import Alert, Endpoint
from akkord.alerts.rules import Kind, Way
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.people import actions as people
from akkord.people.models import Person
from alerts.push_service import CURVE, FakeBrowser, claims_of, push_service, raw
from factories import a_person, a_post


def test_the_sealing_is_that_of_the_standard() -> None:
    """RFC 8291 section 5, to the byte."""
    browser = push.Browser.read(
        "https://push.example/",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    number = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    sealed = push.seal(
        b"When I grow up, I want to be a watermelon",
        browser,
        own=ec.derive_private_key(number, CURVE),
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert push.said(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_sites_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = push.point(push.site_key(tmp_path).public_key())
    assert push.point(push.site_key(tmp_path).public_key()) == first
    assert (tmp_path / "push-key").stat().st_mode & 0o777 == 0o600
    assert [place.name for place in tmp_path.iterdir()] == ["push-key"]


@pytest.fixture
def anna(db: None, settings: Any, tmp_path: Path) -> Person:
    settings.DATA, settings.HOOKS_ANYWHERE, settings.SITE_URL = tmp_path, True, "https://akkord.example"
    return a_person()


def work() -> None:
    while taken := jobs.take("tests"):
        assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error


def test_a_ring_reaches_the_browser_sealed_signed_and_in_its_persons_language(anna: Person) -> None:
    people.choose_look(anna, language="ru")
    browser, boris = FakeBrowser(), a_person("Борис")
    with push_service() as service:
        actions.tell_browser(anna, service.address, browser.p256dh, browser.auth_said)
        post = a_post(anna)
        tasks.post_written.func(a_post(boris).pk, [anna.pk])
        work()
        ((headers, body),) = service.came
        said = browser.open(body)
        assert said["body"] == "Борис: упоминание о вас."
        assert said["href"].startswith("/wall")
        assert said["href"] != f"/wall{post.pk}"
        claims = claims_of(headers["authorization"])
        assert service.address.startswith(claims["aud"])
        assert claims["sub"] == "https://akkord.example"
        assert 0 < claims["exp"] - clock.now().timestamp() <= 24 * 3600
        assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "86400")
        assert "Борис".encode() not in body


def test_likes_ring_no_pocket_unless_asked_to(anna: Person) -> None:
    browser, boris = FakeBrowser(), a_person("Boris")
    with push_service() as service:
        actions.tell_browser(anna, service.address, browser.p256dh, browser.auth_said)
        tasks.liked.func(boris.pk, a_post(anna).pk, None)
        work()
        assert service.came == []
        actions.choose(anna, {(Kind.LIKE, Way.PUSH): True})
        tasks.liked.func(boris.pk, a_post(anna).pk, None)
        work()
        assert len(service.came) == 1


def test_what_may_not_be_told_any_more_is_not_sent(anna: Person) -> None:
    browser, boris = FakeBrowser(), a_person("Boris")
    with push_service() as service:
        actions.tell_browser(anna, service.address, browser.p256dh, browser.auth_said)
        tasks.post_written.func(a_post(boris).pk, [anna.pk])
        people.block(anna, boris)
        work()
        assert service.came == []


@pytest.mark.parametrize(("status", "left"), [(201, 1), (503, 1), (429, 1), (404, 0), (410, 0)])
def test_a_browser_that_is_gone_is_forgotten(anna: Person, status: int, left: int) -> None:
    browser = FakeBrowser()
    with push_service() as service:
        service.status = status
        actions.tell_browser(anna, service.address, browser.p256dh, browser.auth_said)
        actions.ring(anna.pk, Kind.REPORT, "matter:1")
        work()
    assert Endpoint.objects.count() == left


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://user:word@push.example/x",
        "file:///etc/passwd",
        "https://push.example/" + "x" * 1000,
        "",
    ],
)
def test_no_browser_is_inside_the_sites_own_house(anna: Person, settings: Any, address: str) -> None:
    settings.HOOKS_ANYWHERE = False
    browser = FakeBrowser()
    with pytest.raises(errors.NoBrowser):
        actions.tell_browser(anna, address, browser.p256dh, browser.auth_said)


@pytest.mark.parametrize(
    "keys", [("", ""), ("AAAA", "AAAA"), ("é", "x"), ("A" * 87, "BTBZMqHH6r4Tts7J_aSIgg")]
)
def test_keys_that_are_none_are_refused(anna: Person, keys: tuple[str, str]) -> None:
    with pytest.raises(errors.NoBrowser):
        actions.tell_browser(anna, "https://push.example/x", *keys)


def test_a_browser_belongs_to_who_asked_last_and_only_they_end_it(anna: Person) -> None:
    browser, boris = FakeBrowser(), a_person("Boris")
    address = "https://push.example/x"
    actions.tell_browser(anna, address, browser.p256dh, browser.auth_said)
    actions.tell_browser(boris, address, browser.p256dh, browser.auth_said)
    assert queries.endpoints_of(anna.pk) == []
    actions.forget_browser(anna, address)
    assert len(queries.endpoints_of(boris.pk)) == 1
    actions.forget_browser(boris, address)
    assert Endpoint.objects.count() == 0


def test_the_oldest_browsers_make_room(anna: Person) -> None:
    browser = FakeBrowser()
    for number in range(12):
        actions.tell_browser(anna, f"https://push.example/{number}", browser.p256dh, browser.auth_said)
    assert len(queries.endpoints_of(anna.pk)) == 10


def test_the_page_has_the_key_and_the_door_takes_the_browser(anna: Person, tmp_path: Path) -> None:
    client, browser = Client(), FakeBrowser()
    client.force_login(anna)
    shown = client.get("/settings/notifications").content.decode()
    assert push.said(push.point(push.site_key(tmp_path).public_key())) in shown
    sent = {"endpoint": "https://push.example/x", "p256dh": browser.p256dh, "auth": browser.auth_said}
    assert client.post("/settings/notifications/push", sent).status_code == 204
    assert client.post("/settings/notifications/push", sent | {"auth": "x"}).status_code == 422
    assert client.post("/settings/notifications/push/forget", sent).status_code == 204
    assert Endpoint.objects.count() == 0
    worker = client.get("/push-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]
    assert Client().post("/settings/notifications/push", sent).status_code == 302
    assert Alert.objects.count() == 0
