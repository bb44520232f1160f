"""Statutory forms: what is missing is named, and nothing that is there is asked for again."""

from types import SimpleNamespace
from typing import Any

import pytest

WHOLE: dict[str, dict[str, Any]] = {
    "dmca_notice": {
        "signature": "Ada Holder",
        "works": "Song One",
        "places": "https://akkord.example/audio17",
        "mail": "ada@label.example",
        "good_faith": True,
        "accuracy": True,
    },
    "dmca_counter": {
        "signature": "Bo Member",
        "places": "audio17",
        "mistake": True,
        "name": "Bo Member",
        "address": "1 Main Street, Springfield",
        "phone": "+1 555 0100",
        "consent": True,
    },
    "dsa_notice": {
        "reason": "It is my recording.",
        "places": "https://akkord.example/wall3",
        "name": "Ada",
        "mail": "ada@label.example",
        "good_faith": True,
    },
    "dsa_order": {
        "law": "UrhG 97",
        "reason": "It infringes.",
        "authority": "Landgericht Hamburg",
        "places": "https://akkord.example/wall3",
        "redress": "Widerspruch",
        "report_to": "Bundesnetzagentur",
    },
    "court_order": {
        "court": "Arbitration Court of St Petersburg",
        "case_number": "A56-1/2014",
        "date": "2014-04-03",
        "claimant": "A label",
        "defendant": "The site",
        "operative": "Remove.",
        "kind": "interim",
        "rows": ["DEZZZ2600001"],
    },
    "ru_application": {
        "name": "Ada",
        "mail": "ada@label.example",
        "works": "Song One",
        "places": "https://akkord.example/audio17",
        "right": "Contract 5 of 2010",
        "no_permission": True,
        "data_consent": True,
        "power_of_attorney": "No. 7",
    },
}
ONE_BY_ONE = [(form, element) for form, given in WHOLE.items() for element in given]
CHECKED = {"places", "mail", "phone", "rows"}
EXACT = [
    (form, element) for form, element in ONE_BY_ONE if WHOLE[form][element] is True or element in CHECKED
]


@pytest.mark.parametrize("form", sorted(WHOLE))
def test_a_whole_form_is_complete_and_knows_no_more_elements(law: SimpleNamespace, form: str) -> None:
    found = law.forms.review(law.forms.form_of(form), WHOLE[form])
    assert found.complete
    assert not found.must_help
    assert set(found.present) == set(WHOLE[form])


@pytest.mark.parametrize("empty", [None, "", "  ", False])
@pytest.mark.parametrize(("form", "element"), ONE_BY_ONE)
def test_what_is_not_there_is_missed_by_name(
    law: SimpleNamespace, form: str, element: str, empty: Any
) -> None:
    found = law.forms.review(law.forms.form_of(form), {**WHOLE[form], element: empty})
    assert found.missing_names == [element]
    assert found.missing[0].ask
    assert found.missing[0].paragraph


@pytest.mark.parametrize(("form", "element"), EXACT)
def test_a_statement_is_made_and_not_talked_about(law: SimpleNamespace, form: str, element: str) -> None:
    """Nor is a word a mail address, a place, a telephone number or a list."""
    found = law.forms.review(law.forms.form_of(form), {**WHOLE[form], element: "yes"})
    assert found.missing_names == [element]


@pytest.mark.parametrize(
    ("left_out", "help_owed"),
    [
        ((), False),
        (("signature",), True),  # 512(c)(3)(B)(ii): work, place and contact are there
        (("good_faith", "accuracy"), True),
        (("works",), False),
        (("places", "signature"), False),
        (("mail",), False),
    ],
)
def test_who_names_work_place_and_contact_is_helped_to_complete(
    law: SimpleNamespace, left_out: tuple[str, ...], help_owed: bool
) -> None:
    given = {name: value for name, value in WHOLE["dmca_notice"].items() if name not in left_out}
    assert law.forms.review(law.forms.form_of("dmca_notice"), given).must_help == help_owed


@pytest.mark.parametrize(
    ("places", "exact"),
    [
        ("https://akkord.example/audio17", True),
        ("look at https://akkord.example/wall3 please", True),
        ("audio17", True),
        ("recording:5", True),
        ("https://akkord.example", False),
        ("https://akkord.example/", False),
        ("everything of mine", False),
    ],
)
def test_a_place_is_an_exact_address(law: SimpleNamespace, places: str, exact: bool) -> None:
    given = {**WHOLE["dsa_notice"], "places": places}
    assert law.forms.review(law.forms.form_of("dsa_notice"), given).complete == exact


def test_nobody_has_to_name_themselves_to_report_abuse_of_children(law: SimpleNamespace) -> None:
    """Directive 2011/93 art. 3 to 7, as DSA art. 16(2)(c) says."""
    form, given = law.forms.form_of("dsa_notice"), {**WHOLE["dsa_notice"], "name": "", "mail": ""}
    assert law.forms.review(form, given).missing_names == ["name", "mail"]
    assert law.forms.review(form, {**given, "child_protection": True}).complete
    unfounded = {**given, "child_protection": True, "reason": ""}
    assert law.forms.review(form, unfounded).missing_names == ["reason"]


def test_who_holds_the_right_needs_no_power_of_attorney(law: SimpleNamespace) -> None:
    form, given = law.forms.form_of("ru_application"), {**WHOLE["ru_application"], "power_of_attorney": ""}
    assert law.forms.review(form, given).missing_names == ["power_of_attorney"]
    assert law.forms.review(form, {**given, "own_right": True}).complete
