"""The people of the sample world: complete, plausible, and the same on every machine."""

from collections import Counter

from akkord.sample.catalogue import LABELS, MEMBER_UPLOADS, RECORDINGS
from akkord.sample.people import (
    COMMUNITIES,
    FOLLOWS,
    FRIENDSHIPS,
    PEOPLE,
    SIGN_INS,
    build_communities,
    build_follows,
    build_friendships,
)
from akkord.sample.walls import WALLS

KEYS = {person.key for person in PEOPLE}


def test_there_are_fifty_people_and_ten_communities() -> None:
    assert len(KEYS) == len(PEOPLE) == 50
    assert len({(person.first, person.last) for person in PEOPLE}) == 50
    assert len(COMMUNITIES) == 10


def test_everybody_has_a_wall_of_three_to_six_posts_of_their_own() -> None:
    assert set(WALLS) == KEYS
    assert all(3 <= len(posts) <= 6 for posts in WALLS.values())
    texts = [post.text for posts in WALLS.values() for post in posts]
    assert len(set(texts)) == len(texts)


def test_every_attached_track_exists() -> None:
    known = {sound.key for sound in (*RECORDINGS, *MEMBER_UPLOADS)}
    attached = {post.track for posts in WALLS.values() for post in posts if post.track}
    assert attached <= known
    assert len(attached) > 40


def test_uploaders_attach_what_they_uploaded() -> None:
    for upload in MEMBER_UPLOADS:
        assert upload.key in {post.track for post in WALLS[upload.person]}


def test_the_graph_joins_real_people_once() -> None:
    pairs = [frozenset(pair) for pair in FRIENDSHIPS]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 and pair <= KEYS for pair in pairs)
    assert all(one != other and {one, other} <= KEYS for one, other in FOLLOWS)
    assert not {frozenset(follow) for follow in FOLLOWS} & set(pairs)


def test_nobody_is_alone_and_the_member_has_many_friends() -> None:
    friends = Counter(key for pair in FRIENDSHIPS for key in pair)
    assert set(friends) == KEYS
    assert friends["member"] >= 12


def test_the_graph_is_the_same_every_time() -> None:
    assert (build_friendships(), build_follows(), build_communities()) == (FRIENDSHIPS, FOLLOWS, COMMUNITIES)


def test_communities_have_their_founders_and_posts() -> None:
    for community in COMMUNITIES:
        assert community.founder in community.members
        assert set(community.members) <= KEYS
        assert len(community.members) >= 8
        assert community.posts


def test_the_sign_ins_are_the_documented_ones() -> None:
    assert [sign_in.email for sign_in in SIGN_INS] == [
        "member@akkord.example",
        "label@akkord.example",
        "operator@akkord.example",
    ]
    member = next(person for person in PEOPLE if person.key == "member")
    assert (member.email, member.first, member.last) == (
        SIGN_INS[0].email,
        SIGN_INS[0].first,
        SIGN_INS[0].last,
    )
    assert SIGN_INS[1].acts_for in {label.key for label in LABELS}


def test_surnames_agree_with_gender_in_russian() -> None:
    women = [person.last for person in PEOPLE if person.gender == "f"]
    men = [person.last for person in PEOPLE if person.gender == "m"]
    assert not [name for name in women if name.endswith(("ов", "ев", "ин", "ый", "ой"))]
    assert not [name for name in men if name.endswith(("ова", "ева", "ина", "ая"))]
