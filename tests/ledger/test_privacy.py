"""Nothing of a person ever stands in the public log in clear, whatever is written about them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_lines import a_line, write

from akkord.ledger import queries, rules
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Thing
from akkord.ledger.sequencing import sequence

# Marked, so that a hit in the files is no accident of two common letters.
private = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=60).map(
    lambda text: f"Ω{text}Ω"
)


def files(log: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(log.rglob("*")) if path.is_file())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=private,
    mail=private,
    text=private,
    kind=st.sampled_from([Kind.RESTRICT, Kind.EXTEND, Kind.POLICY]),
    ground=st.sampled_from(list(Ground)),
    type_=st.sampled_from(["track", "post", "account", "community"]),
)
def test_names_mail_and_words_of_people_stand_nowhere_in_the_published_files(
    log: Path, name: str, mail: str, text: str, kind: Kind, ground: Ground, type_: str
) -> None:
    facts = {"person": name, "mail": mail, "said": [text, {"reason": text}]}
    write(
        a_line(
            kind=kind,
            ground=ground,
            actor=Actor(ActorClass.STAFF),
            thing=Thing(type_, f"{type_}:{name[:60]}"),
            action=Action.BLOCK,
            facts=facts,
        )
    )
    sequence.func()
    published = files(log)
    for words in (name, mail, text, f"{type_}:{name[:60]}"):
        assert words.encode() not in published
        assert rules.canonical(words).strip('"').encode() not in published


def test_what_is_written_of_a_person_opens_only_with_its_salt(log: Path) -> None:
    """Two lines about one person and the same facts have nothing in common, and no bare hash to try."""
    first, second = write(
        *(a_line(thing=Thing("account", "person:5"), facts={"person": 5}) for _ in range(2))
    )
    one, other = queries.said(first), queries.said(second)
    assert one["object"]["commitment"] != other["object"]["commitment"]
    assert one["facts_commitment"] != other["facts_commitment"]
    assert rules.commitment("object", b"", "person:5") != one["object"]["commitment"]


@settings(max_examples=60, deadline=None)
@given(
    words=private,
    field=st.sampled_from(["law", "jurisdiction", "territory", "order", "prev", "id", "list_root"]),
)
def test_words_of_people_do_not_fit_into_any_clear_field(words: str, field: str) -> None:
    with pytest.raises(rules.NotForTheLog):
        rules.check_clear(a_line(**{field: words}))


@pytest.mark.parametrize(
    "line",
    [
        {"actor": Actor(ActorClass.STAFF, "Olga")},
        {"actor": Actor(ActorClass.AUTOMATIC, "Olga")},
        {"actor": Actor(ActorClass.LABEL, "olga@example.org")},
        {"thing": Thing("person Olga", "person:5")},
        {"thing": Thing("recording", "recording:5", isrc="Olga")},
        {"match": {"uploader": "Olga"}},
        {"match": {"release": "Olga Petrova"}},
        {"log": {"note": "Olga"}},
        {"carries_out": ["Olga"]},
        {"carries_out": ["0" * 32] * 9},
    ],
)
def test_a_line_that_names_a_person_in_clear_is_not_written(line: dict[str, object]) -> None:
    with pytest.raises(rules.NotForTheLog):
        rules.check_clear(a_line(**line))


@pytest.mark.parametrize("where", ["Worldwide", "Worldwide -DE +ZZ", "Worldwide -ZZ", "DE FR", "ZZ"])
def test_every_territory_of_the_law_fits_into_a_line(where: str) -> None:
    rules.check_clear(a_line(territory=where))


def test_only_known_fields_stand_in_a_line(log: Path) -> None:
    body = queries.said(write(a_line(law="UrhG 97", jurisdiction="DE", match={"seconds": 12}))[0])
    assert set(body) == {
        "v", "kind", "id", "at", "ground", "actor", "object", "action", "territory", "automated",
        "facts_commitment", "basis", "match",
    }  # fmt: skip
