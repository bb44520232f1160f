"""What live news promise, asked of the ASGI callable as a server asks it."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from akkord.flow import clock, outbox
from akkord.flow.models import News
from akkord.music.actions import begin_upload
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.web import desk, live

pytestmark = pytest.mark.django_db(transaction=True)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def anna(transactional_db: None) -> Person:
    return Person.objects.create_user("anna@example.org", "a good long passphrase", name="Anna")


class Page:
    """An open page: what it was sent, and a way to close it."""

    def __init__(self, topics: str, cookies: str = "", **headers: str) -> None:
        named = {"cookie": cookies, **{k.replace("_", "-"): v for k, v in headers.items()}}
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "query_string": f"topics={topics}".encode(),
            "headers": [(k.encode(), v.encode()) for k, v in named.items()],
        }
        self.status = 0
        self.text = ""
        self.ended = False
        self.closing = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.closing.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self.ended |= message["type"] == "http.response.body" and not message.get("more_body")

    async def until(self, said: Callable[[], object], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not said():
                await asyncio.sleep(0.02)


def cookies_of(person: Person) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return f"sessionid={client.cookies['sessionid'].value}"


def visit(page: Page, story: Callable[[Page], Awaitable[None]]) -> Page:
    """Open the page, let the story happen, close it; the answer must then end by itself."""

    async def journey() -> None:
        answer = asyncio.create_task(live.answer(page.scope, page.receive, page.send))
        await story(page)
        page.closing.set()
        await asyncio.wait_for(answer, 5)
        await page.until(lambda: desk.desk().reader is None or desk.desk().reader.done())

    asyncio.run(journey())
    return page


async def tell(topic: str, kind: str, **payload: Any) -> None:
    """In memory SQLite does not wait for a table that the desk reads in this moment; so the test does."""
    for _ in range(100):
        try:
            return await asyncio.to_thread(outbox.tell, topic, kind, **payload)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise
        await asyncio.sleep(0.02)
    raise AssertionError("the table stays locked")


async def nothing(page: Page) -> None:
    await page.until(lambda: page.status)


def test_what_is_told_is_heard_by_those_who_asked_for_it(anna: Person) -> None:
    async def story(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await page.until(lambda: desk.desk().subscribers)
        await tell("person:999999", "upload", state="live")
        await tell(f"person:{anna.pk}", "upload", state="слышно")
        await page.until(lambda: "event: upload" in page.text)

    page = visit(Page(f"person:{anna.pk},log", cookies_of(anna)), story)
    assert page.status == 200
    assert page.text.count("event:") == 1
    assert '"state":"слышно"' in page.text
    assert f"id: {News.objects.latest('pk').pk}\n" in page.text


def test_who_comes_back_misses_nothing_and_hears_nothing_twice(anna: Person) -> None:
    for number in range(3):
        outbox.tell("log", "line", number=number)
    first = News.objects.order_by("pk").first()
    assert first is not None

    async def story(page: Page) -> None:
        await page.until(lambda: page.text.count("event:") == 2)
        await tell("log", "line", number=3)
        await page.until(lambda: '"number":3' in page.text)
        await asyncio.sleep(2 * desk.BEAT)

    page = visit(Page("log", last_event_id=str(first.pk)), story)
    assert [n for n in range(4) if f'"number":{n}' in page.text] == [1, 2, 3]
    assert page.text.count("event:") == 3


def test_a_line_committed_late_under_a_lower_number_is_still_heard(transactional_db: None) -> None:
    outbox.tell("log", "line", number=0)
    last = News.objects.latest("pk").pk

    async def story(page: Page) -> None:
        await page.until(lambda: desk.desk().subscribers)
        late = News(pk=last + 5, topic="log", kind="line", payload={"number": 5}, at=clock.now())
        await asyncio.to_thread(late.save, force_insert=True)
        await page.until(lambda: '"number":5' in page.text)
        early = News(pk=last + 2, topic="log", kind="line", payload={"number": 2}, at=clock.now())
        await asyncio.to_thread(early.save, force_insert=True)
        await page.until(lambda: '"number":2' in page.text)

    assert visit(Page("log"), story).text.count("event:") == 2


def test_only_ones_own_topics_are_told(anna: Person) -> None:
    boris = Person.objects.create_user("boris@example.org", "a good long passphrase", name="Boris")
    upload = begin_upload(anna, "a.mp3", 10)
    mine, theirs = cookies_of(anna), cookies_of(boris)
    assert visit(Page(f"upload:{upload.pk}", mine), nothing).status == 200
    refused = [
        Page(f"upload:{upload.pk}", theirs),
        Page(f"upload:{upload.pk}"),
        Page(f"upload:{uuid.uuid4()}", mine),
        Page("upload:nonsense", mine),
        Page(f"person:{anna.pk}", theirs),
        Page(f"person:{anna.pk}"),
        Page(f"person:{anna.pk}", "sessionid=forged"),
        Page("everything", mine),
        Page(f"log,person:{boris.pk}", mine),
    ]
    assert [visit(page, nothing).status for page in refused] == [403] * len(refused)


def test_a_closed_account_hears_nothing_more(anna: Person) -> None:
    cookies = cookies_of(anna)
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    assert visit(Page(f"person:{anna.pk}", cookies), nothing).status == 403


def test_a_token_of_the_api_hears_its_persons_news(anna: Person) -> None:
    def asked(token: str, person: int) -> int:
        page = Page(f"person:{person},dialogs", authorization=f"Bearer {token}")
        return visit(page, nothing).status

    token = issue_token(anna, "phone")
    assert asked(token, anna.pk) == 200
    assert asked(token, anna.pk + 1) == 403
    assert asked("akk_wrong", anna.pk) == 403
    assert asked(issue_token(anna, "desk", scope="organisation:1 reader"), anna.pk) == 403


def test_too_many_topics_or_none_are_refused(transactional_db: None) -> None:
    assert visit(Page(""), nothing).status == 400
    assert visit(Page(",".join(f"log{n}" for n in range(40))), nothing).status == 400


def test_a_quiet_line_is_kept_open(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)

    async def story(page: Page) -> None:
        await page.until(lambda: page.text.count(": still here") >= 2)

    visit(Page("log"), story)


def test_a_person_may_have_only_so_many_pages_open(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_PER_PERSON", 1)
    cookies = cookies_of(anna)

    async def story(page: Page) -> None:
        await page.until(lambda: desk.desk().subscribers)
        second = Page(f"person:{anna.pk}", cookies)
        await live.answer(second.scope, second.receive, second.send)
        assert second.status == 429

    assert visit(Page(f"person:{anna.pk}", cookies), story).status == 200


def test_a_page_that_lags_too_far_is_ended_so_that_it_comes_back(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey() -> desk.Subscriber:
        slow = desk.Subscriber(desk.GUEST, frozenset({"log"}))
        for number in range(desk.MOST_WAITING + 1):
            slow.hand(desk.Said(number, b""))
        return slow

    slow = asyncio.run(journey())
    assert slow.lines.get_nowait() is None


def test_who_missed_more_than_can_be_told_reads_anew(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_MISSED", 2)
    for number in range(4):
        outbox.tell("log", "line", number=number)

    async def story(page: Page) -> None:
        await page.until(lambda: "event: resync" in page.text)
        await tell("log", "line", number=4)
        await page.until(lambda: '"number":4' in page.text)

    first = News.objects.order_by("pk").first()
    assert first is not None
    assert "event: line" in visit(Page("log", last_event_id=str(first.pk)), story).text
    News.objects.order_by("pk").exclude(pk=News.objects.latest("pk").pk).delete()
    assert "event: resync" in visit(Page("log", last_event_id=str(first.pk)), nothing_but_resync).text


async def nothing_but_resync(page: Page) -> None:
    await page.until(lambda: "event: resync" in page.text)


def test_who_has_signed_out_hears_no_more(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)
    monkeypatch.setattr(live, "SESSION_AGAIN", 0.1)
    cookies = cookies_of(anna)

    async def story(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await asyncio.to_thread(Session.objects.all().delete)
        await page.until(lambda: page.ended)

    visit(Page(f"person:{anna.pk}", cookies), story)


def test_news_in_this_process_is_told_at_once(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "BEAT", 60)

    async def story(page: Page) -> None:
        await page.until(lambda: "retry:" in page.text)
        await asyncio.sleep(0.3)
        await tell("log", "line", number=1)
        await page.until(lambda: '"number":1' in page.text, 2)

    async def journey() -> None:
        page = Page("log")
        answer = asyncio.create_task(live.answer(page.scope, page.receive, page.send))
        await story(page)
        page.closing.set()
        await asyncio.wait_for(answer, 5)

    asyncio.run(journey())
