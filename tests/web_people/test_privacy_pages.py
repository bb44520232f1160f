"""Promises of privacy at the doors: what is not for somebody is not there, and "view as" does not lie."""

import re

import pytest
from django.test import Client

from akkord.people import actions
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.search import actions as search
from akkord.wall import actions as wall
from factories import a_club, a_person, a_post, a_track, friends
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db


def choose(owner: Person, **levels: Level) -> None:
    actions.choose_audiences(owner, {Key(key): Audience(level) for key, level in levels.items()})


class World:
    """Anna with something of everything, and those who look at her."""

    def __init__(self) -> None:
        self.anna = a_person(
            "Anna", city="Tartu", born="1990-05-17", contacts="anna@mail.example", career="Bakery",
            relatives="Sister of Eva",
        )  # fmt: skip
        self.friend, self.far, self.stranger = a_person("Friend"), a_person("Far"), a_person("Stranger")
        friends(self.anna, self.friend)
        friends(self.friend, self.far)
        self.post = a_post(self.anna, "my own words")
        self.others = wall.write_post(self.friend, wall_person=self.anna, text="words of another")
        self.track = a_track(self.anna, "Rain over Tartu")
        self.club = a_club(self.anna, "Bread club")

    def door(self, who: str) -> Client:
        return Client() if who == "guest" else signed_in(getattr(self, who))


VIEWERS = ("guest", "stranger", "far", "friend", "anna")
ROWS = {
    "birthday": "17 May 1990",
    "city": "Tartu</a>",
    "contacts": "anna@mail.example",
    "relatives": "Sister of Eva",
    "details": "Bakery",
    "friends": 'id="friends-block"',
    "groups": "Bread club",
    "music": "Rain over Tartu",
    "wall": "my own words",
    "wall_others": "words of another",
}
SEEN_BY = {
    Level.EVERYONE: VIEWERS,
    Level.MEMBERS: VIEWERS[1:],
    Level.FRIENDS_OF_FRIENDS: VIEWERS[2:],
    Level.FRIENDS: VIEWERS[3:],
    Level.NOBODY: VIEWERS[4:],
}


@pytest.mark.parametrize("level", SEEN_BY)
def test_each_row_of_a_page_is_for_its_audience_and_for_nobody_else(level: Level) -> None:
    world = World()
    choose(world.anna, **dict.fromkeys(ROWS, level))
    for who in VIEWERS:
        shown = page(world.door(who), f"/id{world.anna.pk}")
        seen = {row for row, words in ROWS.items() if words in shown}
        assert seen == (set(ROWS) if who in SEEN_BY[level] else set()), (level, who)


@pytest.mark.parametrize("level", SEEN_BY)
def test_what_a_row_leads_to_is_no_page_for_others(level: Level) -> None:
    world = World()
    choose(world.anna, music=level, wall=level, wall_others=level)
    for who in VIEWERS:
        status = 200 if who in SEEN_BY[level] else 404
        page(world.door(who), f"/audios{world.anna.pk}", status)
        page(world.door(who), f"/wall{world.post.pk}", status)
        own = 200 if who == "friend" else status  # what one wrote one sees where the owner is seen
        page(world.door(who), f"/wall{world.others.pk}", own)


@pytest.mark.parametrize("level", SEEN_BY)
def test_a_hidden_page_is_nowhere(level: Level) -> None:
    world = World()
    choose(world.anna, page=level)
    search.catch_up()
    for who in VIEWERS:
        seen, door = who in SEEN_BY[level], world.door(who)
        page(door, f"/id{world.anna.pk}", 200 if seen else 404)
        assert (f"/id{world.anna.pk}" in page(door, "/people?q=Anna")) == seen
        assert (f'href="/id{world.anna.pk}"' in page(door, f"/audio{world.track.pk}")) == seen
        assert (f'href="/id{world.anna.pk}"' in page(door, f"/club{world.club.pk}")) == seen


def test_a_closed_page_says_a_name_and_no_more() -> None:
    world = World()
    choose(world.anna, **dict.fromkeys(ROWS, Level.EVERYONE))
    actions.close_page(world.anna, closed=True)
    for who in ("guest", "stranger", "far"):
        shown = page(world.door(who), f"/id{world.anna.pk}")
        assert "Anna" in shown
        assert not [row for row, words in ROWS.items() if words in shown]
    assert f"/id{world.anna.pk}/ask" in page(world.door("stranger"), f"/id{world.anna.pk}")
    assert ROWS["wall"] in page(world.door("friend"), f"/id{world.anna.pk}")


def test_who_is_blocked_gets_404_and_no_rows_on_every_page() -> None:
    world = World()
    a_post(world.stranger, "hello from a stranger")
    actions.follow(world.stranger, world.anna)
    actions.block(world.anna, world.stranger)
    search.catch_up()
    for one, other in ((world.stranger, world.anna), (world.anna, world.stranger)):
        door = signed_in(one)
        for path in (f"/id{other.pk}", f"/audios{other.pk}", f"/friends?of={other.pk}",
                     f"/followers?of={other.pk}"):  # fmt: skip
            page(door, path, 404)
        for verb in ("ask", "follow"):
            assert door.post(f"/id{other.pk}/{verb}").status_code == 404
        assert door.post(f"/id{other.pk}/post", {"text": "hi"}).status_code == 404
        assert f'href="/id{other.pk}"' not in page(door, f"/people?q={other.name}")
        assert f'href="/id{other.pk}"' not in page(door, "/feed")
    page(signed_in(world.stranger), f"/wall{world.post.pk}", 404)
    assert "Stranger" in page(signed_in(world.anna), "/settings/blocked")


def test_the_api_asks_the_same_gate() -> None:
    world = World()

    def asked(who: Person, path: str) -> tuple[int, dict[str, object]]:
        token = issue_token(who, "t")
        answer = Client().get(f"/api/v1{path}", HTTP_AUTHORIZATION=f"Bearer {token}")
        return answer.status_code, answer.json()

    choose(world.anna, city=Level.FRIENDS)
    assert asked(world.friend, f"/people/{world.anna.pk}")[1]["city"] == "Tartu"
    assert asked(world.stranger, f"/people/{world.anna.pk}")[1]["city"] == ""
    choose(world.anna, page=Level.FRIENDS)
    assert asked(world.stranger, f"/people/{world.anna.pk}")[0] == 404
    actions.follow(world.friend, world.anna)
    choose(world.anna, wall=Level.NOBODY)
    assert "my own words" not in str(asked(world.friend, "/feed")[1])


PERSONAL = re.compile(
    r'(?s)<section class="card note" aria-label="View as">.*?</section>'
    r'|<div class="side-actions">.*?</div>\s*</div>|<form[^>]*>.*?</form>|<script.*?</script>'
    r'|<details class="drop post-menu">.*?</details>|<a class="[^"]*" href="/(report/|wall\d+/repost).*?</a>'
)


def main_of(html: str) -> str:
    """A page's middle without what depends on who may act: buttons, forms."""
    middle = html.split('<main id="main"', 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", PERSONAL.sub("", middle))


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("level", SEEN_BY)
def test_view_as_shows_exactly_what_that_viewer_gets(level: Level, closed: bool) -> None:
    world = World()
    world.anna.refresh_from_db()
    keys = [key.value for key in Key if key is not Key.PAGE]
    choose(world.anna, **dict.fromkeys(keys[::2], level))
    actions.close_page(world.anna, closed=closed)
    owner = world.door("anna")
    for as_whom, who in (("guest", "guest"), ("member", "stranger"), (str(world.friend.pk), "friend")):
        said = main_of(page(owner, f"/id{world.anna.pk}?as={as_whom}"))
        real = main_of(page(world.door(who), f"/id{world.anna.pk}"))
        assert said == real, (level, who)


def test_view_as_is_for_ones_own_page_and_ones_own_friends() -> None:
    world = World()
    page(world.door("anna"), f"/id{world.anna.pk}?as={world.stranger.pk}", 404)
    page(world.door("anna"), f"/id{world.anna.pk}?as=x", 404)
    choose(world.anna, wall=Level.FRIENDS)
    assert ROWS["wall"] not in page(world.door("stranger"), f"/id{world.anna.pk}?as={world.friend.pk}")


def test_settings_are_chosen_kept_and_refused_when_they_name_nobody() -> None:
    world = World()
    door = world.door("anna")
    door.post("/settings/privacy", {"music": "friends", "message": "everyone", "wall": "lists", "page": "x"})
    assert '<option value="friends" selected>' in page(door, "/settings/privacy").split('id="key-music"')[1]
    page(world.door("stranger"), f"/audios{world.anna.pk}", 404)
    page(world.door("stranger"), f"/id{world.anna.pk}")
    answer = door.post("/settings/privacy/wall", {"level": "except"})
    assert answer.status_code == 422
    door.post("/settings/privacy/wall", {"level": "except", "people": [world.friend.pk]})
    page(world.door("friend"), f"/wall{world.post.pk}", 404)
    page(world.door("stranger"), f"/wall{world.post.pk}")
    page(door, "/settings/privacy/nothing", 404)


def test_last_seen_is_shown_to_those_alone_who_show_theirs() -> None:
    world = World()
    page(world.door("anna"), "/feed")
    assert "here now" in page(world.door("stranger"), f"/id{world.anna.pk}")
    choose(world.stranger, seen=Level.NOBODY)
    assert "here now" not in page(world.door("stranger"), f"/id{world.anna.pk}")
    assert "here now" not in page(world.door("guest"), f"/id{world.anna.pk}")
