"""Promises to a label: what is odd is said with its place and what to do, and nothing is silently fixed."""

from types import SimpleNamespace

import pytest
from writing import LABEL, Album, Song, Terms, el, new_release, purge

from akkord.catalogue.ern.sentences import SENTENCES, sentence, told


def words(message: SimpleNamespace) -> list[tuple[str, str, str]]:
    return [(fault.severity.value, fault.word, fault.about) for fault in message.faults]


@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
def test_a_deal_for_a_release_that_is_not_there_is_refused(ern: SimpleNamespace, version: str) -> None:
    message = ern.read(new_release(version, deals=(Terms(), Terms(releases=("R7",)))))
    assert not message.refused
    assert words(message) == [("error", "unknown_release", "R7")]
    assert [deal.refused for deal in message.deals] == [False, True]
    assert message.faults[0].place.path == "/NewReleaseMessage/DealList/ReleaseDeal[2]/Deal[1]"


@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
def test_a_release_with_a_resource_that_is_not_there_is_refused(ern: SimpleNamespace, version: str) -> None:
    message = ern.read(new_release(version, albums=(Album(songs=("A1", "A5")),)))
    assert words(message) == [("error", "unknown_resource", "A5")]
    assert [release.refused for release in message.releases] == [True]


def test_a_reference_given_twice_refuses_the_second(ern: SimpleNamespace) -> None:
    message = ern.read(new_release(songs=(Song(), Song(isrc="DEA122600002"))))
    assert words(message) == [("error", "reference_twice", "A1")]
    assert [each.refused for each in message.recordings] == [False, True]


def test_an_artist_who_is_not_in_the_party_list_is_a_warning(ern: SimpleNamespace) -> None:
    written = new_release().replace("<Party><PartyReference>", "<Party><PartyReference>Q", 1)
    message = ern.read(written)
    assert {word for _severity, word, _about in words(message)} == {"unknown_party"}
    assert message.recordings[0].artist == "The Artist"  # by its display name


WRONG = [
    ("DEA122600001", "XX-WRONG", "bad_isrc"),
    ("9008798224074", "9008798224075", "bad_icpn"),
    (LABEL, "PADPIDA2013042401X", "bad_dpid"),
]


@pytest.mark.parametrize("version", ["3.8.2", "4.3"])
@pytest.mark.parametrize(("right", "wrong", "word"), WRONG)
def test_wrong_identifiers_are_kept_and_warned_about(
    ern: SimpleNamespace, version: str, right: str, wrong: str, word: str
) -> None:
    message = ern.read(new_release(version).replace(right, wrong, 1))
    assert words(message) == [("warning", word, wrong)]
    kept = [*message.recordings[0].ids, *message.releases[0].ids, *message.header.sender.ids]
    assert wrong in [each.value for each in kept]


IDENTIFIERS = [
    ("ISRC", "US-RC1-76-07839", ""),
    ("ISRC", "USRC17607839", ""),
    ("ISRC", "USRC1760783", "bad_isrc"),
    ("ICPN", "00094631432057", ""),
    ("ICPN", "96385074", ""),
    ("ICPN", "123451234509", "bad_icpn"),
    ("GRid", "A12425GABC1234002M", ""),
    ("GRid", "A1-2425G-ABC1234002-M", ""),
    ("GRid", "A12425GABC1234002N", "bad_grid"),
    ("ISNI", "0000 0001 2281 955X", ""),
    ("ISNI", "0000000122819550", "bad_isni"),
    ("IpiNameNumber", "00017798450", ""),
    ("IpiNameNumber", "00017798451", "bad_ipi"),
    ("ProprietaryId", "whatever it is", ""),
    ("CatalogNumber", "CAT 1", ""),
]


@pytest.mark.parametrize(("name", "value", "word"), IDENTIFIERS)
def test_identifiers_are_checked_by_the_rule_of_their_system(
    ern: SimpleNamespace, name: str, value: str, word: str
) -> None:
    message = ern.read(purge().replace("<ICPN>9008798224074</ICPN>", el(name, value)))
    assert [found for _severity, found, _about in words(message)] == ([word] if word else [])
    assert [each.value for each in message.purges[0].ids] == [value]


ODD_DEALS = [
    (Terms(uses=("OnDemandStream", "Hologram")), "warning", "unknown_word", "UseType Hologram"),
    (Terms(models=("BarterModel",)), "warning", "unknown_word", "CommercialModelType BarterModel"),
    (Terms(uses=()), "warning", "no_uses", ""),
    (Terms(period={"StartDate": "2014-06-01", "EndDate": "2014-05-01"}), "warning", "empty_period", ""),
    (Terms(period={"StartDate": "2014-06"}), "warning", "partial_date", "2014-06"),
    (Terms(period={"StartDate": "2014-02-30"}), "error", "bad_date", "2014-02-30"),
    (Terms(territories=()), "error", "no_territory", ""),
    (Terms(territories=("ES-CE",)), "warning", "part_of_country", "ES-CE (ES)"),
    (Terms(excluded=("Narnia",)), "error", "unknown_exclusion", "Narnia"),
    (Terms(policy="Confiscate"), "warning", "unknown_word", "RightsClaimPolicyType Confiscate"),
]


@pytest.mark.parametrize(("terms", "severity", "word", "about"), ODD_DEALS)
def test_an_odd_deal_is_told_of(
    ern: SimpleNamespace, terms: Terms, severity: str, word: str, about: str
) -> None:
    message = ern.read(new_release(deals=(terms,)))
    assert (severity, word, about) in words(message)
    assert not message.refused


def test_a_channel_without_an_id_is_for_somebody_else(ern: SimpleNamespace) -> None:
    named = el("DistributionChannel", el("PartyName", el("FullName", "Akkord")))
    message = ern.read(new_release().replace("<CommercialModelType>", named + "<CommercialModelType>"))
    assert words(message) == [("warning", "nameless_channel", "")]
    assert not message.deals[0].is_for(message.header.recipient.ids[0].value)


def test_a_catalogue_transfer_is_named_and_not_carried_out(ern: SimpleNamespace) -> None:
    transfer = el("CatalogTransfer", el("CatalogTransferCompleted", "true"))
    message = ern.read(new_release("3.8.2").replace("<ResourceList>", transfer + "<ResourceList>"))
    assert words(message) == [("warning", "catalog_transfer", "")]


@pytest.mark.parametrize(
    ("version", "word"), [("4.3.2", None), ("3.7.9", "untried_version"), ("4.5", "untried_version")]
)
def test_neighbouring_versions_are_read_with_a_warning(
    ern: SimpleNamespace, version: str, word: str | None
) -> None:
    message = ern.read(new_release(version))
    assert [found for _severity, found, _about in words(message)] == ([word] if word else [])
    assert len(message.deals) == 1


def test_a_created_time_without_zone_is_utc_and_told_of(ern: SimpleNamespace) -> None:
    message = ern.read(new_release(created="2014-04-03T12:00:00"))
    assert words(message) == [("warning", "created_without_zone", "2014-04-03T12:00:00")]
    assert message.header.created.isoformat() == "2014-04-03T12:00:00+00:00"


def test_every_fault_has_a_sentence_and_every_sentence_a_fault() -> None:
    """The words stand in the code as they stand in the table."""
    import re
    from pathlib import Path

    import akkord.catalogue.ern as package

    folder = Path(str(package.__file__)).parent
    rooms = [*folder.glob("*.py"), *folder.parent.glob("*.py")]  # of batches too, whose faults are told alike
    code = "\n".join(path.read_text() for path in rooms if path.name != "sentences.py")
    kinds = ("isrc", "icpn", "grid", "isni", "ipi", "dpid")
    quoted = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', code)) | {f"bad_{kind}" for kind in kinds}
    assert set(SENTENCES) - quoted == set()


def test_a_fault_is_one_line_with_file_place_and_what_to_do(ern: SimpleNamespace) -> None:
    message = ern.read(new_release(deals=(Terms(releases=("R7",)),)))
    (fault,) = message.faults
    line = told(fault)
    assert "\n" not in line
    assert line == (
        f"message.xml, line {fault.place.line}, /NewReleaseMessage/DealList/ReleaseDeal[1]/Deal[1]: "
        "There is no release R7 in this message; send it, or correct the reference."
    )
    assert sentence(fault) in line


def test_per_cent_signs_in_a_message_do_no_harm(ern: SimpleNamespace) -> None:
    message = ern.read(new_release(deals=(Terms(territories=("%(about)s%d",)),)))
    assert all("%(about)s%d" in told(fault) for fault in message.faults)
