"""Files of counted plays and statements are fixed by digest, and nothing else may carry one."""

import hashlib
from pathlib import Path

import pytest
from ledger_lines import a_line, faults_of_the_log, write

from akkord.ledger import queries, rules
from akkord.ledger.audit import audit
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, NotForTheLog, Thing
from akkord.ledger.sequencing import sequence

DIGEST = hashlib.sha256(b"a manifest").hexdigest()


def fixing(kind: Kind, digest: str = DIGEST) -> rules.Line:
    return a_line(
        kind=kind,
        ground=Ground.OPERATION,
        actor=Actor(ActorClass.AUTOMATIC),
        thing=Thing(kind.value, f"{kind.value}:2026-11-23:0"),
        action=Action.NONE,
        facts={"day": "2026-11-23"},
        count=17,
        digest=digest,
    )


@pytest.mark.parametrize("kind", [Kind.USAGE, Kind.STATEMENT])
def test_a_file_is_found_in_the_log_by_its_digest_and_restricts_nothing(log: Path, kind: Kind) -> None:
    (entry,) = write(fixing(kind))
    sequence.func()
    said = queries.said(entry)
    assert (said["digest"], said["count"], said["kind"]) == (DIGEST, 17, kind.value)
    assert "2026-11-23" not in str(said["object"])
    assert rules.in_force([said]) == {}
    assert faults_of_the_log() == []
    assert audit([]).findings == []


@pytest.mark.parametrize("digest", ["", DIGEST[:-1], DIGEST.upper(), f"{DIGEST}\n", "a person's words"])
def test_a_digest_is_64_hex_digits_and_nothing_else(digest: str) -> None:
    with pytest.raises(NotForTheLog):
        rules.check_clear(fixing(Kind.USAGE, digest))


def test_no_other_line_carries_a_digest() -> None:
    with pytest.raises(NotForTheLog):
        rules.check_clear(a_line(digest=DIGEST))
