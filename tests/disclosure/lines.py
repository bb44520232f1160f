"""Any line the site can write, as its log says it: for properties of what is made from lines."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from akkord.cases.law.suspensions import LAW
from akkord.ledger.rules import (
    NAMED_ACTORS,
    WITH_DIGEST,
    Action,
    Actor,
    ActorClass,
    Ground,
    Kind,
    Line,
    Source,
    Thing,
    body_of,
)

SALTS = {"object": b"o" * 32, "facts": b"f" * 32}
ID = "0123456789abcdef" * 2
DIGEST = ID * 2
instants = st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
actors = st.one_of(
    st.builds(
        Actor, st.sampled_from(sorted(NAMED_ACTORS)), st.sampled_from(["", "Northwind Records", "Я" * 120])
    ),
    st.builds(Actor, st.sampled_from([ActorClass.STAFF, ActorClass.AUTOMATIC])),
)
things = st.builds(
    Thing,
    st.sampled_from(
        [
            "recording",
            "work",
            "track",
            "file",
            "playlist",
            "post",
            "account",
            "community",
            "licence",
            "policy",
        ]
    ),
    st.just("thing:1"),
    st.sampled_from(["", "QZAKK2600001"]),
)
territories = st.sampled_from(
    ["Worldwide", "Worldwide -DE -AT", "Worldwide -US +ZZ", "DE FR", "RU UA", "ZZ", "NO", "DE US"]
)
lines = st.builds(
    Line,
    kind=st.sampled_from(list(Kind)),
    ground=st.sampled_from(list(Ground)),
    actor=actors,
    thing=things,
    action=st.sampled_from(list(Action)),
    facts=st.just({}),
    territory=territories,
    until=st.none() | st.datetimes(datetime(2027, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    law=st.sampled_from(["", "UrhG 97", "17 U.S.C. 512(c)", LAW, "x" * 60]),
    jurisdiction=st.sampled_from(["", "DE", "US-CA", "RU", "JP"]),
    prev=st.sampled_from(["", ID]),
    detection_automated=st.booleans(),
    decision_automated=st.booleans(),
    match=st.sampled_from([{}, {"seconds": 12.5, "score": "0.93"}]),
    appeal_until=st.none() | instants,
    source=st.none() | st.sampled_from(list(Source)),
    content_date=st.none() | st.dates(date(1990, 1, 1), date(2037, 12, 31)),
    demanded_at=st.none() | instants,
    carries_out=st.lists(st.just(ID), max_size=8),
    first_decision=st.none() | st.booleans(),
).map(lambda line: replace(line, digest=DIGEST if line.kind in WITH_DIGEST else ""))


def said(line: Line, at: datetime, public_id: str = ID) -> dict[str, Any]:
    """What the line says in the log."""
    body: dict[str, Any] = json.loads(body_of(line, public_id, at, SALTS))
    return body


bodies = st.builds(said, lines, instants)
