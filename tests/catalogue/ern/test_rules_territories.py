"""Promises of territories: what a deal covers is exact, and doubt never licenses more."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.rights import territories as law

UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

TABLE = [
    # included, excluded, covered, words of doubt
    (("Worldwide",), (), "Worldwide", ()),
    (("worldwide",), (), "Worldwide", ()),
    (("2136",), (), "Worldwide", ()),
    (("Worldwide",), ("DE", "AT"), "Worldwide -AT -DE", ()),
    ((), ("US",), "Worldwide -US", ()),
    (("US", "CA"), (), "CA US", ()),
    (("US", "Worldwide"), (), "Worldwide", ()),
    (("DE", "FR"), ("FR",), "DE", ()),
    (("840",), (), "US", ()),
    (("4",), (), "AF", ()),
    (("004",), (), "AF", ()),
    (("2110",), (), "BE LU NL", ()),
    (("2109",), (), "EE LT LV", ()),
    (("2126",), (), "CA MX US", ()),
    (("2124",), (), "AT CH DE", ("group_edges",)),
    (("2123",), (), UNION, ("group_edges",)),
    (("2131",), (), "DK NO SE", ("group_edges",)),
    (("2127",), ("2131",), "", ("group_edges", "group_edges")),
    (("2127", "DE"), ("DK",), "DE FI IS NO SE", ("group_edges",)),
    ((), ("2124",), "Worldwide -AT -CH -DE -LI", ("group_edges",)),
    (("Worldwide",), ("2131",), "Worldwide -DK -FI -FO -IS -NO -SE", ("group_edges",)),
    (("ES-CE",), (), "", ("part_of_country",)),
    (("ES", "ES-CE"), (), "ES", ("part_of_country",)),
    (("Worldwide",), ("ES-CE",), "Worldwide -ES", ("part_taken_out",)),
    (("AN",), (), "BQ CW SX", ("former_country",)),
    (("ANHH",), (), "BQ CW SX", ("former_country",)),
    (("891",), (), "ME RS", ("former_country",)),
    (("XK",), (), "XK", ()),
    (("UK",), (), "", ("unknown_territory",)),
    (("DE", "Narnia"), (), "DE", ("unknown_territory",)),
    (("Worldwide",), ("Narnia",), "", ("unknown_exclusion",)),
    (("9999",), (), "", ("unknown_territory",)),
    (("ZZ",), (), "", ("unknown_territory",)),
]


@pytest.mark.parametrize(("included", "excluded", "covered", "doubts"), TABLE)
def test_codes_are_expanded(
    ern: SimpleNamespace,
    included: tuple[str, ...],
    excluded: tuple[str, ...],
    covered: str,
    doubts: tuple[str, ...],
) -> None:
    found, told = ern.expand(included, excluded)
    assert (str(found), tuple(doubt.word for doubt in told)) == (covered, doubts)


TAKING = [
    (("2131",), (), "DK FI FO IS NO SE"),
    (("ES-CE",), (), "ES"),
    (("Narnia",), (), "Worldwide"),
    ((), ("2124",), "Worldwide -AT -CH -DE"),
    (("DE",), (), "DE"),
]


@pytest.mark.parametrize(("included", "excluded", "covered"), TAKING)
def test_what_takes_rights_away_takes_the_doubtful_too(
    ern: SimpleNamespace, included: tuple[str, ...], excluded: tuple[str, ...], covered: str
) -> None:
    assert str(ern.expand(included, excluded, taking=True)[0]) == covered


def test_every_country_of_today_is_known_by_its_letters_and_its_number(ern: SimpleNamespace) -> None:
    import pycountry

    for country in pycountry.countries:
        for code in (country.alpha_2, country.numeric, country.numeric.lstrip("0")):
            assert str(ern.expand((code,), ())[0]) == country.alpha_2


def test_every_group_names_countries_of_today_and_none_twice() -> None:
    from akkord.catalogue.ern.tis import FORMER, FORMER_NUMBERS, GROUPS

    for number, group in GROUPS.items():
        assert group.members | group.perhaps <= law.countries(), number
        assert not group.members & group.perhaps, number
        assert group.members, number
    assert set().union(*FORMER.values()) <= law.countries()
    assert set(FORMER_NUMBERS.values()) <= set(FORMER)


def test_groups_hold_what_they_are_made_of() -> None:
    from akkord.catalogue.ern.tis import GROUPS

    def of(number: str) -> frozenset[str]:
        return GROUPS[number].members

    assert of("2113") | of("2132") <= of("2102") <= of("2101")
    assert of("2103") <= of("2134") <= of("2101")
    assert of("2123") <= of("2121")
    assert of("2131") <= of("2127")
    assert of("2122") <= of("2120")
    assert of("2115") | of("2116") | of("2117") <= of("2114")
    assert of("2128") <= of("2100")
    assert of("2133") - {"TL"} <= of("2106")
    assert not of("2100") & of("2106")
    assert not of("2106") & of("2120")


CODES = st.sampled_from(
    ["Worldwide", "DE", "FR", "US", "RU", "2123", "2120", "2131", "2136", "ES-CE", "AN", "840"]
)
LISTS = st.lists(CODES, max_size=5).map(tuple)


@given(LISTS, LISTS)
def test_the_text_of_a_set_is_what_the_law_reads(
    ern: SimpleNamespace, included: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    found, _doubts = ern.expand(included, excluded)
    if found:
        read = law.parse(str(found))
        assert all((code in read) == (code in found) for code in law.countries())


@given(LISTS, LISTS, CODES)
def test_a_further_exclusion_never_adds_a_country(
    ern: SimpleNamespace, included: tuple[str, ...], excluded: tuple[str, ...], further: str
) -> None:
    if included or excluded:
        before, after = ern.expand(included, excluded)[0], ern.expand(included, (*excluded, further))[0]
        assert not after - before


@given(LISTS, LISTS)
def test_taking_takes_at_least_what_giving_gives(
    ern: SimpleNamespace, included: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    given_, taken = ern.expand(included, excluded)[0], ern.expand(included, excluded, taking=True)[0]
    assert not given_ - taken


SETS = st.builds(
    lambda codes, excluding: (frozenset(codes), excluding),
    st.sets(st.sampled_from(["DE", "FR", "US"])),
    st.booleans(),
)


@given(SETS, SETS)
def test_sets_of_territories_are_taken_apart_exactly(
    ern: SimpleNamespace, one: tuple[frozenset[str], bool], other: tuple[frozenset[str], bool]
) -> None:
    first, second = ern.Territories(*one), ern.Territories(*other)
    for code in ("DE", "FR", "US", "JP"):
        assert (code in first - second) == (code in first and code not in second)
        assert (code in first & second) == (code in first and code in second)
