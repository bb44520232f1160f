"""Promises of liberality: forms that real senders use are read, though the tests' own writer has others."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import LABEL, Album, Song, Terms, el, new_release

from akkord.catalogue.ern.values import read_duration, read_share


def test_details_by_territory_prefer_worldwide_and_keep_the_rest(ern: SimpleNamespace) -> None:
    here = el(
        "SoundRecordingDetailsByTerritory",
        el("TerritoryCode", "JP"),
        el("Title", el("TitleText", "夢"), TitleType="DisplayTitle", LanguageAndScriptCode="ja-Jpan"),
        el("DisplayArtistName", "作家", LanguageAndScriptCode="ja"),
    )
    written = new_release("3.8.2").replace(
        "<SoundRecordingDetailsByTerritory>", here + "<SoundRecordingDetailsByTerritory>", 1
    )
    (recording,) = ern.read(written).recordings
    assert recording.title == "Song"
    assert ("夢", "ja-Jpan", ("JP",)) in [
        (each.text, each.language, each.territories) for each in recording.titles
    ]
    assert [(name.text, name.language) for name in recording.artist_names] == [("作家", "ja")]


def test_an_override_for_one_territory_does_not_speak_for_all(ern: SimpleNamespace) -> None:
    """Everywhere but in Mexico the band has its name; the block for Mexico may come first."""
    name = el("PartyName", el("FullName", "The Artist (UK)"))
    block = "SoundRecordingDetailsByTerritory"
    mexico = el(block, el("TerritoryCode", "MX"), el("DisplayArtist", name, el("ArtistRole", "MainArtist")))
    written = new_release("3.8.2").replace(f"<{block}>", f"{mexico}<{block}>", 1)
    start, _mark, rest = written.partition(f"<{block}><TerritoryCode>Worldwide</TerritoryCode>")
    (recording,) = ern.read(
        f"{start}<{block}><ExcludedTerritoryCode>MX</ExcludedTerritoryCode>{rest}"
    ).recordings
    assert recording.artist == "The Artist"
    assert [(each.name, each.territories) for each in recording.artists] == [
        ("The Artist", ("-MX",)),
        ("The Artist (UK)", ("MX",)),
    ]


def test_the_default_artist_line_is_shown(ern: SimpleNamespace) -> None:
    two = el("DisplayArtistName", "しゅうさえこ", LanguageAndScriptCode="ja") + el(
        "DisplayArtistName", "Saeko", IsDefault="true"
    )
    written = new_release().replace(el("DisplayArtistName", "The Artist"), two, 1)
    assert ern.read(written).recordings[0].artist == "Saeko"


def test_several_artists_are_told_with_their_roles(ern: SimpleNamespace) -> None:
    guest = el("DisplayArtist", el("PartyName", el("FullName", "Guest")), el("ArtistRole", "FeaturedArtist"))
    written = new_release("3.8.2").replace("<PLine>", guest + "<PLine>", 1)
    (recording,) = ern.read(written).recordings
    assert [(artist.name, artist.roles) for artist in recording.artists] == [
        ("The Artist", ("MainArtist",)),
        ("Guest", ("FeaturedArtist",)),
    ]
    assert recording.artist == "The Artist"


def test_a_subtitle_is_shown_once(ern: SimpleNamespace) -> None:
    with_sub = el("TitleText", "Song") + el("SubTitle", "Live")
    (three,) = ern.read(new_release("3.8.2").replace(el("TitleText", "Song"), with_sub)).recordings
    assert three.title == "Song (Live)"
    four = new_release(songs=(Song(title="Song (Live)"),)).replace(el("TitleText", "Song (Live)"), with_sub)
    assert ern.read(four).recordings[0].title == "Song (Live)"


def test_groups_order_the_resources_by_their_numbers(ern: SimpleNamespace) -> None:
    def item(number: int, *references: str) -> str:
        return el(
            "ResourceGroupContentItem",
            el("SequenceNumber", str(number)),
            *(el("ReleaseResourceReference", each) for each in references),
        )

    disc_1 = el("ResourceGroup", el("SequenceNumber", "1"), item(2, "A2"), item(1, "A1"))
    disc_2 = el("ResourceGroup", el("SequenceNumber", "2"), item(1, "A3"))
    written = new_release(songs=tuple(Song(f"A{n}", f"DEA12260000{n}") for n in range(1, 4)))
    start, _mark, rest = written.partition("<ResourceGroup>")
    _old, _mark, end = rest.partition("</ResourceGroup></Release>")
    cover = el("LinkedReleaseResourceReference", "A99")
    message = ern.read(
        start + el("ResourceGroup", disc_2, disc_1, cover) + "</Release>" + end.removeprefix("</Release>")
    )
    assert message.releases[0].resources == ("A1", "A2", "A3", "A99")


def test_blanks_and_line_ends_around_values_do_not_matter(ern: SimpleNamespace) -> None:
    spread = new_release("3.8.2").replace("><", ">\n\t<")
    for name in (
        "ISRC",
        "ResourceReference",
        "DealReleaseReference",
        "TerritoryCode",
        "StartDate",
        "UseType",
    ):
        spread = spread.replace(f"<{name}>", f"<{name}>\n   ").replace(f"</{name}>", f"\n  </{name}>")
    plain, message = ern.read(new_release("3.8.2")), ern.read(spread)
    assert message.faults == ()
    assert [each.ids for each in message.recordings] == [each.ids for each in plain.recordings]
    assert [(each.releases, each.territories) for each in message.deals] == [
        (each.releases, each.territories) for each in plain.deals
    ]


def test_comments_and_instructions_are_no_content(ern: SimpleNamespace) -> None:
    noisy = (
        new_release().replace("<", "<!-- note --><", 0).replace("<ISRC>DEA1", "<ISRC><!-- x -->DEA1<?pi y?>")
    )
    noisy = noisy.replace("<DealList>", "<!-- deals --><DealList><!-- R0 -->")
    assert [each.value for each in ern.read(noisy).recordings[0].ids] == ["DEA122600001"]


def test_a_user_defined_word_keeps_whose_and_which(ern: SimpleNamespace) -> None:
    own = el("CommercialModelType", "UserDefined", Namespace=LABEL, UserDefinedValue="FollowGated")
    message = ern.read(new_release().replace(el("CommercialModelType", "SubscriptionModel"), own))
    assert [tuple(term) for term in message.deals[0].models] == [("UserDefined", LABEL, "FollowGated")]
    assert message.faults == ()


def test_several_usages_of_one_deal_are_one_set_of_uses(ern: SimpleNamespace) -> None:
    one = el("Usage", el("UseType", "OnDemandStream"))
    written = new_release("3.8.2").replace(one, one + el("Usage", el("UseType", "PermanentDownload")))
    assert [term.value for term in ern.read(written).deals[0].uses] == ["OnDemandStream", "PermanentDownload"]


def test_several_periods_of_one_deal_are_kept(ern: SimpleNamespace) -> None:
    one = el("ValidityPeriod", el("StartDate", "2014-06-01"))
    written = new_release().replace(one, one + el("ValidityPeriod", el("StartDate", "2015-06-01")))
    assert len(ern.read(written).deals[0].validities) == 2


def test_references_after_the_deals_count_too(ern: SimpleNamespace) -> None:
    reference = el("DealReleaseReference", "R0")
    written = new_release().replace(reference, "").replace("</ReleaseDeal>", reference + "</ReleaseDeal>")
    (deal,) = ern.read(written).deals
    assert (deal.releases, deal.refused) == (("R0",), False)


def test_prices_pre_orders_and_policies_of_the_web_are_read(ern: SimpleNamespace) -> None:
    web = el(
        "WebPolicy",
        el("Condition", el("Value", "10"), el("Unit", "Percent"), el("RelationalRelator", "MoreThan")),
        el("UserCommentAllowed", "false"),
    )
    code = el("PriceInformation", el("PriceType", "T08", Namespace=LABEL), el("PriceCode", "AAAA"))
    more = web + code + el("PreOrderReleaseDate", "2014-05-01") + el("IsExclusive", "true")
    written = new_release("3.8.2", deals=(Terms(price="4.0"),)).replace(
        "<ValidityPeriod>", more + "<ValidityPeriod>"
    )
    (deal,) = ern.read(written).deals
    assert [(each.kind, each.amount, each.currency, each.code) for each in deal.prices] == [
        ("WholesalePricePerUnit", "4.0", "EUR", ""),
        ("PriceType", "", "", "T08"),
        ("PriceCode", "", "", "AAAA"),  # as ERN 4.3 calls it
    ]
    assert deal.pre_order
    assert deal.exclusive
    assert deal.web_policies[0].switches == (("UserCommentAllowed", "false"),)


def test_rights_controllers_are_read_in_both_generations(ern: SimpleNamespace) -> None:
    three = el(
        "RightsController",
        el("PartyName", el("FullName", "Robert")),
        el("RightsControllerRole", "RightsController"),
        el("RightSharePercentage", "50.5"),
    )
    (old,) = ern.read(new_release("3.8.2").replace("<PLine>", three + "<PLine>", 1)).recordings
    assert [(each.party.name, each.share) for each in old.controllers] == [("Robert", Fraction(101, 200))]
    delegated = el(
        "DelegatedUsageRights",
        el("UseType", "OnDemandStream"),
        el("PeriodOfRightsDelegation", el("StartDate", "2014-01-01")),
        el("TerritoryOfRightsDelegation", "2110"),
    )
    four = el(
        "ResourceRightsController",
        el("RightsControllerPartyReference", "P41204c6162656c"),
        el("RightsControlType", "RightsController"),
        el("RightSharePercentage", "0.5", HasMaxValueOfOne="true"),
        delegated,
    )
    (new,) = ern.read(new_release().replace("<Duration>", four + "<Duration>", 1)).recordings
    (controller,) = new.controllers
    assert (controller.party.name, controller.share) == ("A Label", Fraction(1, 2))
    assert [str(each.territories) for each in controller.delegated] == ["BE LU NL"]


def test_a_party_has_all_its_ids_and_names(ern: SimpleNamespace) -> None:
    ids = el(
        "PartyId",
        el("ISNI", "0000000122819550"),
        el("DPID", LABEL),
        el("ProprietaryId", "77", Namespace=LABEL),
    )
    written = new_release().replace("</Party>", ids + "</Party>", 1)
    message = ern.read(written)
    assert [(each.kind, each.value) for each in message.parties[0].ids] == [
        ("ISNI", "0000000122819550"),
        ("DPID", LABEL),
        ("Proprietary", "77"),
    ]
    assert message.recordings[0].artists[0].ids == message.parties[0].ids


def test_in_generation_three_the_first_release_without_flags_is_the_main_one(ern: SimpleNamespace) -> None:
    written = new_release("3.8.2", albums=(Album(tracks=True),)).replace(' IsMainRelease="true"', "")
    assert [release.kind for release in ern.read(written).releases] == ["main", "track"]


DURATIONS = {
    "PT3M45S": 225_000, "PT0H3M45S": 225_000, "PT4M23.583S": 263_583, "PT1H": 3_600_000, "pt99m": 5_940_000,
    "P0Y0M0DT0H3M45S": 225_000, "P1DT1S": 86_401_000, "PT225S": 225_000, "PT0S": 0, "PT0,5S": 500,
    "3:45": None, "": None, "P": None, "PT": None, "P1Y": None, "-PT1S": None, "PT1.5M": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "milliseconds"), DURATIONS.items())
def test_durations_are_milliseconds(text: str, milliseconds: int | None) -> None:
    assert read_duration(text) == milliseconds


@given(st.integers(0, 10**9))
def test_a_duration_written_is_the_duration_read(milliseconds: int) -> None:
    seconds, rest = divmod(milliseconds, 1000)
    assert (
        read_duration(f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}.{rest:03d}S") == milliseconds
    )


@pytest.mark.parametrize(
    ("text", "of_one", "share"),
    [("50", False, Fraction(1, 2)), ("33.33", False, Fraction(3333, 10000)), ("100.00", False, Fraction(1)),
     ("0.5", True, Fraction(1, 2)), ("100.01", False, None), ("x", False, None), ("-1", False, None)],
)  # fmt: skip
def test_shares_are_exact(text: str, of_one: bool, share: Fraction | None) -> None:
    assert read_share(text, of_one=of_one) == share
