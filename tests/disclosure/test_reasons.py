"""Every line the site can write maps to a statement of reasons the EU's form takes, or owes none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lines import ID, bodies, said

from akkord.cases.law.suspensions import LAW
from akkord.disclosure.rules import form, grounds, reasons
from akkord.disclosure.rules.reasons import Site, batches, owes_statement, statement_of
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Source, Thing

SITE = Site("https://music.example", "music.example/log")
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
LABEL = Actor(ActorClass.LABEL, "Northwind Records")
MACHINE = Actor(ActorClass.AUTOMATIC)


UPLOADS = {
    "action": Action.ACCOUNT,
    "thing": Thing("account", "account:1"),
    "actor": MACHINE,
    "ground": Ground.RULES,
    "law": LAW,
    "until": datetime(2027, 1, 1, tzinfo=UTC),
}


def a_body(at: datetime = AT, **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": Kind.RESTRICT,
        "ground": Ground.COPYRIGHT,
        "actor": LABEL,
        "thing": Thing("recording", "recording:1", "QZAKK2600001"),
        "action": Action.BLOCK,
        "facts": {},
    }
    return said(Line(**(fields | changes)), at)


@settings(max_examples=1500, deadline=None)
@given(bodies)
def test_every_line_owes_no_statement_or_one_the_form_takes(body: dict[str, Any]) -> None:
    if owes_statement(body):
        assert form.faults(statement_of(body, SITE)) == []


@pytest.mark.parametrize("type_", sorted(reasons.OF_MEMBERS))
@pytest.mark.parametrize("ground", sorted(set(Ground) - reasons.OWE_NOTHING))
@pytest.mark.parametrize("action", sorted(Action))
def test_every_restriction_of_members_has_its_statement(type_: str, ground: Ground, action: Action) -> None:
    body = a_body(ground=ground, action=action, thing=Thing(type_, "thing:1"))
    assert owes_statement(body)
    assert form.faults(statement_of(body, SITE)) == []


@given(bodies)
def test_the_same_line_is_the_same_statement_and_its_id_its_name(body: dict[str, Any]) -> None:
    if owes_statement(body):
        assert statement_of(body, SITE) == statement_of(body, SITE)
        assert statement_of(body, SITE)["puid"] == body["id"]


@pytest.mark.parametrize(
    ("changes", "owed"),
    [
        ({}, True),
        ({"kind": Kind.EXTEND}, True),
        ({"kind": Kind.LIMIT}, False),  # what it silences has lines of its own
        ({"kind": Kind.REVERSE, "action": Action.NONE}, False),
        ({"kind": Kind.ORDER, "thing": Thing("list", "order:1")}, False),  # its rows owe theirs
        ({"thing": Thing("policy", "policy:1")}, False),
        ({"thing": Thing("licence", "licence:1")}, False),
        ({"ground": Ground.UPLOADER}, False),  # a member's own wish restricts nobody
        ({"territory": "RU UA"}, False),
        ({"territory": "ZZ"}, False),
        ({"territory": "RU DE"}, True),
        ({"territory": "Worldwide -DE"}, True),
        ({"at": datetime(2024, 2, 16, tzinfo=UTC)}, False),
        ({"at": datetime(2024, 2, 17, tzinfo=UTC)}, True),
        ({"action": Action.ACCOUNT, "thing": Thing("account", "person:1"), "ground": Ground.RULES}, True),
    ],
    ids=str,
)
def test_which_lines_owe_a_statement(changes: dict[str, Any], owed: bool) -> None:
    assert owes_statement(a_body(**changes)) is owed


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({}, "decision_visibility", ["DECISION_VISIBILITY_CONTENT_REMOVED"]),
        ({"action": Action.TERRITORY}, "decision_visibility", ["DECISION_VISIBILITY_CONTENT_DISABLED"]),
        ({"action": Action.HOLD}, "decision_visibility", ["DECISION_VISIBILITY_CONTENT_DISABLED"]),
        ({"action": Action.ACCOUNT, "thing": Thing("account", "p:1"), "law": "UrhG 97"}, "decision_account",
         "DECISION_ACCOUNT_SUSPENDED"),
        (UPLOADS, "decision_provision", "DECISION_PROVISION_PARTIAL_SUSPENSION"),
        (UPLOADS, "decision_account", None),
        (UPLOADS, "decision_visibility", None),
        (UPLOADS, "end_date_service_restriction", "2027-01-01"),
        (UPLOADS, "decision_ground", form.INCOMPATIBLE),
        (UPLOADS, "incompatible_content_ground", grounds.REPEATED),
        (UPLOADS, "incompatible_content_illegal", "Yes"),
        (UPLOADS, "category", reasons.INTELLECTUAL_PROPERTY),
        (UPLOADS | {"action": Action.BLOCK}, "decision_visibility", ["DECISION_VISIBILITY_CONTENT_REMOVED"]),
        ({}, "decision_ground", form.ILLEGAL),
        ({"action": Action.HOLD}, "decision_ground", form.INCOMPATIBLE),
        ({"action": Action.HOLD}, "incompatible_content_illegal", "No"),
        ({"ground": Ground.RULES}, "decision_ground", form.INCOMPATIBLE),
        ({"ground": Ground.RULES}, "category", reasons.OTHER_TERMS),
        ({}, "category", reasons.INTELLECTUAL_PROPERTY),
        ({}, "category_specification", ["KEYWORD_COPYRIGHT_INFRINGEMENT"]),
        ({"ground": Ground.COURT, "thing": Thing("post", "post:1")}, "category", reasons.UNCLEAR),
        ({"ground": Ground.COURT}, "category", reasons.INTELLECTUAL_PROPERTY),
        ({"ground": Ground.STATE}, "category", reasons.UNCLEAR),
        ({"law": "UrhG 97", "jurisdiction": "DE"}, "illegal_content_legal_ground", "UrhG 97 (DE)"),
        ({"jurisdiction": "US-CA"}, "illegal_content_legal_ground", "17 U.S.C. 106 and 512(c)"),
        ({"ground": Ground.COURT, "jurisdiction": "RU"}, "illegal_content_legal_ground",
         "Decision of a court (RU)"),
        ({}, "source_type", "SOURCE_TYPE_OTHER_NOTIFICATION"),
        ({}, "source_identity", "Northwind Records"),
        ({"source": Source.ARTICLE_16}, "source_type", "SOURCE_ARTICLE_16"),
        ({"source": Source.TRUSTED_FLAGGER}, "source_type", "SOURCE_TRUSTED_FLAGGER"),
        ({"actor": MACHINE}, "source_type", "SOURCE_VOLUNTARY"),
        ({"actor": MACHINE}, "source_identity", None),
        ({"source": Source.VOLUNTARY}, "source_identity", None),
        ({"actor": MACHINE, "decision_automated": True}, "automated_decision", "AUTOMATED_DECISION_FULLY"),
        ({"actor": MACHINE, "decision_automated": True, "carries_out": [ID]}, "automated_decision",
         "AUTOMATED_DECISION_PARTIALLY"),
        ({"decision_automated": True}, "automated_decision", "AUTOMATED_DECISION_PARTIALLY"),
        ({}, "automated_decision", "AUTOMATED_DECISION_NOT_AUTOMATED"),
        ({"detection_automated": True}, "automated_detection", "Yes"),
        ({"content_date": datetime(2026, 3, 1).date()}, "content_date", "2026-03-01"),
        ({"content_date": datetime(1996, 3, 1).date()}, "content_date", "2000-01-01"),
        ({}, "content_date", "2026-11-24"),
        ({}, "application_date", "2026-11-24"),
        ({"until": datetime(2027, 1, 1, tzinfo=UTC)}, "end_date_visibility_restriction", "2027-01-01"),
        ({"until": datetime(2039, 1, 1, tzinfo=UTC)}, "end_date_visibility_restriction", None),
        ({"until": datetime(2027, 1, 1, tzinfo=UTC), "action": Action.ACCOUNT,
          "thing": Thing("account", "p:1")}, "end_date_account_restriction", "2027-01-01"),
        ({"territory": "DE US FR"}, "territorial_scope", ["DE", "FR"]),
        ({"territory": "Worldwide -DE +ZZ"}, "territorial_scope", sorted(form.EEA - {"DE"})),
        ({"thing": Thing("post", "post:1")}, "content_type", ["CONTENT_TYPE_TEXT"]),
        ({"thing": Thing("community", "c:1")}, "content_type_other", "Community"),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_line_says_in_the_form(changes: dict[str, Any], field: str, value: object) -> None:
    assert statement_of(a_body(**changes), SITE).get(field) == value


def test_the_facts_say_what_the_line_says_and_where_it_stands() -> None:
    said_of = statement_of(
        a_body(carries_out=["a" * 32], prev="b" * 32, match={"seconds": 12}, appeal_until=AT), SITE
    )["decision_facts"]
    wanted = [
        "QZAKK2600001",
        "Northwind Records",
        "a" * 32,
        "b" * 32,
        "12 seconds",
        "contested",
        ID,
        SITE.origin,
    ]
    assert [word for word in wanted if word not in said_of] == []


@given(st.integers(0, 350))
def test_batches_hold_everything_once_and_a_hundred_at_most(count: int) -> None:
    statements = [{"puid": str(number)} for number in range(count)]
    sent = list(batches(statements))
    assert [one for batch in sent for one in batch] == statements
    assert all(1 <= len(batch) <= 100 for batch in sent)
    assert len(sent) == -(-count // 100)
