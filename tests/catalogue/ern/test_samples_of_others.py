"""Promises kept towards messages that others wrote; what to expect was read by hand from the files."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture
def sample(ern: SimpleNamespace, samples: Path) -> object:
    return lambda name: ern.read((samples / name).read_bytes())


def test_a_delivery(ern: SimpleNamespace, sample: object) -> None:
    message = sample("01_delivery.xml")  # type: ignore[operator]
    assert (message.version.number, message.version.kind) == ("3.8.2", "NewRelease")
    assert message.header.message_id == "MessageID5678"
    assert message.header.created == datetime(2024, 4, 1, 5, tzinfo=UTC)
    assert message.header.recipient.dpids == {"PADPIDA202401120D9"}
    (recording,) = message.recordings
    assert (recording.title, recording.artist, recording.duration_ms) == ("Example Song", "DJ Theo", 225_000)
    assert [(each.kind, each.value, each.namespace) for each in recording.ids] == [
        ("ISRC", "USRC12345678", ""),
        ("Proprietary", "2281606606", "PADPIDA1234567890"),
    ]
    assert recording.files[0].uri == "resources/SoundRecording_001_001.flac"
    (controller,) = recording.controllers
    assert (controller.party.name, controller.roles, controller.share) == (
        "Robert Louis",
        ("RightsController",),
        None,
    )
    (release,) = message.releases
    assert (release.kind, release.title, release.resources) == ("main", "Example Album", ("A1", "A2"))
    assert [name.text for name in release.labels] == ["Iron Crown Music"]
    (deal,) = message.deals
    assert [term.value for term in deal.uses] == ["OnDemandStream", "PermanentDownload"]
    assert [term.value for term in deal.models] == ["FreeOfChargeModel"]
    assert (deal.releases, str(deal.territories)) == (("RL1",), "Worldwide")
    assert deal.validities[0].start == ern.LocalDay(date(2023, 9, 2))
    # The sender's id and the GRid are placeholders: kept, and warned about.
    assert [(fault.word, fault.place.line) for fault in message.faults] == [
        ("bad_dpid", 12),
        ("bad_grid", 104),
    ]


def test_an_update_an_end_and_a_purge_give_the_timeline(ern: SimpleNamespace, sample: object) -> None:
    names = ("03_delete.xml", "02_update.xml", "04_no_deal.xml", "01_delivery.xml")
    messages = [sample(name) for name in names]  # type: ignore[operator]
    licences = ern.timeline(messages)
    spans = [(each.known_from, each.known_until, each.validity.end) for each in licences]
    april = [datetime(2024, 4, day, hour, tzinfo=UTC) for day, hour in ((1, 5), (1, 6), (2, 7), (5, 9))]
    assert spans == [
        (april[0], april[1], None),
        (april[1], april[2], None),
        (april[3], None, ern.LocalDay(date(2023, 10, 2))),
    ]


def test_an_album_with_a_deal_for_each_track(ern: SimpleNamespace, sample: object) -> None:
    message = sample("dealTypes.xml")  # type: ignore[operator]
    assert [(each.title, each.artist, each.duration_ms) for each in message.recordings] == [
        ("Can you feel ...the Monkey Claw!", "Monkey Claw", 811_000),
        ("Red top mountain, blown sky high", "Monkey Claw", 366_000),
    ]
    assert [(each.reference, each.kind) for each in message.releases] == [
        ("R0", "main"),
        ("R1", "track"),
        ("R2", "track"),
        ("R3", "track"),
        ("R4", "track"),
    ]
    assert message.releases[0].resources == ("A1", "A2", "A7")
    assert [(each.releases, each.models[0].user_defined) for each in message.deals] == [
        (("R1",), ""),
        (("R2",), "FollowGated"),
        (("R3",), "NFTGated"),
        (("R4",), "NFTGated"),
    ]
    assert [(each.amount, each.currency) for each in message.deals[0].prices] == [("4.0", "USD")]
    assert {fault.word for fault in message.faults} == {"no_message_id", "bad_dpid"}


@pytest.mark.parametrize("name", ["album_basic.xml", "track_basic.xml", "02_update.xml", "04_no_deal.xml"])
def test_no_row_of_the_others_is_refused(sample: object, name: str) -> None:
    message = sample(name)  # type: ignore[operator]
    assert not message.refused
    assert not [row for row in (*message.resources, *message.releases, *message.deals) if row.refused]
