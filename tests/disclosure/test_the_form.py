"""The EU's form as our table has it: equal to the published one, and deaf to nothing it forbids."""

import json
from pathlib import Path
from typing import Any

import pytest

from akkord.disclosure.rules import form

ORACLE = Path(__file__).parents[3] / "shared" / "oracles" / "dsa" / "dsa_sor_v1.json"
GOOD: dict[str, Any] = {
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "illegal_content_legal_ground": "Directive 2001/29/EC",
    "illegal_content_explanation": "No licence.",
    "content_type": ["CONTENT_TYPE_AUDIO"],
    "category": "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "content_date": "2026-11-01",
    "application_date": "2026-11-24",
    "decision_facts": "It was restricted.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_FULLY",
    "puid": "0123456789abcdef",
}


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    if not ORACLE.exists():
        pytest.skip("THE EU'S PUBLISHED FORM IS NOT HERE: our table was compared with nothing")
    read: dict[str, Any] = json.loads(ORACLE.read_text(encoding="utf-8"))
    return read


def test_our_table_has_the_fields_words_and_limits_of_the_published_form(published: dict[str, Any]) -> None:
    theirs = published["fields"]
    assert set(form.FIELDS) == set(theirs)
    assert published["batch_max"] == form.BATCH
    for name, said in theirs.items():
        ours = form.FIELDS[name]
        assert ours.many == (said.get("type") == "array"), name
        if isinstance(said.get("enum"), list):
            assert set(ours.words or ()) == set(said["enum"]), name
        if "max" in said and "format" not in said:
            assert ours.most == said["max"], name
        if "min" in said:
            assert ours.first is not None
            assert ours.last is not None
            assert (ours.first.isoformat(), ours.last.isoformat()) == (said["min"], said["max"]), name
        assert ours.needed({}) is bool(said.get("required") or "required_unless_any_of" in said), name
    assert set(form.FIELDS["category_addition"].words or ()) == set(theirs["category"]["enum"])


def test_what_the_published_form_asks_for_conditionally_ours_does_too(published: dict[str, Any]) -> None:
    for name, said in published["fields"].items():
        if word := said.get("required_if"):
            asked = [
                {field: [word] if form.FIELDS[field].many else word}
                for field, facts in form.FIELDS.items()
                if word in (facts.words or ())
            ]
            assert any(form.FIELDS[name].needed(said_of) for said_of in asked), name
        if word := said.get("excluded_if"):
            assert form.FIELDS[name].excluded({"source_type": word})


def test_a_statement_filled_in_as_asked_has_no_faults() -> None:
    assert form.faults(GOOD) == []
    assert form.faults(GOOD | {"content_id": {"EAN-13": "4006381333931"}}) == []


@pytest.mark.parametrize("name", [name for name in GOOD if form.FIELDS[name].needed(GOOD)])
def test_what_must_be_filled_in_is_missed(name: str) -> None:
    left = {key: value for key, value in GOOD.items() if key != name}
    assert any(fault.startswith(f"{name}:") for fault in form.faults(left))


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision_facts": "x" * 5001},
        {"illegal_content_legal_ground": "x" * 501},
        {"illegal_content_explanation": "x" * 2001},
        {"puid": "with space"},
        {"puid": "ä"},
        {"content_date": "1999-12-31"},
        {"content_date": "2026-13-01"},
        {"content_date": "20261124"},
        {"application_date": "2019-12-31"},
        {"application_date": "2038-01-02"},
        {"end_date_visibility_restriction": "tomorrow"},
        {"content_type": "CONTENT_TYPE_AUDIO"},
        {"content_type": ["CONTENT_TYPE_SONG"]},
        {"content_type": ["CONTENT_TYPE_OTHER"]},
        {"category": ["STATEMENT_CATEGORY_VIOLENCE"]},
        {"territorial_scope": ["US"]},
        {"automated_detection": True},
        {"source_identity": "Northwind"},
        {"decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT"},
        {"uploader": "Olga"},
        {"content_id": {"EAN-13": "12"}},
        {"content_id": {"ISRC": "QZAKK2600001"}},
        {"content_language": "ru"},
    ],
    ids=lambda wrong: f"{next(iter(wrong))}={str(next(iter(wrong.values())))[:20]}",
)
def test_what_the_form_would_refuse_is_named(wrong: dict[str, Any]) -> None:
    assert form.faults(GOOD | wrong)


def test_an_account_may_be_decided_about_instead_of_what_is_seen() -> None:
    said = {key: value for key, value in GOOD.items() if key != "decision_visibility"}
    assert form.faults(said | {"decision_account": "DECISION_ACCOUNT_SUSPENDED"}) == []
