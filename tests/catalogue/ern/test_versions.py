"""Promises of reading: every version of the standard says the same thing, and it is understood the same."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from writing import ANOTHER, LABEL, US, VERSIONS, Album, Song, Terms, new_release, purge

FOUR = tuple(version for version in VERSIONS if version[0] == "4")
THREE = tuple(version for version in VERSIONS if version[0] == "3")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_message_is_read_in_every_version(ern: SimpleNamespace, version: str) -> None:
    songs = (Song("A1", "DEA122600001"), Song("A2", "DEA122600002", "Другая & <песня>", milliseconds=61_500))
    album = Album(songs=("A1", "A2"), tracks=True)
    message = ern.read(new_release(version, songs=songs, albums=(album,)))
    assert not message.refused
    assert [(fault.word, fault.about) for fault in message.faults] == []
    assert (message.version.number, message.version.kind) == (version, "NewRelease")
    header = message.header
    assert (header.message_id, header.thread_id) == ("2014-04-03T12:00:00Z", "thread")
    assert header.created == datetime(2014, 4, 3, 12, tzinfo=UTC)
    assert header.sender.dpids == {LABEL}
    assert header.recipient.dpids == {US}
    assert header.sender.name == "A Label"
    assert not header.test
    first, second = message.recordings
    assert (first.reference, first.type) == ("A1", "MusicalWorkSoundRecording")
    assert [(each.kind, each.value) for each in first.ids] == [("ISRC", "DEA122600001")]
    assert (second.title, second.artist, second.duration_ms) == ("Другая & <песня>", "The Artist", 61_500)
    assert [(file.uri, file.hash_algorithm, file.hash_value) for file in first.files] == [
        ("resources/1.flac", "MD5", "d90274d79c45e8759258a536d033b30a")
    ]
    assert [(line.year, line.text) for line in first.p_lines] == [("2014", "(P) 2014 A Label")]
    assert first.artists[0].roles == ("MainArtist",)
    assert first.parental_warnings == ("NotExplicit",)
    assert [(each.kind, each.type) for each in message.resources if not each.sounding] == [
        ("Image", "FrontCoverImage")
    ]
    main, *tracks = message.releases
    assert (main.kind, main.title, main.artist) == ("main", "Album", "The Artist")
    assert main.resources == ("A1", "A2", "A99")
    assert [name.text for name in main.labels] == ["A Label"]
    assert [genre.text for genre in main.genres] == ["Pop"]
    assert [(each.kind, each.value) for each in main.ids] == [("ICPN", "9008798224074")]
    assert [(day.kind, day.text) for day in main.dates] == [("ReleaseDate", "2014-06-01")]
    assert [(track.kind, track.resources) for track in tracks] == [("track", ("A1",)), ("track", ("A2",))]
    (deal,) = message.deals
    assert deal.releases == ("R0",)
    assert str(deal.territories) == "Worldwide"
    assert [term.value for term in deal.uses] == ["OnDemandStream"]
    assert [term.value for term in deal.models] == ["SubscriptionModel"]
    assert deal.validities == (ern.Validity(ern.LocalDay(date(2014, 6, 1))),)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_purge_is_read_in_every_version(ern: SimpleNamespace, version: str) -> None:
    message = ern.read(purge(version))
    assert not message.refused
    assert (message.version.number, message.version.kind) == (version, "Purge")
    assert [[each.value for each in gone.ids] for gone in message.purges] == [["9008798224074"]]


@pytest.mark.parametrize("prefix", ["ern", "ernm", "", None])
@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
def test_the_form_of_the_namespace_does_not_matter(
    ern: SimpleNamespace, version: str, prefix: str | None
) -> None:
    message = ern.read(new_release(version, prefix=prefix))
    assert not message.refused
    assert message.version.number[0] == version[0]
    assert len(message.recordings) == len(message.releases) == len(message.deals) == 1


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1251", "koi8-r"])
def test_any_encoding_of_xml_is_read(ern: SimpleNamespace, encoding: str) -> None:
    written = new_release(songs=(Song(title="Сон"),), encoding=encoding.removesuffix("LE").removesuffix("BE"))
    message = ern.read(written.encode(encoding))
    assert not message.refused
    assert message.recordings[0].title == "Сон"


def test_a_byte_order_mark_is_no_fault(ern: SimpleNamespace) -> None:
    assert ern.read(new_release().encode("utf-8-sig")).faults == ()


def test_747_deals_on_one_single_are_read(ern: SimpleNamespace) -> None:
    """A label's own sample has so many: three models in each of 249 territories."""
    one = new_release("4.1.1").split("<Deal>")
    deal, rest = one[1].split("</ReleaseDeal>")
    message = ern.read(one[0] + ("<Deal>" + deal) * 747 + "</ReleaseDeal>" + rest)
    assert len(message.deals) == 747
    assert {deal.releases for deal in message.deals} == {("R0",)}
    assert message.deals[746].place.path == "/NewReleaseMessage/DealList/ReleaseDeal[1]/Deal[747]"


@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
def test_lists_may_come_in_any_order(ern: SimpleNamespace, version: str) -> None:
    written = new_release(version, albums=(Album(tracks=True),))
    usual = ern.read(written)
    turned = ern.read(_turned(written))
    assert not turned.refused
    assert [release.artists for release in turned.releases] == [release.artists for release in usual.releases]
    assert [deal.releases for deal in turned.deals] == [deal.releases for deal in usual.deals]
    assert turned.faults == ()


def _turned(written: str) -> str:
    """The same message with its lists in the opposite order."""
    start, *lists = written.split("\n")[1:]
    header, *lists = lists
    lists[-1], end = lists[-1].rsplit("</", 1)
    return "\n".join([written.split("\n")[0], start, header, *reversed(lists), "</" + end])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_print_may_come_instead_of_a_file(ern: SimpleNamespace, version: str) -> None:
    message = ern.read(new_release(version, songs=(Song(file="", fingerprint="AQIDBA=="),)))
    (recording,) = message.recordings
    assert recording.files == ()
    assert [(each.algorithm, each.value) for each in recording.fingerprints] == [("earprint-2", "AQIDBA==")]


@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
def test_a_claim_policy_is_read_with_its_condition(ern: SimpleNamespace, version: str) -> None:
    uses = ("UserMakeAvailableLabelProvided", "UserMakeAvailableUserProvided")
    terms = Terms(uses=uses, models=("RightsClaimModel",), policy="BlockAccess")
    (deal,) = ern.read(new_release(version, deals=(terms,))).deals
    assert tuple(term.value for term in deal.uses) == uses
    (policy,) = deal.policies
    assert policy.type == "BlockAccess"
    assert [(each.value, each.unit, each.relator) for each in policy.conditions] == [
        ("20", "Percent", "MoreThan")
    ]


@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
@pytest.mark.parametrize(
    ("terms", "for_us"),
    [
        (Terms(), True),
        (Terms(channels=(US,)), True),
        (Terms(channels=("PA-DPIDA-2009101501-Y",)), True),
        (Terms(channels=(ANOTHER,)), False),
        (Terms(channels=(ANOTHER, US)), True),
        (Terms(excluded_channels=(ANOTHER,)), True),
        (Terms(excluded_channels=(US,)), False),
    ],
)
def test_deals_for_other_services_are_not_for_us(
    ern: SimpleNamespace, version: str, terms: Terms, for_us: bool
) -> None:
    (deal,) = ern.read(new_release(version, deals=(terms,))).deals
    assert deal.is_for(US) is for_us


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ({"StartDate": "2014-06-01"}, "day 2014-06-01", None),
        ({"EndDate": "2014-06-01"}, None, "day 2014-06-01"),
        ({"StartDateTime": "2014-06-01T00:00:00+04:00"}, "at 2014-05-31T20:00:00+00:00", None),
        ({"StartDateTime": "2014-06-01T00:00:00Z", "EndDateTime": "2015-06-01T00:00:00.5Z"},
         "at 2014-06-01T00:00:00+00:00", "at 2015-06-01T00:00:00.500000+00:00"),
        ({"StartDateTime": "2014-06-01T00:00:00"}, "wall 2014-06-01T00:00:00", None),
        ({"StartDate": "2014-06-01", "EndDateTime": "2015-06-01T00:00:00Z"},
         "day 2014-06-01", "at 2015-06-01T00:00:00+00:00"),
        ({"StartDate": "2014", "EndDate": "2014"}, "day 2014-01-01", "day 2014-12-31"),
        ({"StartDate": "2014-02", "EndDate": "2014-02"}, "day 2014-02-01", "day 2014-02-28"),
        ({}, None, None),
    ],
)  # fmt: skip
def test_days_and_instants_stay_different_things(
    ern: SimpleNamespace, period: dict[str, str], start: str | None, end: str | None
) -> None:
    (deal,) = ern.read(new_release(deals=(Terms(period=period),))).deals
    (validity,) = deal.validities
    assert (_said(validity.start), _said(validity.end)) == (start, end)


def _said(moment: object) -> str | None:
    if moment is None:
        return None
    ((name, value),) = moment._asdict().items()  # type: ignore[attr-defined]
    return f"{name} {value.isoformat()}"
