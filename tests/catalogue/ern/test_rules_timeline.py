"""Promises of the timeline: which licences hold when, after any sequence of messages in any order.

Life cycles are self-made after the ones the standard describes (rights.md 3.2): initial, territorial, grant
of further clearances, change of price, take-down, purge.
"""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import ANOTHER, LABEL, US, Album, Song, Terms, el, new_release, purge

BERLIN, TOKYO, HAWAII = (
    timezone(timedelta(hours=2)),
    timezone(timedelta(hours=9)),
    timezone(timedelta(hours=-10)),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def played(
    ern: SimpleNamespace, written: list[str], when: str, where: str = "DE", *zones: tzinfo, dpid: str = ""
) -> list[str]:
    """The uses licensed at that time and place, after all these messages."""
    licences = ern.timeline([ern.read(each) for each in written], dpid)
    found = ern.licences_at(licences, at(when), where, zones or (UTC,))
    return sorted({term.value for licence in found for term in licence.uses})


STREAM = Terms(period={"StartDate": "2014-06-01"})
DOWNLOAD = Terms(uses=("PermanentDownload",), models=("PayAsYouGoModel",), period={"StartDate": "2014-06-01"})


@pytest.mark.parametrize("version", ["3.4.1", "3.8.2", "4.1.1", "4.3"])
def test_a_first_message_licenses_from_its_start(ern: SimpleNamespace, version: str) -> None:
    life = [new_release(version, deals=(STREAM,))]
    assert played(ern, life, "2014-05-31T23:59:59") == []
    assert played(ern, life, "2014-06-01T00:00:00") == ["OnDemandStream"]
    assert played(ern, life, "2034-06-01T00:00:00") == ["OnDemandStream"]


def test_nothing_is_licensed_before_the_label_said_so(ern: SimpleNamespace) -> None:
    life = [new_release(created="2014-07-01T12:00:00Z", deals=(STREAM,))]
    assert played(ern, life, "2014-06-15T00:00:00") == []
    assert played(ern, life, "2014-07-01T11:59:59") == []
    assert played(ern, life, "2014-07-01T12:00:00") == ["OnDemandStream"]


def test_a_day_begins_and_ends_by_the_clocks_of_the_territory(ern: SimpleNamespace) -> None:
    life = [new_release(deals=(Terms(period={"StartDate": "2014-06-01", "EndDate": "2014-06-30"}),))]
    assert played(ern, life, "2014-05-31T22:00:00", "DE", BERLIN) == ["OnDemandStream"]
    assert played(ern, life, "2014-05-31T21:59:59", "DE", BERLIN) == []
    assert played(ern, life, "2014-05-31T15:00:00", "JP", TOKYO) == ["OnDemandStream"]
    assert played(ern, life, "2014-06-30T21:59:59", "DE", BERLIN) == ["OnDemandStream"]
    assert played(ern, life, "2014-06-30T22:00:00", "DE", BERLIN) == []
    assert played(ern, life, "2014-07-01T09:59:59", "US", HAWAII) == ["OnDemandStream"]


def test_in_a_country_of_several_clocks_all_of_them_must_agree(ern: SimpleNamespace) -> None:
    life = [new_release(deals=(Terms(period={"StartDate": "2014-06-01", "EndDate": "2014-06-30"}),))]
    assert played(ern, life, "2014-06-01T05:00:00", "US", UTC, HAWAII) == []
    assert played(ern, life, "2014-06-01T10:00:00", "US", UTC, HAWAII) == ["OnDemandStream"]
    assert played(ern, life, "2014-07-01T05:00:00", "US", UTC, HAWAII) == []


def test_an_instant_is_the_same_everywhere_and_ends_before_it(ern: SimpleNamespace) -> None:
    period = {"StartDateTime": "2014-06-01T12:00:00+02:00", "EndDateTime": "2014-06-02T12:00:00Z"}
    life = [new_release(deals=(Terms(period=period),))]
    for zone in (BERLIN, TOKYO, HAWAII):
        assert played(ern, life, "2014-06-01T09:59:59", "DE", zone) == []
        assert played(ern, life, "2014-06-01T10:00:00", "DE", zone) == ["OnDemandStream"]
        assert played(ern, life, "2014-06-02T11:59:59", "DE", zone) == ["OnDemandStream"]
        assert played(ern, life, "2014-06-02T12:00:00", "DE", zone) == []


def test_a_time_without_zone_is_read_by_local_clocks(ern: SimpleNamespace) -> None:
    life = [new_release(deals=(Terms(period={"StartDateTime": "2014-06-01T12:00:00"}),))]
    assert played(ern, life, "2014-06-01T10:00:00", "DE", BERLIN) == ["OnDemandStream"]
    assert played(ern, life, "2014-06-01T09:59:59", "DE", BERLIN) == []


ALL_THREE = ("US", "CA", "DE")


def stream(*territories: str, **period: str) -> Terms:
    return Terms(territories=territories, period={"StartDate": "2014-05-01", **period})


def sale(price: str, *territories: str, **period: str) -> Terms:
    return Terms(
        territories=territories,
        uses=("PermanentDownload",),
        models=("PayAsYouGoModel",),
        price=price,
        period={"StartDate": "2014-05-01", **period},
    )


def word(created: str, *deals: Terms) -> str:
    return new_release("3.8.2", created, deals=deals)


LIFE = {
    "initial": word("2014-04-03T12:00:00Z", stream("US"), sale("1.00", "US")),
    "grant": word("2014-06-01T12:00:00Z", stream(*ALL_THREE), sale("1.00", *ALL_THREE)),
    "price": word(
        "2014-07-01T12:00:00Z",
        stream(*ALL_THREE),
        sale("1.00", "DE", EndDate="2014-07-31"),
        sale("2.00", "DE", StartDate="2014-08-01"),
    ),
    "takedown": word("2014-09-01T12:00:00Z", stream(*ALL_THREE, EndDate="2014-09-30")),
    "purge": purge("3.8.2", "2014-10-15T12:00:00Z"),
}

STEPS = [
    ("2014-05-02T00:00:00", "US", ["OnDemandStream", "PermanentDownload"]),
    ("2014-05-02T00:00:00", "DE", []),
    ("2014-06-02T00:00:00", "DE", ["OnDemandStream", "PermanentDownload"]),
    ("2014-07-02T00:00:00", "US", ["OnDemandStream"]),
    ("2014-07-31T23:59:59", "DE", ["OnDemandStream", "PermanentDownload"]),
    ("2014-08-01T00:00:00", "DE", ["OnDemandStream", "PermanentDownload"]),
    ("2014-09-02T00:00:00", "DE", ["OnDemandStream"]),
    ("2014-09-30T23:59:59", "DE", ["OnDemandStream"]),
    ("2014-10-01T00:00:00", "DE", []),
    ("2014-11-01T00:00:00", "US", []),
]


@pytest.mark.parametrize(("when", "where", "uses"), STEPS)
def test_a_whole_life_gives_the_right_licences(
    ern: SimpleNamespace, when: str, where: str, uses: list[str]
) -> None:
    assert played(ern, list(LIFE.values()), when, where) == uses


def test_the_order_of_arrival_does_not_matter(ern: SimpleNamespace) -> None:
    life = {name: ern.read(written) for name, written in LIFE.items()}
    expected = ern.timeline(life.values())
    for order in permutations(life):
        assert ern.timeline([life[name] for name in order]) == expected


def test_prices_change_at_midnight_and_never_two_at_once(ern: SimpleNamespace) -> None:
    licences = ern.timeline([ern.read(LIFE["price"])])
    for when, amount in [("2014-07-31T23:59:59", "1.00"), ("2014-08-01T00:00:00", "2.00")]:
        found = ern.licences_at(licences, at(when), "DE", (UTC,))
        assert [price.amount for licence in found for price in licence.deal.prices] == [amount]


def test_what_a_newer_message_no_longer_says_has_ended(ern: SimpleNamespace) -> None:
    first = new_release(deals=(STREAM, DOWNLOAD))
    second = new_release(created="2014-08-01T12:00:00Z", deals=(STREAM,))
    assert played(ern, [first, second], "2014-08-01T11:59:59") == ["OnDemandStream", "PermanentDownload"]
    assert played(ern, [first, second], "2014-08-01T12:00:00") == ["OnDemandStream"]


def test_a_message_without_deals_ends_all(ern: SimpleNamespace) -> None:
    life = [new_release(deals=(STREAM,)), new_release(created="2014-08-01T12:00:00Z", deals=())]
    assert played(ern, life, "2014-07-01T00:00:00") == ["OnDemandStream"]
    assert played(ern, life, "2014-08-01T12:00:00") == []


def test_an_older_message_that_comes_late_changes_nothing_now(ern: SimpleNamespace) -> None:
    late = new_release(created="2014-04-01T12:00:00Z", deals=(DOWNLOAD,))
    assert played(ern, [new_release(deals=(STREAM,)), late], "2014-07-01T00:00:00") == ["OnDemandStream"]


def test_a_test_message_says_nothing(ern: SimpleNamespace) -> None:
    test = new_release(created="2014-08-01T12:00:00Z", deals=(), test=True)
    assert played(ern, [new_release(deals=(STREAM,)), test], "2014-09-01T00:00:00") == ["OnDemandStream"]
    assert played(ern, [new_release(deals=(STREAM,), test=True)], "2014-09-01T00:00:00") == []
    gone = purge(created="2014-08-01T12:00:00Z", test=True)
    assert played(ern, [new_release(deals=(STREAM,)), gone], "2014-09-01T00:00:00") == ["OnDemandStream"]


def test_a_deal_for_another_service_gives_nothing(ern: SimpleNamespace) -> None:
    life = [
        new_release(
            deals=(
                Terms(channels=(ANOTHER,)),
                Terms(uses=("PermanentDownload",), excluded_channels=(ANOTHER,)),
            )
        )
    ]
    assert played(ern, life, "2014-07-01T00:00:00") == ["PermanentDownload"]
    assert played(ern, life, "2014-07-01T00:00:00", dpid=ANOTHER) == ["OnDemandStream"]
    assert played(ern, life, "2014-07-01T00:00:00", dpid=US) == ["PermanentDownload"]


@pytest.mark.parametrize("version", ["3.4.1", "3.7.1", "3.8.2"])
def test_a_take_down_takes_every_use_in_its_territory_only(ern: SimpleNamespace, version: str) -> None:
    down = Terms(territories=("DE",), take_down=True, uses=(), models=(), period={"StartDate": "2014-08-15"})
    life = [new_release(version, deals=(STREAM, DOWNLOAD, down))]
    assert played(ern, life, "2014-08-14T23:59:59") == ["OnDemandStream", "PermanentDownload"]
    assert played(ern, life, "2014-08-15T00:00:00") == []
    assert played(ern, life, "2014-08-15T00:00:00", "FR") == ["OnDemandStream", "PermanentDownload"]


def test_a_take_down_without_a_start_is_at_once(ern: SimpleNamespace) -> None:
    down = Terms(territories=("DE",), take_down=True, period={})
    life = [new_release("3.8.2", deals=(STREAM, down))]
    assert played(ern, life, "2014-07-01T00:00:00") == []
    assert played(ern, life, "2014-07-01T00:00:00", "FR") == ["OnDemandStream"]


def test_a_take_down_alone_is_no_licence(ern: SimpleNamespace) -> None:
    down = Terms(territories=("DE",), take_down=True, period={"StartDate": "2014-06-01"})
    assert ern.timeline([ern.read(new_release("3.8.2", deals=(down,)))]) == []


def test_all_deals_cancelled_leaves_nothing_anywhere(ern: SimpleNamespace) -> None:
    cancelled = Terms(territories=(), all_cancelled=True, uses=(), models=(), period={})
    life = [new_release("3.8.2", deals=(STREAM, cancelled))]
    assert played(ern, life, "2014-07-01T00:00:00") == []


def test_all_deals_cancelled_are_all_deals_even_beside_a_territory(ern: SimpleNamespace) -> None:
    cancelled = Terms(territories=("DE",), all_cancelled=True, uses=(), models=(), period={})
    life = [new_release("3.8.2", deals=(STREAM, cancelled))]
    assert played(ern, life, "2014-07-01T00:00:00", "FR") == []


def test_a_refused_release_is_not_licensed(ern: SimpleNamespace) -> None:
    message = ern.read(new_release(albums=(Album(songs=("A1", "A5")),), deals=(STREAM,)))
    assert message.releases[0].refused
    assert ern.timeline([message]) == []


def test_a_take_down_that_cannot_be_read_takes_everything(ern: SimpleNamespace) -> None:
    down = Terms(territories=("DE",), take_down=True, period={"StartDate": "soon"})
    life = [new_release("3.8.2", deals=(STREAM, down))]
    assert played(ern, life, "2014-07-01T00:00:00", "FR") == []


def test_a_take_down_of_one_release_leaves_the_others(ern: SimpleNamespace) -> None:
    down = Terms(releases=("RTA1",), take_down=True, period={})
    both = Terms(releases=("R0", "RTA1"))
    message = ern.read(new_release("3.8.2", albums=(Album(tracks=True),), deals=(both, down)))
    assert [[each.value for each in licence.release] for licence in ern.timeline([message])] == [
        ["9008798224074"]
    ]


def test_a_purge_ends_the_release_and_its_tracks(ern: SimpleNamespace) -> None:
    deals = (Terms(releases=("R0", "RTA1")),)
    life = [new_release("3.8.2", albums=(Album(tracks=True),), deals=deals), purge("3.8.2")]
    assert played(ern, life, "2014-08-31T00:00:00") == ["OnDemandStream"]
    assert played(ern, life, "2014-09-01T12:00:00") == []


def test_a_purge_of_another_release_or_by_another_sender_ends_nothing(ern: SimpleNamespace) -> None:
    for gone in (purge(icpn="094631432057"), purge(sender=ANOTHER)):
        assert played(ern, [new_release(deals=(STREAM,)), gone], "2014-10-01T00:00:00") == ["OnDemandStream"]


def test_a_message_sent_for_a_label_is_the_labels_own_too(ern: SimpleNamespace) -> None:
    """An agent names the label once and leaves it out later, or the label speaks for itself."""
    behalf = el("SentOnBehalfOf", el("PartyId", LABEL))
    for_label = new_release(sender=ANOTHER).replace("<MessageRecipient>", behalf + "<MessageRecipient>")
    for gone in (purge(sender=ANOTHER), purge(sender=LABEL)):
        assert played(ern, [for_label, gone], "2014-10-01T00:00:00") == []
    assert played(ern, [for_label, purge(sender=US)], "2014-10-01T00:00:00") == ["OnDemandStream"]


def test_a_release_can_be_sent_again_after_its_purge(ern: SimpleNamespace) -> None:
    life = [new_release(), purge(), new_release(created="2014-12-01T12:00:00Z")]
    assert played(ern, life, "2014-11-30T00:00:00") == []
    assert played(ern, life, "2014-12-02T00:00:00") == ["OnDemandStream"]


def test_another_album_with_the_same_recording_replaces_nothing(ern: SimpleNamespace) -> None:
    best_of = Album(icpn="094631432057", tracks=True)
    life = [
        new_release("3.8.2", albums=(Album(tracks=True),), deals=(STREAM,)),
        new_release("3.8.2", "2014-08-01T12:00:00Z", albums=(best_of,), deals=()),
    ]
    assert played(ern, life, "2014-09-01T00:00:00") == ["OnDemandStream"]


def test_the_same_product_code_padded_is_the_same_release(ern: SimpleNamespace) -> None:
    life = [
        new_release(albums=(Album(icpn="00094631432057"),)),
        new_release(created="2014-08-01T12:00:00Z", albums=(Album(icpn="094631432057"),), deals=()),
    ]
    assert played(ern, life, "2014-09-01T00:00:00") == []


def test_a_refused_row_licenses_nothing(ern: SimpleNamespace) -> None:
    for terms in (
        Terms(excluded=("Narnia",)),
        Terms(territories=()),
        Terms(releases=("R0", "R9")),
        Terms(period={"StartDate": "tomorrow"}),
    ):
        message = ern.read(new_release(deals=(terms,)))
        assert message.deals[0].refused
        assert ern.timeline([message]) == []


def test_a_refused_message_does_not_replace_a_good_one(ern: SimpleNamespace) -> None:
    broken = new_release(created="2014-08-01T12:00:00Z", deals=())[:-30]
    assert played(ern, [new_release(), broken], "2014-09-01T00:00:00") == ["OnDemandStream"]


def test_a_licence_names_the_recordings_of_its_release(ern: SimpleNamespace) -> None:
    songs = (Song("A1", "DEA122600001"), Song("A2", "DEA122600002"))
    albums = (Album(songs=("A1", "A2"), tracks=True),)
    message = ern.read(new_release(songs=songs, albums=albums, deals=(Terms(releases=("R0", "RTA2")),)))
    whole, track = ern.timeline([message])
    assert [each.value for each in whole.recordings] == ["DEA122600001", "DEA122600002"]
    assert [each.value for each in track.recordings] == ["DEA122600002"]


# properties -----------------------------------------------------------------------------------------------

CREATED = st.integers(1, 28).map(lambda day: f"2014-04-{day:02d}T12:00:00Z")
PERIODS = st.fixed_dictionaries(
    {},
    optional={
        "StartDate": st.integers(1, 9).map(lambda month: f"2014-{month:02d}-01"),
        "EndDate": st.integers(1, 9).map(lambda month: f"2014-{month:02d}-20"),
    },
)
DEALS = st.builds(
    Terms,
    territories=st.lists(st.sampled_from(["DE", "FR", "Worldwide", "2124"]), min_size=1, max_size=2).map(
        tuple
    ),
    uses=st.sampled_from([("OnDemandStream",), ("PermanentDownload",)]),
    period=PERIODS,
    take_down=st.booleans(),
    channels=st.sampled_from([(), (US,), (ANOTHER,)]),
)
MESSAGES = st.one_of(
    st.builds(
        new_release,
        version=st.just("3.8.2"),
        created=CREATED,
        deals=st.lists(DEALS, max_size=3).map(tuple),
        test=st.booleans(),
    ),
    st.builds(purge, version=st.just("3.8.2"), created=CREATED),
)
INSTANTS = st.datetimes(datetime(2014, 1, 1), datetime(2014, 12, 31), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(st.lists(MESSAGES, max_size=4), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_timeline(
    ern: SimpleNamespace, written: list[str], chance: Any
) -> None:
    unique = list({ern.read(each).header.created: each for each in written}.values())
    messages = [ern.read(each) for each in unique]
    expected = ern.timeline(messages)
    chance.shuffle(messages)
    assert ern.timeline(messages) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(MESSAGES, max_size=4), INSTANTS, st.sampled_from(["DE", "FR", "JP"]))
def test_only_the_latest_word_licenses(
    ern: SimpleNamespace, written: list[str], when: datetime, where: str
) -> None:
    messages = [ern.read(each) for each in {ern.read(each).header.created: each for each in written}.values()]
    said = [each for each in messages if not each.header.test and each.header.created <= when]
    newest = max(said, key=lambda message: message.header.created, default=None)
    alone = [] if newest is None else ern.licences_at(ern.timeline([newest]), when, where, (UTC,))
    found = ern.licences_at(ern.timeline(messages), when, where, (UTC,))
    assert {each.deal.place for each in found} == {each.deal.place for each in alone}


@settings(max_examples=60, deadline=None)
@given(MESSAGES, INSTANTS, st.sampled_from(["DE", "FR", "JP"]))
def test_a_take_down_never_licenses(ern: SimpleNamespace, written: str, when: datetime, where: str) -> None:
    message = ern.read(written)
    down = Terms(territories=("DE",), take_down=True, period={"StartDate": "2014-06-01"})
    assert all(not licence.deal.take_down for licence in ern.timeline([message]))
    if message.version.kind == "NewRelease" and message.deals:
        (_start, _mark, rest) = written.rpartition("</DealList>")
        extra = new_release("3.8.2", deals=(down,)).partition("<DealList>")[2].partition("</DealList>")[0]
        more = ern.read(_start + extra + "</DealList>" + rest)
        found = ern.licences_at(ern.timeline([more]), when, where, (UTC,))
        assert len(found) <= len(ern.licences_at(ern.timeline([message]), when, where, (UTC,)))
        assert not found or where != "DE" or when < at("2014-06-01T00:00:00")


MOMENTS = st.one_of(
    st.dates(date(2014, 1, 1), date(2014, 1, 5)).map(lambda day: ("LocalDay", day)),
    st.datetimes(datetime(2014, 1, 1), datetime(2014, 1, 5)).map(lambda wall: ("LocalTime", wall)),
    st.datetimes(datetime(2014, 1, 1), datetime(2014, 1, 5), timezones=st.just(UTC)).map(
        lambda at: ("Instant", at)
    ),
)
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(
    MOMENTS, MOMENTS, st.datetimes(datetime(2014, 1, 1), datetime(2014, 1, 7), timezones=st.just(UTC)), ZONES
)
def test_the_earlier_of_two_ends_never_lasts_longer_than_either(
    ern: SimpleNamespace, one: tuple[str, Any], other: tuple[str, Any], when: datetime, zone: tzinfo
) -> None:
    first, second = getattr(ern, one[0])(one[1]), getattr(ern, other[0])(other[1])
    both = ern.Validity(None, ern.earlier_end(first, second))
    if ern.holds(both, when, (zone,)):
        assert ern.holds(ern.Validity(None, first), when, (zone,))
        assert ern.holds(ern.Validity(None, second), when, (zone,))


# --- as the standard's own life cycle is written: no ids, one instant, resources not repeated ---------------


def bare(
    version: str, *deals: Terms, songs: tuple[Song, ...] = (), created: str = "2014-04-03T12:00:00Z"
) -> str:
    album = Album(songs=tuple(song.reference for song in songs), omits=not songs)
    return new_release(version, created, songs=songs, albums=(album,), deals=deals, message_id="")


def heard(ern: SimpleNamespace, written: list[str], when: str, where: str) -> set[str]:
    licences = ern.timeline([ern.read(each) for each in written])
    found = ern.licences_at(licences, at(when), where, (UTC,))
    return {each.canonical for licence in found for each in licence.recordings}


@pytest.mark.parametrize("version", ["3.4.1", "3.8.2", "3.8.3"])
def test_a_release_that_omits_its_resources_is_about_those_named_before(
    ern: SimpleNamespace, version: str
) -> None:
    songs = (Song(), Song("A2", "DEA122600002"))
    life = [
        bare(version, stream("US"), songs=songs),
        bare(version, stream("US", "DE"), created="2014-06-01T12:00:00Z"),
        bare(version, stream("DE", EndDate="2014-09-30"), created="2014-07-01T12:00:00Z"),
    ]
    for order in permutations(life):
        both = {"DEA122600001", "DEA122600002"}
        assert heard(ern, list(order), "2014-05-02T00:00:00", "DE") == set()
        assert heard(ern, list(order), "2014-06-02T00:00:00", "DE") == both
        assert heard(ern, list(order), "2014-09-30T00:00:00", "DE") == both
        assert heard(ern, list(order), "2014-10-01T00:00:00", "DE") == set()
        assert heard(ern, list(order), "2014-07-02T00:00:00", "US") == set()


def test_what_was_purged_is_not_remembered_by_a_release_that_omits_it(ern: SimpleNamespace) -> None:
    life = [
        bare("3.8.2", stream("DE"), songs=(Song(),)),
        purge("3.8.2", "2014-05-10T12:00:00Z"),
        bare("3.8.2", stream("DE"), created="2014-06-01T12:00:00Z"),
    ]
    assert heard(ern, life, "2014-05-09T00:00:00", "DE") == {"DEA122600001"}
    assert heard(ern, life, "2014-06-02T00:00:00", "DE") == set()


def test_a_release_that_names_nothing_and_says_nothing_about_it_holds_nothing(ern: SimpleNamespace) -> None:
    omitted = bare("3.8.2", stream("DE"), created="2014-06-01T12:00:00Z")
    nothing = omitted.replace("<ResourceOmissionReason>UserDefined</ResourceOmissionReason>", "")
    life = [bare("3.8.2", stream("DE"), songs=(Song(),)), nothing]
    assert heard(ern, life, "2014-06-02T00:00:00", "DE") == set()


def test_of_messages_without_ids_and_of_one_instant_the_last_to_come_counts(ern: SimpleNamespace) -> None:
    one, other = (bare("3.8.2", stream(where), songs=(Song(),)) for where in ("US", "DE"))
    assert played(ern, [one, other], "2014-05-02T00:00:00", "DE") == ["OnDemandStream"]
    assert played(ern, [one, other], "2014-05-02T00:00:00", "US") == []
    assert played(ern, [other, one], "2014-05-02T00:00:00", "US") == ["OnDemandStream"]


def test_a_purge_of_the_same_instant_has_the_last_word(ern: SimpleNamespace) -> None:
    one, gone = (
        bare("3.8.2", stream("DE"), songs=(Song(),)),
        purge("3.8.2", "2014-04-03T12:00:00Z", message_id=""),
    )
    for life in ([one, gone], [gone, one]):
        assert played(ern, life, "2014-05-02T00:00:00", "DE") == []
