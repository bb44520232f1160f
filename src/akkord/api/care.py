"""The rules of the house, reports and decisions about one's own, through the API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from akkord.care import actions, queries
from akkord.care.rules import Thing, rules_at
from akkord.care.words import outcome
from akkord.flow import clock

from .auth import listener_of, person_of
from .values import Number

router = Router(tags=["care"])
Words = Annotated[str, Field(max_length=2000)]


class Reported(Schema):
    """A thing, and the rule (its name in /rules) it goes against. Messages are reported in their dialog."""

    kind: Thing
    number: Number
    rule: Annotated[str, Field(max_length=20)]
    words: Words = ""


class Said(Schema):
    text: Words


@router.get("/rules", summary="The rules of the house as they stand, in every language")
def rules(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "name": rule.name,
            "since": rule.since.isoformat(),
            "about": sorted(rule.about),
            "title": dict(rule.title),
            "text": dict(rule.text),
        }
        for rule in rules_at(clock.now().date())
    ]


@router.post("/reports", summary="Show something to the staff; twice is once", response={201: dict[str, Any]})
def report(request: HttpRequest, reported: Reported) -> Status[dict[str, Any]]:
    made = actions.report(
        person_of(request),
        reported.kind,
        reported.number,
        reported.rule,
        reported.words.replace("\x00", ""),
        listener_of(request),
    )
    return Status(201, {"number": made.pk, "outcome": "waits"})


@router.get("/reports", summary="What I reported, and what came of it")
def reports(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "number": row.pk,
            "kind": row.matter.kind,
            "thing": row.matter.number,
            "rule": row.rule,
            "made_at": row.made_at,
            "outcome": outcome(row),
        }
        for row in queries.reports_by(person_of(request).pk)
    ]


@router.get("/decisions", summary="What the staff restricted of mine")
def decisions(request: HttpRequest) -> list[dict[str, Any]]:
    return [_decision(told) for told in queries.decisions_about(person_of(request).pk)]


@router.post("/decisions/{number}/appeal", summary="Say why it is wrong; another person answers")
def appeal(request: HttpRequest, number: Number, said: Said) -> dict[str, Any]:
    me = person_of(request)
    actions.appeal(me, number, said.text.replace("\x00", ""))
    return _decision(queries.decision_of(me.pk, number))


def _decision(told: queries.Told) -> dict[str, Any]:
    row, answered = told.decision, told.appeal
    return {
        "number": row.pk,
        "kind": told.thing,
        "thing": row.matter.number,
        "measure": told.measure,
        "rule": row.rule,
        "rule_since": row.rule_since,
        "quoted": row.quoted,
        "words": row.words,
        "at": row.at,
        "until": row.until,
        "entry": row.entry.number if row.entry else None,
        "in_force": not told.ended,
        "appealable": told.appealable,
        "appeal": {"text": answered.text, "upheld": answered.upheld, "answer": answered.answer}
        if answered
        else None,
    }
