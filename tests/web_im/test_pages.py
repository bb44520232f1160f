"""Pages of dialogs as plain forms: a browser without scripts does all of it."""

import re

import pytest
from django.test import Client

import factories
from akkord.alerts import actions as alerts
from akkord.alerts.rules import Kind
from akkord.dialogs import actions, queries
from akkord.dialogs.actions import Words
from akkord.people import actions as people
from akkord.people.models import Person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def anna() -> Person:
    return factories.a_person("Anna Petrova")


@pytest.fixture
def boris(anna: Person) -> Person:
    other = factories.a_person("Boris Sidorov")
    factories.friends(anna, other)
    return other


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def text_of(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200, place
    return answer.content.decode()


def test_two_talk_by_forms_alone(anna: Person, boris: Person) -> None:
    hers, his = browser(anna), browser(boris)
    page = text_of(hers, f"/im/{boris.pk}")
    client_id = re.search(r'name="client_id" value="(\w+)"', page)[1]  # type: ignore[index]
    sent = {"text": "Hello, Boris", "client_id": client_id}
    for _ in range(2):  # a form sent twice
        assert hers.post(f"/im/{boris.pk}/send", sent).status_code == 302
    assert text_of(his, "/im").count("Hello, Boris") == 1
    assert ">+1<" in text_of(his, "/feed")
    assert his.post(f"/im/{anna.pk}/send", {"text": "Hello, Anna"}).status_code == 302
    assert ">+1<" not in text_of(his, "/feed"), "who answers has read"
    seen = text_of(hers, f"/im/{boris.pk}")
    assert seen.index("Hello, Boris") < seen.rindex("Hello, Anna")


def test_a_refused_message_loses_no_word(anna: Person, boris: Person) -> None:
    answer = browser(anna).post(f"/im/{boris.pk}/send", {"text": "x" * 4001})
    assert answer.status_code == 422
    assert "x" * 4001 in answer.content.decode()
    assert "at most 4,000" in answer.content.decode()


def test_what_is_not_ones_own_is_not_there(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("secret words"))
    chat = actions.found_chat(anna, "Band")
    stranger = browser(factories.a_person("Vera"))
    for place in (f"/im/c{chat.pk}", f"/im/c{chat.pk}/members", f"/im/c{chat.pk}/rows",
                  f"/im/c{made.dialog_id}", f"/im/c{chat.pk}/message/1",
                  f"/im/c{chat.pk}/report", f"/im/{boris.pk}/message/1",
                  f"/im/{boris.pk}/report", "/im/999999", "/im/share"):  # fmt: skip
        assert stranger.get(place).status_code == 404, place
    for place, fields in (
        (f"/im/c{chat.pk}/send", {"text": "x"}),
        (f"/im/c{chat.pk}/members/act", {"act": "leave"}),
        (f"/im/c{chat.pk}/keep", {"act": "mute"}),
        (f"/im/{boris.pk}/message/1/delete", {"for": "all"}),
        (f"/im/{boris.pk}/read", {"seq": "1"}),
        ("/im/delivered", {"dialog": str(made.dialog_id), "seq": "1"}),
    ):
        assert stranger.post(place, fields).status_code == 404, place
    assert "secret words" not in text_of(stranger, "/im?q=secret")
    assert stranger.get(f"/im/{boris.pk}/rows").json()["html"] == ""
    shared = stranger.get(f"/im/{boris.pk}?forward={made.dialog_id}.1")
    assert "secret words" not in shared.content.decode()
    assert Client().get("/im").status_code == 302


def test_a_message_is_changed_answered_passed_on_and_deleted(anna: Person, boris: Person) -> None:
    actions.write(anna, boris, Words("helo"))
    hers, his = browser(anna), browser(boris)
    for piece in ("?edit=1", "/composer?edit=1", "/message/1?menu=1"):
        assert "message/1" in text_of(hers, f"/im/{boris.pk}{piece}")
    hers.post(f"/im/{boris.pk}/message/1/edit", {"text": "hello"})
    assert "hello" in text_of(his, f"/im/{anna.pk}/composer?reply=1")
    his.post(f"/im/{anna.pk}/send", {"text": "yes?", "reply": "1"})
    assert "hello" in text_of(hers, f"/im/{boris.pk}/message/2")
    dialog = queries.pair_of(anna.pk, boris.pk)
    assert dialog
    his.post(f"/im/{anna.pk}/send", {"forward": f"{dialog.dialog_id}.1"})
    hers.post(f"/im/{boris.pk}/message/1/delete", {"for": "all"})
    seen = text_of(his, f"/im/{anna.pk}")
    assert seen.count("This message is deleted.") >= 1
    assert seen.count("hello") >= 1, "passed on, the words stay"


def test_a_request_is_accepted_or_declined_on_its_page(anna: Person) -> None:
    vera = factories.a_person("Vera")
    browser(vera).post(f"/im/{anna.pk}/send", {"text": "Good day"})
    hers = browser(anna)
    assert "1 request" in text_of(hers, "/im")
    assert "Good day" in text_of(hers, "/im/requests")
    assert "Accept" in text_of(hers, f"/im/{vera.pk}")
    hers.post(f"/im/{vera.pk}/keep", {"act": "accept"})
    assert "Good day" in text_of(hers, "/im")


def test_a_chat_is_begun_named_and_left(anna: Person, boris: Person) -> None:
    hers, his = browser(anna), browser(boris)
    assert hers.post("/im/new", {"title": " "}).status_code == 422
    place = hers.post("/im/new", {"title": "Band", "people": [boris.pk]})["Location"]
    assert "Band" in text_of(his, place)
    assert his.post(f"{place}/members/act", {"act": "name", "title": "Mine"}).status_code == 302
    assert "Mine" not in text_of(hers, place)
    hers.post(f"{place}/members/act", {"act": "appoint", "person": boris.pk})
    his.post(f"{place}/members/act", {"act": "name", "title": "Ours"})
    assert "Ours" in text_of(hers, place)
    hers.post(f"{place}/members/act", {"act": "leave"})
    assert "no longer in this chat" in text_of(hers, place)
    assert hers.post(f"{place}/send", {"text": "x"}).status_code == 422


def test_a_report_shows_the_staff_what_was_chosen_and_nothing_else(anna: Person, boris: Person) -> None:
    actions.write(anna, boris, Words("private matter"))
    actions.write(anna, boris, Words("an insult"))
    his = browser(boris)
    assert "an insult" in text_of(his, f"/im/{anna.pk}/report?seq=2")
    assert his.post(f"/im/{anna.pk}/report", {}).status_code == 422
    his.post(f"/im/{anna.pk}/report", {"seq": ["2"], "words": "Rude"})
    staff = browser(factories.a_person("Staff", is_staff=True))
    shown = text_of(staff, "/staff/messages")
    assert "an insult" in shown
    assert "private matter" not in shown
    report = queries.open_reports()[0]
    assert (
        staff.post(f"/staff/messages/{report.pk}/close", {"outcome": "We spoke to them."}).status_code == 302
    )
    assert "We spoke to them." in text_of(his, "/im/reports")
    assert his.get("/staff/messages").status_code == 404
    assert his.post(f"/staff/messages/{report.pk}/close", {"outcome": "x"}).status_code == 404


def test_a_track_and_a_post_are_shown_as_each_reader_may_have_them(anna: Person, boris: Person) -> None:
    track, post = factories.a_track(anna), factories.a_post(anna, "Look at this")
    browser(anna).post(f"/im/{boris.pk}/send", {"text": "", "track": track.pk, "post": post.pk})
    seen = text_of(browser(boris), f"/im/{anna.pk}")
    assert "Look at this" in seen
    assert "track-silent" in seen
    browser(anna).post(f"/wall{post.pk}/delete")
    assert "There was a post here." in text_of(browser(boris), f"/im/{anna.pk}")


def test_scrolling_and_catching_up_miss_nothing(anna: Person, boris: Person) -> None:
    for n in range(1, 96):
        actions.write(anna, boris, Words(f"line {n};"))
    his = browser(boris)
    got: list[int] = []
    last = 0
    while True:
        answer = his.get(f"/im/{anna.pk}/rows?after={last}").json()
        got += [int(seq) for seq in re.findall(r'data-seq="(\d+)"', answer["html"])]
        last = answer["last"]
        if answer["newest"]:
            break
    assert got == list(range(1, 96))
    first = text_of(his, f"/im/{anna.pk}")
    assert "New messages" in first
    assert "line 1;" in first, "with much unread, where reading stopped"
    assert "line 95;" in text_of(his, f"/im/{anna.pk}?end")
    assert "line 30;" in text_of(his, f"/im/{anna.pk}?before=56")


def test_pages_cost_the_same_however_much_was_said(
    anna: Person, boris: Person, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    track = factories.a_track(anna)
    for n in range(30):
        actions.write(boris, anna, Words(f"{n}", tracks=[track.pk] if n % 3 else [], reply_to=n or None))
    client = browser(anna)
    client.get(f"/im/{boris.pk}")
    with django_assert_max_num_queries(56):
        client.get(f"/im/{boris.pk}?end")
    with django_assert_max_num_queries(20):
        client.get("/im")
    with django_assert_max_num_queries(25):
        client.get(f"/im/{boris.pk}/rows?after=20")
    with django_assert_max_num_queries(8):
        client.get("/im/unread")


def test_what_the_bell_and_the_menu_count_is_asked_for_together(anna: Person, boris: Person) -> None:
    stranger = factories.a_person("Clara Stern")
    people.ask(stranger, anna)
    alerts.ring(anna.pk, Kind.ASKED, "requests", stranger.pk)
    actions.write(boris, anna, Words("Hello"))
    assert browser(anna).get("/im/unread").json() == {"unread": 1, "requests": 1, "alerts": 1}
