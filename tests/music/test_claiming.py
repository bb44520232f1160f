"""Pages of artists: claimed with evidence, decided once, read by those whose they are, merged."""

import uuid
from datetime import datetime

import pytest

from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.actions import claiming
from akkord.music.models import Artist, ArtistClaim, Play, PlaylistEntry, TagChange, Track
from akkord.music.rules import m3u
from akkord.people.actions import befriend, block, freeze
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
    assert [claim.person for claim in queries.keepers_of(None, artist)] == [anna]
    actions.end_claim(anna, artist)
    assert queries.keepers_of(None, artist) == []
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
    assert (found.plays, found.people, found.by_country) == (3, 1, [("", 3)])
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
    asked = [
        m3u.Entry(None, "OTHER", "anna b."),
        m3u.Entry(None, "song", "Anna"),
        m3u.Entry(None, "x", "Anna B."),
    ]
    assert queries.matched(asked) == [other.pk, track.pk, None]
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
    assert len(queries.keepers_of(None, into)) == 1


def test_a_press_just_before_is_answered_as_one_claim(
    anna: Person, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    artist = the_artist(track)

    class Meanwhile:
        """The other press is through between this one's look and its writing."""

        def now(self) -> datetime:
            said = {"evidence": EVIDENCE, "made_at": clock.now()}
            ArtistClaim.objects.create(artist_id=artist, person=anna, **said)
            return clock.now()

    monkeypatch.setattr(claiming, "clock", Meanwhile())
    with pytest.raises(errors.AlreadyClaimed):
        actions.claim_artist(anna, artist, EVIDENCE)


def test_evidence_is_kept_without_what_no_database_keeps(anna: Person, track: Track) -> None:
    made = actions.claim_artist(anna, the_artist(track), f"My site\0 links here:\r\n{EVIDENCE}\x07")
    assert made.evidence == f"My site links here:\n{EVIDENCE}"


def test_a_keeper_is_named_to_those_who_may_see_them(anna: Person, track: Track) -> None:
    boris, artist = a_person("boris"), the_artist(track)
    made = actions.claim_artist(anna, artist, EVIDENCE)
    actions.decide_claim(boris, made.pk, granted=True, reason="yes")
    assert len(queries.keepers_of(boris.pk, artist)) == 1
    block(anna, boris)
    assert queries.keepers_of(boris.pk, artist) == []
    freeze(anna)
    assert queries.keepers_of(None, artist) == []


def test_who_leaves_for_good_leaves_no_claim_tag_or_mark_on_anothers_playlist(
    anna: Person, track: Track
) -> None:
    boris = a_person("boris")
    befriend(anna, boris)
    theirs = actions.make_playlist(boris, "Ours")
    actions.let_in(boris, theirs.pk, anna.pk)
    actions.add_to_playlist(anna, theirs.pk, [track.pk])
    actions.claim_artist(anna, the_artist(track), EVIDENCE)
    actions.retitle(anna, track, "Other", "Anna")
    assert TagChange.objects.count() == 1
    actions.forget_listener(anna.pk)
    left = (ArtistClaim.objects.all(), TagChange.objects.all(), theirs.editors.all())
    assert [kept.exists() for kept in left] == [False, False, False]
    assert PlaylistEntry.objects.get().put_by is None
