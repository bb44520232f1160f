"""At its pages an archive is handed in, shown before anything comes, and named where it is wrong."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from akkord.archive.bringing_life import KINDS, check, take_in
from akkord.archive.models import Bringing, Talk
from akkord.people.models import Person
from akkord.wall.models import Post
from archive.test_bringing import OldSite, elsewhere, old, rewritten  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def hand_in(browser: Client, data: bytes) -> Any:
    return browser.post("/settings/data/bring", {"archive": SimpleUploadedFile("a.zip", data)})


def page(browser: Client, place: str) -> str:
    answer = browser.get(place)
    assert answer.status_code == 200, place
    return str(answer.content.decode())


def test_it_is_shown_before_anything_comes_and_in_place_afterwards(old: OldSite, elsewhere: Any) -> None:  # noqa: F811
    anna = elsewhere("Anna")
    browser, other = signed_in(anna), signed_in(elsewhere("Other"))
    place = hand_in(browser, old.archives["anna"])["Location"]
    assert "It is being read" in page(browser, place)
    check(Bringing.objects.get())
    assert "This is what it holds" in page(browser, place)
    assert not Post.objects.exists()
    assert other.get(place).status_code == other.post(f"{place}/agree").status_code == 404
    assert "being read or taken in" in hand_in(browser, old.archives["anna"]).content.decode()
    browser.post(f"{place}/agree", {"part": list(KINDS)})
    take_in(Bringing.objects.get())
    done = page(browser, place)
    assert "It is taken in" in done
    assert "Posts of others on your wall" in done
    assert "Waiting for Boris" in page(browser, "/settings/data/bring")
    post = Post.objects.get(text="Long ago")
    shown = page(Client(), f"/wall{post.pk}")
    assert "I remember" in shown
    assert "Boris@" in shown
    talk = Talk.objects.get()
    assert "three" in page(browser, f"/im/kept/{talk.pk}")
    assert f"/im/kept/{talk.pk}" in page(browser, "/im/kept")
    assert other.get(f"/im/kept/{talk.pk}").status_code == 404


def test_let_be_nothing_comes(old: OldSite, elsewhere: Any) -> None:  # noqa: F811
    anna = elsewhere("Anna")
    browser = signed_in(anna)
    place = hand_in(browser, old.archives["anna"])["Location"]
    check(Bringing.objects.get())
    browser.post(f"{place}/drop")
    assert "Nothing of it came" in page(browser, place)
    assert not Post.objects.exists()


def test_what_is_wrong_is_named(old: OldSite, elsewhere: Any) -> None:  # noqa: F811
    anna = elsewhere("Anna")
    browser = signed_in(anna)
    place = hand_in(browser, rewritten(old.archives["anna"], {"data/posts-1.json": b"[]"}))["Location"]
    check(Bringing.objects.get())
    shown = page(browser, place)
    assert "data/posts-1.json" in shown
    assert "not as it was" in shown
    assert browser.post("/settings/data/bring").status_code == 422


def test_a_guest_brings_nothing() -> None:
    assert Client().post("/settings/data/bring")["Location"].startswith("/accounts/login/")


def test_the_operator_checks_an_archive_and_hands_it_in(old: OldSite, elsewhere: Any, tmp_path: Any) -> None:  # noqa: F811
    anna, out = elsewhere("Anna"), io.StringIO()
    file = tmp_path / "a.zip"
    file.write_bytes(old.archives["anna"])
    call_command("bring_archive", str(file), stdout=out)
    assert "posts" in out.getvalue()
    assert not Bringing.objects.exists()
    call_command("bring_archive", str(file), anna.email, "--only", "posts", stdout=out)
    bringing = Bringing.objects.get()
    check(bringing)
    assert bringing.state == "agreed"
    take_in(bringing)
    assert Post.objects.count() == 2
    file.write_bytes(rewritten(old.archives["anna"], {"data/posts-1.json": b"[]"}))
    with pytest.raises(CommandError, match=r"data/posts-1\.json"):
        call_command("bring_archive", str(file))
    file.write_bytes(old.archives["anna"])
    with pytest.raises(CommandError, match="nobody here"):
        call_command("bring_archive", str(file), "nobody@test.example")
