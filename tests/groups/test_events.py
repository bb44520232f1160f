"""Events: who comes, who is told of whom, the reminder, and the file for one's calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.alerts import queries as alerts
from akkord.alerts import words
from akkord.flow import clock
from akkord.groups import actions, errors, events
from akkord.groups.calendar import FOLDED_AT, escaped, folded
from akkord.groups.queries import Group
from akkord.groups.rules import Answer, Kind, over
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.queries import Person
from akkord.people.rules.privacy import Audience, Key, Level
from alerts.test_alerts import work
from factories import a_club, a_person
from web.test_doors import page, signed_in

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def owner(db: None) -> Person:
    return a_person("Owner")


def an_event(owner: Person, hours: int = 48, **more: str) -> Group:
    begins = clock.now() + timedelta(hours=hours)
    return actions.found_group(
        owner, "Night; concert", "Bring, pies", kind=Kind.EVENT, starts_at=begins, **more
    )


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [(1, None, False), (-1, None, True), (-2, 1, False), (-2, -1, True), (0, None, True)],
)
def test_when_an_event_is_over(begins: int, ends: int | None, expected: bool) -> None:
    hour = timedelta(hours=1)
    assert over(NOW + begins * hour, NOW + ends * hour if ends is not None else None, NOW) is expected


def test_one_answers_changes_and_takes_back(owner: Person) -> None:
    event, anna = an_event(owner), a_person("Anna")
    actions.answer(anna, event, Answer.MAYBE)
    actions.answer(anna, event, Answer.GOING)
    assert events.coming_to(anna.pk, event) == events.Coming(1, 0, "going", False)
    actions.answer(anna, event, None)
    assert events.coming_to(anna.pk, event) == events.Coming(0, 0, "", False)
    with pytest.raises(errors.NotAllowed):
        actions.answer(anna, a_club(owner), Answer.GOING)
    with clock.at(clock.now() + timedelta(hours=49)), pytest.raises(errors.EventOver):
        actions.answer(anna, event, Answer.GOING)


def test_names_are_of_those_who_show_their_communities(owner: Person) -> None:
    event, anna, boris = an_event(owner), a_person("Anna"), a_person("Boris")
    for each in (anna, boris):
        actions.answer(each, event, Answer.GOING)
    people.choose_audiences(boris, {Key.GROUPS: Audience(Level.NOBODY)})
    assert events.who_comes(a_person("Stranger").pk, event, Answer.GOING, 9) == [anna]
    assert events.who_comes(owner.pk, event, Answer.GOING, 9) == [anna, boris]
    assert events.coming_to(None, event).going == 2


def test_whoever_comes_is_reminded_once_and_has_it_above_the_communities(owner: Person) -> None:
    event, anna, boris = an_event(owner, hours=20), a_person("Anna"), a_person("Boris")
    actions.answer(anna, event, Answer.MAYBE)
    actions.answer(boris, event, Answer.NO)
    assert (actions.remind(), actions.remind()) == (1, 0)
    work()
    lines = alerts.lines_for(Listener(anna.pk, "ZZ")).lines
    assert [(words.sentence(line), line.thing.href) for line in lines] == [
        ("An event you come to begins within a day.", f"/club{event.pk}")
    ]
    assert alerts.unread(boris.pk) == 0
    assert events.soon_for(anna.pk) == [(event, "maybe")]
    assert "Night; concert" in page(signed_in(anna), "/clubs")
    actions.ban(owner, event, anna, "spam", "year")
    assert events.soon_for(anna.pk) == []


def test_the_pages_answer_and_give_the_file(owner: Person) -> None:
    event, anna = an_event(owner, place="Hall 5"), a_person("Anna")
    client = signed_in(anna)
    client.post(f"/club{event.pk}/answer", {"said": "going"})
    assert "Anna" in page(client, f"/club{event.pk}/going")
    assert client.post(f"/club{event.pk}/answer", {"said": "nonsense"}).status_code == 404
    body = client.get(f"/club{event.pk}/event.ics").content.decode()
    assert "SUMMARY:Night\\; concert\r\n" in body
    assert "DESCRIPTION:Bring\\, pies\r\n" in body
    assert "LOCATION:Hall 5\r\n" in body
    for what in ("going", "event.ics"):
        page(client, f"/club{a_club(owner).pk}/{what}", 404)
    actions.edit_group(owner, event, door="private")
    page(client, f"/club{event.pk}/event.ics", 404)


@given(st.text(max_size=300))
def test_a_line_is_folded_and_unfolds_to_what_it_was(text: str) -> None:
    line = "SUMMARY:" + escaped(text)
    assert "\n" not in line
    octets = folded(line)
    assert all(len(part) <= FOLDED_AT for part in octets.split(b"\r\n"))
    assert octets.replace(b"\r\n ", b"").decode() == line + "\r\n"


@pytest.mark.django_db
def test_what_the_site_tells_again_is_told_again_once_it_was_read() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    club = a_club(anna)
    actions.join(boris, club)
    for role in ("editor", "moderator"):
        actions.appoint(anna, club, boris.pk, role)
        work()
        assert alerts.unread(boris.pk) == 1
        page(signed_in(boris), "/notifications")


@pytest.mark.django_db
def test_suggested_posts_ring_for_editors_and_their_answer_for_who_suggested() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    club = actions.found_group(anna, "Page", kind=Kind.PAGE)
    made = actions.suggest(boris, club, "Publish me")
    work()
    assert "Boris suggested a post to a community of yours." in page(signed_in(anna), "/notifications")
    actions.turn_down(anna, club, made.pk)
    work()
    assert "A community has answered what you suggested." in page(signed_in(boris), "/notifications")
    private = a_club(anna, "Secret")
    actions.join(boris, private)
    actions.edit_group(anna, private, door="private")
    actions.ban(anna, private, boris, "spam", "week")
    work()
    assert "A community has banned you." in page(signed_in(boris), "/notifications")
