"""Tags of many tracks changed at once: what is not named stays, a change can be taken back."""

import pytest

from akkord.music import actions, errors, queries
from akkord.music.models import TagChange, Track
from akkord.people.models import Person
from subsonic.library import a_song


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create_user("anna@example.org", "a good long passphrase", name="Anna")


@pytest.fixture
def tracks(anna: Person, data: None) -> list[Track]:
    tags = {"album": "Home", "genre": "Rock", "date": "1999", "track": "3"}
    return [a_song(anna, f"Song {n}", "Anna", tags) for n in range(3)]


def now(track: Track) -> dict[str, str]:
    return queries.tags_of(Track.objects.get(pk=track.pk))


def test_what_is_not_named_stays_and_other_tracks_are_left_alone(anna: Person, tracks: list[Track]) -> None:
    before = now(tracks[0])
    assert actions.edit_tags(anna, [tracks[0].pk, tracks[1].pk], {"genre": "Jazz", "title": ""}) == 2
    assert now(tracks[0]) == before | {"genre": "Jazz"}
    assert now(tracks[2])["genre"] == "Rock"
    assert TagChange.objects.values("batch").distinct().count() == 1


def test_a_retitled_track_keeps_what_was_edited_of_its_album(anna: Person, tracks: list[Track]) -> None:
    actions.edit_tags(anna, [tracks[0].pk], {"album": "Away", "year": "2001"})
    actions.retitle(anna, Track.objects.get(pk=tracks[0].pk), "New name", "Anna")
    said = now(tracks[0])
    assert (said["title"], said["album"], said["year"], said["place"]) == ("New name", "Away", "2001", "3")


def test_a_tag_is_emptied_only_where_that_is_said_and_a_title_never(
    anna: Person, tracks: list[Track]
) -> None:
    actions.edit_tags(anna, [tracks[0].pk], {}, frozenset({"album", "genre", "title"}))
    said = now(tracks[0])
    assert (said["album"], said["genre"], said["title"], said["year"]) == ("", "", "Song 0", "1999")


def test_a_change_is_taken_back_except_what_has_changed_since(anna: Person, tracks: list[Track]) -> None:
    before = now(tracks[0])
    actions.edit_tags(anna, [each.pk for each in tracks], {"genre": "Jazz", "album": "Away"})
    batch = TagChange.objects.latest("pk").batch
    actions.edit_tags(anna, [tracks[1].pk], {"genre": "Folk"})
    assert actions.undo_tags(anna, batch) == 3
    assert now(tracks[0]) == before
    assert (now(tracks[1])["genre"], now(tracks[1])["album"]) == ("Folk", "Home")


def test_anothers_tracks_and_changes_are_nobodys_to_change(anna: Person, tracks: list[Track]) -> None:
    boris = Person.objects.create_user("boris@example.org", "a good long passphrase", name="Boris")
    assert actions.edit_tags(boris, [tracks[0].pk], {"genre": "Jazz"}) == 0
    actions.edit_tags(anna, [tracks[0].pk], {"genre": "Jazz"})
    assert actions.undo_tags(boris, TagChange.objects.get().batch) == 0
    assert now(tracks[0])["genre"] == "Jazz"


@pytest.mark.parametrize("wrong", [{"year": "soon"}, {"place": "first"}])
def test_a_year_is_a_year_and_a_place_a_number(
    anna: Person, tracks: list[Track], wrong: dict[str, str]
) -> None:
    with pytest.raises(errors.BadTags) as refused:
        actions.edit_tags(anna, [tracks[0].pk], wrong)
    assert refused.value.name in wrong
    assert not TagChange.objects.exists()
