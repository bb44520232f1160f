"""Live news of dialogs: told to who is in them, at once, never twice, never to others."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

import factories
from akkord.dialogs import actions
from akkord.dialogs.actions import Words
from akkord.flow import clock
from akkord.people.models import Person
from akkord.web import desk, live
from web_music.test_live import Page, cookies_of, visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna() -> Person:
    return factories.a_person("Anna")


@pytest.fixture
def boris(anna: Person) -> Person:
    other = factories.a_person("Boris")
    factories.friends(anna, other)
    return other


def page_of(person: Person, **headers: str) -> Page:
    return Page(f"person:{person.pk},dialogs", cookies_of(person), **headers)


def patient(call: Callable[..., Any]) -> Callable[..., Any]:
    """The database of the tests is in memory and shared by threads: there a table that is being read refuses
    to be written at once, where a file waits.
    """

    def again(*arguments: Any) -> Any:
        for _ in range(200):
            try:
                return call(*arguments)
            except OperationalError as locked:
                if "locked" not in str(locked):
                    raise
                time.sleep(0.02)
        return call(*arguments)

    return again


@pytest.fixture(autouse=True)
def _patient_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    for room, name in (
        (desk, "_after"),
        (desk, "_newest"),
        (live, "_missed"),
        (live, "_mine"),
        (live, "_who"),
    ):
        monkeypatch.setattr(room, name, patient(getattr(room, name)))


async def run(call: Callable[..., Any], *arguments: Any) -> Any:
    return await asyncio.to_thread(patient(call), *arguments)


def test_what_is_said_is_told_with_its_words(anna: Person, boris: Person) -> None:
    actions.write(anna, boris, Words("first"))

    async def story(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await run(actions.write, anna, boris, Words("второе <b>"))
        await page.until(lambda: "второе" in page.text)

    page = visit(page_of(boris), story)
    assert "&lt;b&gt;" in page.text
    assert page.text.count("event: message") == 1


def test_a_stranger_to_the_dialog_hears_nothing_of_it(anna: Person, boris: Person) -> None:
    vera = factories.a_person("Vera")
    made = actions.write(anna, boris, Words("first"))

    async def story(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await run(actions.write, anna, boris, Words("secret"))
        await run(actions.note_typing, anna, made.dialog_id)
        await run(actions.write, vera, boris, Words("mine"))
        await page.until(lambda: page.ended)

    page = visit(page_of(vera, last_event_id="0"), story)
    assert "secret" not in page.text
    assert "typing" not in page.text


def test_a_new_dialog_ends_the_answer_and_who_comes_back_hears_it_from_its_start(
    anna: Person, boris: Person
) -> None:
    async def first(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await run(actions.write, anna, boris, Words("hello"))
        await page.until(lambda: page.ended)

    page = visit(page_of(boris), first)
    assert "event: dialogs" in page.text
    last = page.text.split("id: ")[-1].split("\n")[0]

    async def second(page: Page) -> None:
        await page.until(lambda: "hello" in page.text)

    visit(page_of(boris, last_event_id=last), second)


def test_who_was_removed_hears_no_more(anna: Person, boris: Person) -> None:
    chat = actions.found_chat(anna, "Band", [boris.pk])

    async def story(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await run(actions.remove, anna, chat.pk, boris.pk)
        await run(actions.say, anna, chat.pk, Words("among ourselves"))
        await page.until(lambda: page.ended)

    page = visit(page_of(boris), story)

    async def back(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)

    again = visit(page_of(boris, last_event_id="1"), back)
    assert "among ourselves" not in page.text + again.text


def test_typing_that_is_over_is_not_told_to_who_comes_back(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("hi"))
    with clock.at(clock.now() - timedelta(seconds=30)):
        actions.note_typing(anna, made.dialog_id)

    async def story(page: Page) -> None:
        await page.until(lambda: "event: message" in page.text)

    assert "typing" not in visit(page_of(boris, last_event_id="0"), story).text
