"""The catalogue's tables hold together: codes are valid, every key leads somewhere, terms agree."""

from stdnum import ean, isrc

from akkord.sample.catalogue import (
    ARTISTS,
    COORDINATING_BODY,
    LABELS,
    LICENCES,
    MEMBER_UPLOADS,
    OWN_MUSIC,
    POLICIES,
    RE_UPLOADS,
    RECORDINGS,
    RELEASES,
    WORLDWIDE,
    Recording,
    in_order_of_arrival,
)
from akkord.sample.people import PEOPLE


def heard(recording: Recording, territory: str, day: int = 0) -> bool:
    """What the labels' terms come to, worked out apart from the site's own rules."""
    for policy in POLICIES:
        covered = territory in policy.territories or WORLDWIDE in policy.territories
        if policy.recording == recording.key and covered:
            return policy.action == "report"
    return any(
        recording.release in licence.releases
        and (territory in licence.territories or WORLDWIDE in licence.territories)
        and territory not in licence.excluded
        and licence.starts <= day
        and (licence.ends is None or day < licence.ends)
        for licence in LICENCES
    )


def test_the_world_has_the_size_it_promises() -> None:
    assert (len(LABELS), len(ARTISTS), len(RELEASES), len(RECORDINGS), len(OWN_MUSIC)) == (3, 14, 16, 44, 16)
    assert 10 <= len(RE_UPLOADS) <= 12
    seconds = [sound.seconds or 0 for sound in (*RECORDINGS, *OWN_MUSIC)]
    assert all(30 <= length <= 180 for length in seconds)
    assert 70 * 60 < sum(seconds) < 80 * 60


def test_every_isrc_is_valid_and_used_once() -> None:
    codes = [recording.isrc for recording in RECORDINGS]
    assert all(isrc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_every_product_code_is_valid_and_used_once() -> None:
    codes = [release.icpn for release in RELEASES]
    assert all(len(code) == 13 and ean.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_seeds_and_keys_are_used_once() -> None:
    seeds = [sound.seed for sound in (*RECORDINGS, *OWN_MUSIC)]
    keys = [sound.key for sound in (*RECORDINGS, *MEMBER_UPLOADS)]
    assert len(set(seeds)) == len(seeds)
    assert len(set(keys)) == len(keys)


def test_every_key_leads_somewhere() -> None:
    labels, artists = {label.key for label in LABELS}, {artist.key: artist.label for artist in ARTISTS}
    releases, recordings = {release.key: release for release in RELEASES}, {r.key for r in RECORDINGS}
    people = {person.key for person in PEOPLE}
    assert set(COORDINATING_BODY.acts_for) == labels == set(artists.values())
    assert all(artists[release.artist] == release.label for release in RELEASES)
    for licence in LICENCES:
        assert all(releases[key].label == licence.label for key in licence.releases)
    assert all(policy.recording in recordings and policy.label in labels for policy in POLICIES)
    assert all(upload.person in people for upload in MEMBER_UPLOADS)
    assert all(upload.copy_of in recordings for upload in RE_UPLOADS)


def test_every_release_is_under_some_licence() -> None:
    assert {key for licence in LICENCES for key in licence.releases} == {release.key for release in RELEASES}


def test_copies_are_heard_where_the_labels_terms_say() -> None:
    recordings = {recording.key: recording for recording in RECORDINGS}
    for upload in RE_UPLOADS:
        assert upload.copy_of
        assert upload.disguise
        expected = tuple(t for t in ("RU", "DE", "GB") if heard(recordings[upload.copy_of], t))
        assert upload.heard_in == expected, upload.key


def test_copies_show_every_outcome() -> None:
    outcomes = {upload.heard_in for upload in RE_UPLOADS}
    assert {("RU", "DE", "GB"), ("RU",), ("RU", "GB"), ()} <= outcomes


def test_the_label_that_signs_in_comes_first_then_short_music_and_copies_after_their_originals() -> None:
    order = in_order_of_arrival()
    assert isinstance(order[0], Recording)
    assert order[0].key.startswith("last-stop")
    fresh = [sound for sound in order if sound not in RE_UPLOADS]
    assert [sound.seconds for sound in fresh[1:4]] == sorted(
        sound.seconds or 0 for sound in (*RECORDINGS, *OWN_MUSIC)
    )[:3]
    assert len(order) == len(RECORDINGS) + len(MEMBER_UPLOADS)
