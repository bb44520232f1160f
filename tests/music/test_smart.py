"""Rules of smart playlists: what they hold for, how the form grows, and what is asked for again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.models import Playlist, Track
from akkord.music.rules import smart
from akkord.people.actions import befriend, block, freeze, remove_friend
from akkord.people.models import Person
from subsonic.library import a_song

RULE = st.fixed_dictionaries(
    {"field": st.just("title"), "is": st.sampled_from(smart.WORDS), "value": st.sampled_from(["a", "б"])}
)
TREE = st.recursive(
    RULE,
    lambda inner: st.fixed_dictionaries(
        {"match": st.sampled_from(["all", "any"]), "of": st.lists(inner, min_size=1, max_size=3)}
    ),
    max_leaves=8,
)
GROUP = st.fixed_dictionaries(
    {"match": st.sampled_from(["all", "any"]), "of": st.lists(TREE, min_size=1, max_size=3)}
)


def as_form(node: smart.Node, path: str = "0") -> dict[str, str]:
    if not smart.is_group(node):
        return {f"{name}:{path}": node[name] for name in ("field", "is", "value")}
    sent = {f"match:{path}": node["match"]}
    for place, each in enumerate(node["of"]):
        sent |= as_form(each, f"{path}-{place}")
    return sent


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(GROUP)
def test_a_form_sent_back_unchanged_is_the_same_tree(tree: smart.Node) -> None:
    assert smart.from_form(as_form(tree)) == tree or smart.count(tree) > 20
    added = smart.done(tree, "rule:0")
    assert smart.count(added) == smart.count(tree) + 1
    assert smart.done(added, f"remove:0-{len(tree['of'])}") == tree


@pytest.mark.parametrize(
    "act",
    [
        "",
        "rule:9",
        "remove:0-77",
        "group:0-x",
        "remove:0",
        "nonsense:0",
        "remove:0-" + "9" * 5000,
        "remove:0-",
    ],
)
def test_a_press_that_names_nothing_changes_nothing(act: str) -> None:
    assert smart.done(smart.first_rules(), act) == smart.first_rules()


@pytest.mark.parametrize(
    ("node", "path"),
    [
        ({"match": "all", "of": []}, "0"),
        ({"match": "all", "of": [smart.new_rule()]}, "0-0"),
        ({"match": "all", "of": [{"field": "year", "is": "equals", "value": "twelve"}]}, "0-0"),
        ({"match": "all", "of": [{"field": "year", "is": "contains", "value": "1"}]}, "0-0"),
        ({"match": "all", "of": [{"field": "owner", "is": "is", "value": "1"}]}, "0-0"),
        ({"match": "all", "of": [smart.new_rule()] * 60}, "0"),
        (smart.new_rule(), "0"),
    ],
)
def test_what_makes_no_sense_is_named_by_its_path(node: smart.Node, path: str) -> None:
    with pytest.raises(smart.BadRules) as wrong:
        smart.checked(node)
    assert wrong.value.path == path


def test_what_no_database_keeps_is_taken_out_of_a_value() -> None:
    rules = {"match": "all", "of": [{"field": "genre", "is": "is", "value": " Ro\0ck\ud800 "}]}
    assert smart.checked(rules)["of"][0]["value"] == "Rock"
    with pytest.raises(smart.BadRules):
        smart.checked({"match": "all", "of": [{"field": "genre", "is": "is", "value": "\0"}]})


def a_person(name: str) -> Person:
    return Person.objects.create_user(f"{name}@example.org", "a good long passphrase", name=name)


@pytest.fixture
def anna(db: None) -> Person:
    return a_person("anna")


@pytest.fixture
def tracks(anna: Person, data: None) -> list[Track]:
    boris = a_person("boris")
    said = [
        ("Утро", "Кино", {"genre": "Rock", "date": "1984", "album": "Ночь"}),
        ("Evening", "KINO", {"genre": "Rock", "date": "1990"}),
        ("Утро вечера", "Anna", {"genre": "Jazz", "date": "2020"}),
    ]
    return [a_song(boris, title, artist, tags) for title, artist, tags in said]


def rule(field: str, operator: str, value: object = "") -> smart.Node:
    return {"field": field, "is": operator, "value": value}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (rule("title", "contains", "утро"), {0, 2}),
        (rule("title", "is", "УТРО"), {0}),
        (rule("title", "contains_not", "утро"), {1}),
        (rule("artist", "is", "кино"), {0}),
        (rule("artist", "begins", "ki"), {1}),
        (rule("album", "is_not", "ночь"), {1, 2}),
        (rule("year", "at_most", 1990), {0, 1}),
        (rule("minutes", "equals", 1), {0, 1, 2}),
        (rule("plays", "at_least", 1), set()),
        (rule("came", "within", 1), {0, 1, 2}),
        (rule("heard", "before", 7), {0, 1, 2}),
        (rule("liked", "yes"), {1}),
        (rule("in_my_music", "yes"), {2}),
        (rule("in_my_music", "no"), {0, 1}),
        (rule("my_stars", "at_least", 4), {0}),
        ({"match": "any", "of": [rule("genre", "is", "Jazz"), rule("year", "equals", 1984)]}, {0, 2}),
        (
            {
                "match": "all",
                "of": [
                    rule("genre", "is", "Rock"),
                    {"match": "any", "of": [rule("liked", "yes"), rule("title", "is", "none")]},
                ],
            },
            {1},
        ),
    ],
)
def test_rules_hold_for_what_they_say(
    anna: Person, tracks: list[Track], node: smart.Node, expected: set[int]
) -> None:
    actions.like(anna, "track", tracks[1].pk)
    actions.keep(anna, tracks[2].pk)
    actions.rate(anna, "track", tracks[0].pk, 5)
    found = queries.matching(anna.pk, {"match": "all", "of": [node]})
    assert {tracks.index(track) for track in found} == expected


def filled(playlist: Playlist) -> list[int]:
    return [track for _, track in queries.entries_of([playlist.pk])]


def test_rules_fill_a_playlist_and_nobody_does_by_hand(anna: Person, tracks: list[Track]) -> None:
    made = actions.make_playlist(anna, "Rock")
    tree = {"match": "all", "of": [rule("genre", "is", "Rock")]}
    actions.set_rules(anna, made.pk, tree, "newest", 10)
    assert filled(made) == [tracks[1].pk, tracks[0].pk]
    with pytest.raises(errors.FilledByRules):
        actions.add_to_playlist(anna, made.pk, [tracks[2].pk])
    for order, most in (("sideways", 10), ("newest", 0), ("newest", 100_000)):
        with pytest.raises(errors.BadRules):
            actions.set_rules(anna, made.pk, tree, order, most)


def test_chance_is_the_same_all_day_and_another_tomorrow(anna: Person, tracks: list[Track]) -> None:
    for number in range(9):
        a_song(anna, f"More {number}", "Anna", {"genre": "Rock"})
    made = actions.make_playlist(anna, "Chance")
    actions.set_rules(anna, made.pk, {"match": "all", "of": [rule("came", "within", 9)]}, "random", 8)
    made.refresh_from_db()
    drawn = [queries.filling(made) for _ in range(2)]
    assert drawn[0] == drawn[1] == filled(made)
    with clock.at(clock.now() + timedelta(days=1)):
        assert queries.filling(made) != drawn[0]


def test_friends_who_are_let_in_fill_it_and_nobody_else(anna: Person, tracks: list[Track]) -> None:
    boris, clara = Person.objects.get(name="boris"), a_person("clara")
    befriend(anna, boris)
    made = actions.make_playlist(anna, "Ours")
    with pytest.raises(errors.NoSuchEditor):
        actions.let_in(anna, made.pk, clara.pk)
    with pytest.raises(errors.NoSuchPlaylist):
        actions.let_in(boris, made.pk, boris.pk)
    actions.let_in(anna, made.pk, boris.pk)
    actions.add_to_playlist(boris, made.pk, [tracks[0].pk])
    assert filled(made) == [tracks[0].pk]
    assert queries.playlist_for(boris.pk, made.pk) == made
    assert list(queries.put_by(anna.pk, made).values()) == ["boris"]
    with pytest.raises(errors.NoSuchPlaylist):
        actions.delete_playlist(boris, made.pk)
    with pytest.raises(errors.NoSuchPlaylist):
        actions.let_out(clara, made.pk, boris.pk)
    actions.let_out(boris, made.pk, boris.pk)
    with pytest.raises(errors.NoSuchPlaylist):
        actions.add_to_playlist(boris, made.pk, [tracks[0].pk])


@pytest.mark.parametrize("end", ["unfriended", "blocked", "owner away", "suspended"])
def test_a_friendship_that_ends_shuts_the_playlist(anna: Person, tracks: list[Track], end: str) -> None:
    boris = Person.objects.get(name="boris")
    befriend(anna, boris)
    made = actions.make_playlist(anna, "Ours")
    actions.let_in(anna, made.pk, boris.pk)
    assert [row.number for row in queries.fillable_by(boris.pk)] == [made.pk]
    ending: dict[str, Callable[[], object]] = {
        "unfriended": lambda: remove_friend(boris, anna),
        "blocked": lambda: block(anna, boris),
        "owner away": lambda: freeze(anna),
        "suspended": lambda: Person.objects.filter(pk=anna.pk).update(suspended_at=clock.now()),
    }
    ending[end]()
    with pytest.raises(errors.NoSuchPlaylist):
        queries.playlist_for(boris.pk, made.pk)
    with pytest.raises(errors.NoSuchPlaylist):
        actions.add_to_playlist(boris, made.pk, [tracks[0].pk])
    assert queries.fillable_by(boris.pk) == queries.playlists_around(boris.pk) == []
    assert queries.editors_of(anna.pk, made) == []


def test_names_of_who_filled_it_are_for_those_who_may_see_them(anna: Person, tracks: list[Track]) -> None:
    boris, clara = Person.objects.get(name="boris"), a_person("clara")
    befriend(anna, boris)
    made = actions.make_playlist(anna, "Ours", public=True)
    actions.let_in(anna, made.pk, boris.pk)
    actions.add_to_playlist(boris, made.pk, [tracks[0].pk])
    assert queries.editors_of(clara.pk, made) == [boris]
    block(boris, clara)
    assert queries.editors_of(clara.pk, made) == []
    assert queries.put_by(clara.pk, made) == {}
    assert list(queries.put_by(anna.pk, made).values()) == ["boris"]
    freeze(boris)
    assert queries.put_by(anna.pk, made) == {}


def test_two_who_look_at_once_fill_it_once(anna: Person, tracks: list[Track]) -> None:
    made = actions.make_playlist(anna, "Rock")
    actions.set_rules(anna, made.pk, {"match": "all", "of": [rule("genre", "is", "Rock")]}, "newest", 10)
    one, other = Playlist.objects.get(pk=made.pk), Playlist.objects.get(pk=made.pk)
    a_song(anna, "More", "Anna", {"genre": "Rock"})
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert queries.is_due(one)
        actions.refill(one)
        a_song(anna, "Late", "Anna", {"genre": "Rock"})
        actions.refill(other)  # it had looked before the first was done
        assert len(filled(made)) == 3
        one.refresh_from_db()
        assert not queries.is_due(one)
