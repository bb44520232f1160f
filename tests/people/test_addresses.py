"""Short addresses: what they may be, whose they are, and that no page of the site is lost to one."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.people import actions, errors, queries
from akkord.people.rules.addresses import fault_of, likeness, tidy_address
from factories import a_club, a_person
from web.test_doors import page, signed_in


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("anna.petrova", ""), ("Anna_90", ""), ("@anna90", ""), ("anna", "shape"), ("9anna", "shape"),
        ("anna..x", "shape"), ("anna_", "shape"), ("аnna1", "shape"), ("a" * 33, "shape"),
        ("id12345", "reserved"), ("club77", "reserved"), ("audios1", "reserved"), ("settings", "reserved"),
        ("adm1n", "reserved"), ("sett.ings", "reserved"), ("m0derat0r", "reserved"), ("wall1_2", "reserved"),
    ],
)  # fmt: skip
def test_what_can_be_an_address(text: str, fault: str) -> None:
    assert fault_of(tidy_address(text)) == fault


@pytest.mark.parametrize(
    "pair", [("pavel", "pave1"), ("anna.k", "annak"), ("dolores", "do1ores"), ("corner", "comer")]
)
def test_names_that_look_alike_are_one_likeness(pair: tuple[str, str]) -> None:
    assert likeness(pair[0]) == likeness(pair[1])


@given(st.from_regex(r"[a-z][a-z0-9_.]{3,30}[a-z0-9]", fullmatch=True))
def test_a_tidy_name_is_tidy_and_its_likeness_its_own(name: str) -> None:
    assert tidy_address(name) == name
    assert likeness(likeness(name)) == likeness(name)


def first_words(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """The first part of every address of the site."""
    words: set[str] = set()
    for pattern in patterns:
        route = str(getattr(pattern.pattern, "_route", ""))
        if not route and isinstance(pattern, URLResolver):
            words |= first_words(pattern.url_patterns)
        elif not route.startswith("<"):
            words.add(route.split("/")[0].split("<")[0])
    return words


def test_no_page_of_the_site_can_be_taken_for_a_person() -> None:
    words = first_words(get_resolver().url_patterns)
    assert len(words) > 15
    assert [word for word in words if word and not fault_of(word)] == []


@pytest.mark.django_db
def test_an_address_is_ones_own_also_after_another_is_shown() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    assert actions.choose_address(anna, " Anna.Petrova") == "anna.petrova"
    for text in ("anna.petrova", "anna_petrova"):
        with pytest.raises(errors.AddressTaken):
            actions.choose_address(boris, text)
    with pytest.raises(errors.AddressTooSoon):
        actions.choose_address(anna, "annushka")
    with clock.at(clock.now() + timedelta(days=31)):
        actions.choose_address(anna, "annushka")
    assert queries.address_of(anna.pk) == "annushka"
    assert queries.number_at("ANNA.petrova") == anna.pk
    with pytest.raises(errors.AddressTaken):
        actions.choose_address(boris, "anna.petrova")


@pytest.mark.django_db
def test_a_page_is_at_its_address_and_hidden_there_as_anywhere() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    signed_in(anna).post("/settings/address", {"address": "anna.petrova"})
    assert "Anna" in page(signed_in(boris), "/Anna.Petrova".lower())
    assert signed_in(anna).post("/settings/address", {"address": "settings"}).status_code == 422
    actions.block(anna, boris)
    page(signed_in(boris), "/anna.petrova", 404)
    page(signed_in(boris), "/nobody.here", 404)


@pytest.mark.django_db
def test_addresses_of_the_site_still_get_their_slash() -> None:
    assert signed_in(a_person()).get("/rights")["Location"] == "/rights/"


@pytest.mark.django_db
def test_people_and_communities_share_one_namespace() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    club, other = a_club(anna, "Jazz"), a_club(boris, "Blues")
    assert groups.choose_address(anna, club, "Jazz.Moscow") == "jazz.moscow"
    for text in ("jazz.moscow", "jazz_m0scow"):
        with pytest.raises(errors.AddressTaken):
            actions.choose_address(anna, text)
        with pytest.raises(errors.AddressTaken):
            groups.choose_address(boris, other, text)
    actions.choose_address(anna, "anna.petrova")
    with pytest.raises(errors.AddressTaken):
        groups.choose_address(boris, other, "annapetrova")
    with pytest.raises(errors.AddressTooSoon):
        groups.choose_address(anna, club, "jazz.spb")
    with clock.at(clock.now() + timedelta(days=31)):
        groups.choose_address(anna, club, "jazz.spb")
    assert (queries.club_at("jazz.moscow"), queries.number_at("jazz.moscow")) == (club.pk, None)
    assert queries.numbers_at(["jazz.spb", "anna.petrova"]) == {"anna.petrova": anna.pk}


@pytest.mark.django_db
def test_a_community_is_at_its_address_for_whom_it_is_there() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    club = a_club(anna, "Jazz")
    assert signed_in(boris).post(f"/club{club.pk}/address", {"address": "jazz.moscow"}).status_code == 404
    refused = signed_in(anna).post(f"/club{club.pk}/address", {"address": "jazz..x"})
    assert refused.status_code == 422
    assert 'value="jazz..x"' in refused.content.decode()
    signed_in(anna).post(f"/club{club.pk}/address", {"address": "jazz.moscow"})
    assert "/jazz.moscow" in page(signed_in(boris), "/jazz.moscow")
    signed_in(anna).post(f"/club{club.pk}/address", {"drop": "1"})
    assert signed_in(boris).get("/jazz.moscow")["Location"] == f"/club{club.pk}"
    groups.edit_group(anna, club, door="private")
    page(signed_in(boris), "/jazz.moscow", 404)
