"""Pages of artists: claimed with evidence, decided once, read by those whose they are, merged."""

import uuid

import pytest

from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.models import Artist, Play, Track
from akkord.people.models import Person
from subsonic.library import a_song

EVIDENCE = "My site links here: https://anna.example/links"


def a_person(name: str) -> Person:
    return Person.objects.create_user(f"{name}@example.org", "a good long passphrase", name=name)


@pytest.fixture
def anna(db: None) -> Person:
    return a_person("anna")


@pytest.fixture
def track(anna: Person, data: None) -> Track:
    return a_song(anna, "Song", "Anna", {"album": "Home"})


def the_artist(track: Track) -> int:
    assert track.by_id is not None
    return track.by_id


def test_a_claim_is_decided_once_and_its_reason_is_kept(anna: Person, track: Track) -> None:
    staff, artist = a_person("staff"), the_artist(track)
    made = actions.claim_artist(anna, artist, EVIDENCE)
    with pytest.raises(errors.AlreadyClaimed):
        actions.claim_artist(anna, artist, EVIDENCE)
    with pytest.raises(errors.ReasonMissing):
        actions.decide_claim(staff, made.pk, granted=True, reason=" ")
    actions.decide_claim(staff, made.pk, granted=True, reason="The site links back")
    with pytest.raises(errors.NoSuchClaim):
        actions.decide_claim(staff, made.pk, granted=False, reason="no")
    assert [claim.person for claim in queries.keepers_of(artist)] == [anna]
    actions.end_claim(anna, artist)
    assert queries.keepers_of(artist) == []
    actions.claim_artist(anna, artist, EVIDENCE)


@pytest.mark.parametrize("evidence", ["", "it is me", " " * 40])
def test_a_claim_without_evidence_is_none(anna: Person, track: Track, evidence: str) -> None:
    with pytest.raises(errors.EvidenceMissing):
        actions.claim_artist(anna, the_artist(track), evidence)


def test_only_whose_page_it_is_reads_how_it_is_listened_to_and_nobody_is_named(
    anna: Person, track: Track
) -> None:
    boris, artist = a_person("boris"), the_artist(track)
    now = clock.now()
    said = {"use": "play", "verdict": "ALLOW", "facts_version": 1, "started_at": now, "counted_at": now}
    for territory, person in (("RU", boris), ("DE", None), ("RU", boris)):
        Play.objects.create(id=uuid.uuid4(), track=track, person=person, territory=territory, **said)
    made = actions.claim_artist(anna, artist, EVIDENCE)
    with pytest.raises(errors.NotYours):
        queries.statistics_of(anna.pk, artist)
    actions.decide_claim(boris, made.pk, granted=True, reason="yes")
    found = queries.statistics_of(anna.pk, artist)
    assert (found.plays, found.people, found.by_country) == (3, 1, [("RU", 2), ("DE", 1)])
    assert found.by_track == [(track.pk, "Song", 3)]
    assert found.by_day == [(now.date(), 3)]
    with pytest.raises(errors.NotYours):
        queries.statistics_of(boris.pk, artist)


def test_two_names_become_one_artist_with_all_that_stood_under_either(anna: Person, track: Track) -> None:
    boris = a_person("boris")
    other = a_song(anna, "Other", "Anna B.", {"album": "Home"})
    alone = a_song(anna, "Alone", "Anna B.", {"album": "Away"})
    one, into = the_artist(other), the_artist(track)
    for person, artist in ((anna, one), (anna, into), (boris, one)):
        actions.like(person, "artist", artist)
    actions.like(anna, "album", other.album_id or 0)
    actions.merge_artists(one, into)
    moved = Track.objects.get(pk=other.pk)
    assert (moved.by_id, moved.album_id) == (into, track.album_id)
    assert Track.objects.get(pk=alone.pk).album.artist_id == into
    assert queries.liked_by(anna.pk, "artist") == queries.liked_by(boris.pk, "artist") == [into]
    assert queries.liked_by(anna.pk, "album") == [track.album_id]
    assert queries.artist_by_number(one).pk == into
    later = a_song(anna, "Later", "ANNA  B.")
    assert later.by_id == into
    assert Artist.objects.get(pk=one).merged_into_id == into
    with pytest.raises(errors.SameArtist):
        actions.merge_artists(one, into)
    with pytest.raises(errors.NoSuchArtist):
        actions.merge_artists(999, into)


def test_a_claim_goes_over_with_its_page_and_stands_once(anna: Person, track: Track) -> None:
    other = a_song(anna, "Other", "Anna B.")
    one, into = the_artist(other), the_artist(track)
    for artist in (one, into):
        made = actions.claim_artist(anna, artist, EVIDENCE)
        actions.decide_claim(anna, made.pk, granted=True, reason="yes")
    actions.merge_artists(one, into)
    assert len(queries.keepers_of(into)) == 1
