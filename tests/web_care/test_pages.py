"""Care through the doors: what is reported, decided by keys' forms, read by whom it concerns, appealed."""

from typing import Any

import pytest
from django.test import Client

from akkord.care import actions
from akkord.care.models import Decision, Look, Matter, Report
from akkord.care.rules import Role
from akkord.care.tasks import take_up
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.people.models import Person
from factories import a_club, a_person, a_post, friends

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


@pytest.fixture
def operator() -> Person:
    return a_person("Operator", is_staff=True)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def suspended(operator: Person, author: Person) -> Decision:
    reporter = a_person("Vera")
    post = a_post(author, "I will find you")
    browser(reporter).post(f"/report/post/{post.pk}", {"rule": "threats"})
    matter = Matter.objects.get()
    sent = {"measure": "suspend", "days-suspend": "7", "rule": "threats", "words": "You threatened."}
    browser(operator).post(f"/mod/queue/{matter.pk}/decide", sent)
    return Decision.objects.get()


def test_a_report_is_decided_told_and_appealed(operator: Person) -> None:
    author, reporter, other = a_person("Author"), a_person("Vera"), a_person("Mod")
    actions.appoint(operator, other, Role.MODERATOR)
    post = a_post(author, "Buy <b>pills</b>")
    hers, his, desk = browser(reporter), browser(author), browser(operator)
    assert f"/report/post/{post.pk}" in page(hers, f"/wall{post.pk}")
    refused = hers.post(f"/report/post/{post.pk}", {"words": "Just look"})
    assert refused.status_code == 422
    assert "Just look" in refused.content.decode()
    assert hers.post(f"/report/post/{post.pk}", {"rule": "spam", "words": "Pills!"}).status_code == 302
    matter = Matter.objects.get()
    shown = page(desk, "/mod/queue")
    assert "Buy &lt;b&gt;pills" in shown
    assert "Pills!" in shown
    assert Look.objects.filter(staff=operator, matter=matter).count() == 1
    sent = {"measure": "hide", "rule": "spam", "words": ""}
    assert desk.post(f"/mod/queue/{matter.pk}/decide", sent).status_code == 422  # no reason given
    assert desk.post(f"/mod/queue/{matter.pk}/decide", {"measure": "?"}).status_code == 422
    assert desk.post(f"/mod/queue/{matter.pk}/decide", sent | {"words": "Nobody asked."}).status_code == 302
    assert "under its rules" in page(hers, f"/wall{post.pk}")
    assert "It broke a rule" in page(hers, "/my/reports")
    decision = Decision.objects.get()
    told = page(his, f"/my/decisions/{decision.pk}")
    for said in ("Nobody asked.", "Spam and deceit", "Buy &lt;b&gt;pills"):
        assert said in told
    assert "Vera" not in told
    assert "Operator" not in told
    assert hers.get(f"/my/decisions/{decision.pk}").status_code == 404
    assert his.post(f"/my/decisions/{decision.pk}/appeal", {"text": " "}).status_code == 422
    assert his.post(f"/my/decisions/{decision.pk}/appeal", {"text": "Sweets"}).status_code == 302
    assert "Another person of the staff has to answer" in page(desk, "/mod/appeals")
    answer = {"stands": "no", "words": "Sweets."}
    assert desk.post(f"/mod/appeals/{decision.pk}/answer", answer).status_code == 422
    assert browser(other).post(f"/mod/appeals/{decision.pk}/answer", answer).status_code == 302
    assert "pills" in page(hers, f"/wall{post.pk}")
    assert "after an appeal" in page(hers, "/my/reports")


def test_who_is_suspended_reads_why_and_appeals_and_gets_no_further(operator: Person) -> None:
    author = a_person("Author")
    decision = suspended(operator, author)
    his = browser(author)
    assert his.get("/feed").headers["Location"] == "/my/decisions"
    assert "Your account is suspended" in page(his, "/my/decisions")
    assert his.post(f"/my/decisions/{decision.pk}/appeal", {"text": "I joked"}).status_code == 302
    assert browser(operator).get(f"/id{author.pk}").status_code == 404
    assert his.get("/api/v1/feed").status_code in (302, 401)


def test_who_is_limited_is_told_when_writing_and_loses_no_words(operator: Person) -> None:
    author = a_person("Author")
    decision = suspended(operator, author)
    actions.appeal(author, decision.pk, "No")
    other = a_person("Other", is_staff=True)
    actions.answer(other, decision.pk, "Too hard", uphold=False)
    post = a_post(author, "Look at my pills")
    browser(a_person("Boris")).post(f"/report/post/{post.pk}", {"rule": "spam"})
    sent = {"measure": "limit", "days-limit": "7", "rule": "spam", "words": "Stop."}
    matter = Matter.objects.get(closed_at=None)
    assert browser(operator).post(f"/mod/queue/{matter.pk}/decide", sent).status_code == 302
    answer = browser(author).post("/feed/post", {"text": "More pills"})
    assert answer.status_code == 422
    assert "More pills" in answer.content.decode()
    assert "how to appeal" in answer.content.decode()


def test_the_desk_is_there_for_its_staff_alone_and_each_role_as_far_as_it_reaches(operator: Person) -> None:
    member, triage = a_person(), a_person("Triage")
    actions.appoint(operator, triage, Role.TRIAGE)
    a_post(operator)
    places = ("/mod/queue", "/mod/appeals", "/mod/staff", "/mod/looks")
    assert [browser(member).get(place).status_code for place in places] == [404] * 4
    assert [Client().get(place).status_code for place in places] == [404] * 4
    assert [browser(triage).get(place).status_code for place in places] == [200, 404, 404, 404]
    assert [browser(operator).get(place).status_code for place in places] == [200] * 4
    browser(member).post(f"/report/person/{operator.pk}", {"rule": "spam"})
    shown = page(browser(triage), "/mod/queue")
    assert 'value="nothing"' in shown
    assert 'value="suspend"' not in shown
    matter = Matter.objects.get()
    assert browser(triage).post(f"/mod/queue/{matter.pk}/escalate").status_code == 302
    assert "escalated by" in page(browser(triage), "/mod/queue")
    assert "Somebody else has to decide this" in page(browser(operator), "/mod/queue")


def test_an_operator_names_and_dismisses_the_staff(operator: Person) -> None:
    person, desk = a_person("Vera"), browser(operator)
    assert desk.post("/mod/staff", {"email": "x@y.example", "role": "triage"}).status_code == 422
    assert desk.post("/mod/staff", {"email": person.email, "role": "king"}).status_code == 422
    assert desk.post("/mod/staff", {"email": person.email, "role": "moderator"}).status_code == 302
    assert "Vera" in page(desk, "/mod/staff")
    assert browser(person).get("/mod/queue").status_code == 200
    assert desk.post(f"/mod/staff/{person.pk}/dismiss").status_code == 302
    assert browser(person).get("/mod/queue").status_code == 404


def test_messages_shown_to_the_staff_wait_at_the_same_desk(operator: Person) -> None:
    vera, boris = a_person("Vera"), a_person("Boris")
    friends(vera, boris)
    message = dialogs.write(boris, vera, Words("Send money or else"))
    report = dialogs.report(vera, message.dialog_id, [message.seq], "He threatens me")
    take_up.func(report.pk)
    take_up.func(report.pk)
    matter = Matter.objects.get()
    assert matter.whose == boris
    desk = browser(operator)
    assert "Send money or else" in page(desk, "/mod/queue")
    sent = {"measure": "suspend", "days-suspend": "30", "rule": "threats", "words": "We suspended them."}
    assert desk.post(f"/mod/queue/{matter.pk}/decide", sent).status_code == 302
    assert "We suspended them." in page(browser(vera), "/im/reports")


def test_when_several_wrote_the_desk_chooses_whom_it_is_about_and_loses_no_words(operator: Person) -> None:
    vera, boris, zoya = a_person("Vera"), a_person("Boris"), a_person("Zoya")
    friends(vera, boris)
    friends(vera, zoya)
    chat = dialogs.found_chat(vera, "Band", [boris.pk, zoya.pk])
    said = [dialogs.say(who, chat.pk, Words(f"Words of {who.name}")) for who in (vera, boris, zoya)]
    report = dialogs.report(vera, chat.pk, [message.seq for message in said], "")
    take_up.func(report.pk)
    matter, desk = Matter.objects.get(), browser(operator)
    assert '<select id="whom"' in page(desk, "/mod/queue")
    sent = {"measure": "suspend", "days-suspend": "7", "rule": "threats", "words": "You threatened."}
    for whom in ("", "?", str(vera.pk)):
        refused = desk.post(f"/mod/queue/{matter.pk}/decide", sent | {"whom": whom})
        assert refused.status_code == 422
        assert "Choose whom it is about" in refused.content.decode()
        assert "You threatened." in refused.content.decode()
    assert desk.post(f"/mod/queue/{matter.pk}/decide", sent | {"whom": str(zoya.pk)}).status_code == 302
    told = page(browser(zoya), f"/my/decisions/{Decision.objects.get().pk}")
    assert "Words of Zoya" in told
    for other in ("Vera", "Boris"):
        assert other not in told


def test_messages_answered_at_either_desk_wait_at_neither(operator: Person) -> None:
    vera, boris = a_person("Vera"), a_person("Boris")
    friends(vera, boris)
    message = dialogs.write(boris, vera, Words("Hm"))
    report = dialogs.report(vera, message.dialog_id, [message.seq], "")
    take_up.func(report.pk)
    desk = browser(operator)
    assert desk.post(f"/staff/messages/{report.pk}/close", {"outcome": " "}).status_code == 302
    assert Matter.objects.get().closed_at is None
    desk.post(f"/staff/messages/{report.pk}/close", {"outcome": "It is only a word."})
    assert Matter.objects.get().closed_at is not None
    assert "It is only a word." in page(browser(vera), "/im/reports")
    assert "No rule" not in page(browser(boris), "/my/decisions")
    take_up.func(report.pk)
    assert Matter.objects.count() == 1


def test_communities_and_people_are_reported_and_what_is_not_there_is_not(operator: Person) -> None:
    owner, member = a_person("Owner"), browser(a_person("Vera"))
    club = a_club(owner)
    for path in (f"/report/group/{club.pk}", f"/report/person/{owner.pk}"):
        assert member.post(path, {"rule": "spam"}).status_code == 302
    for path in ("/report/post/98765", "/report/messages/1", "/report/nonsense/1"):
        assert member.get(path).status_code == 404
    assert set(Matter.objects.values_list("whose", flat=True)) == {owner.pk}


def test_the_rules_are_shown_as_they_stand_in_both_languages() -> None:
    assert "Spam and deceit" in page(Client(), "/rules")
    client = Client(headers={"accept-language": "ru"})
    assert "Спам и обман" in page(client, "/rules")


def test_a_persons_record_shows_what_waits_and_what_was_decided(operator: Person, client: Client) -> None:
    author, reporter = a_person("Author"), a_person("Vera")
    suspended(operator, author)
    desk = browser(operator)
    shown = page(desk, f"/mod/people/{author.pk}")
    for said in ("Record of Author", "You threatened.", "The account is suspended for a time", "until "):
        assert said in shown
    whoever_reported = Report.objects.get().reporter_id
    assert "1 matter, 1 of them broke a rule" in page(desk, f"/mod/people/{whoever_reported}")
    for other in (client, browser(reporter)):
        assert other.get(f"/mod/people/{author.pk}").status_code == 404
    assert desk.get("/mod/people/987654").status_code == 404
