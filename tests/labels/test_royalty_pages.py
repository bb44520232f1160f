"""Money on a label's desk: its statements are its own, every line can be followed and disputed."""

import hashlib
import json
import zipfile
from copy import copy
from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.catalogue.roles import Role
from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.royalties import check, queries
from akkord.royalties.models import Statement
from akkord.store.files import files
from cases import makers
from royalties import books

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desk(settings, tmp_path):  # type: ignore[no-untyped-def]
    """A label with a statement of two lines (one waits), and its representative's browser."""
    settings.DATA = tmp_path
    ledger.begin_log()
    label, rep = makers.label(name="Night Label")
    other, _ = makers.label()
    pool = books.pool(month := books.shared_month())
    books.part(pool, label, 30_000_000, 6)
    books.part(pool, label, 10_000_000, 2, wait="dispute")
    books.part(pool, other, 20_000_000, 4)
    statement = books.stated(label, month, makers.recordings(label, 2))
    return label, statement, signed_in(rep)


def lines_of(statement):  # type: ignore[no-untyped-def]
    return list(queries.lines_in(statement, queries.EVERYTHING))


def test_a_statement_is_read_from_the_account_to_its_lines(desk) -> None:  # type: ignore[no-untyped-def]
    label, statement, browser = desk
    listed = browser.get(f"/rights/{label.pk}/royalties").content.decode()
    assert statement.number in listed
    assert "30.00 EUR" in listed
    text = browser.get(statement.get_absolute_url()).content.decode()
    assert "In dispute with its uploader" in text
    assert "10.00 EUR" in text
    assert "3/5 of 100.00 EUR" in text
    for row in lines_of(statement):
        assert row["isrc"] in text


def test_lines_are_found_by_words_and_by_territory(desk) -> None:  # type: ignore[no-untyped-def]
    _, statement, browser = desk
    first, second = lines_of(statement)
    text = browser.get(statement.get_absolute_url(), {"q": first["isrc"].lower()}).content.decode()
    assert first["id"] in text
    assert second["id"] not in text
    assert "No line is like that." in browser.get(
        statement.get_absolute_url(), {"territory": "FR", "page": "x"}
    ).content.decode()  # fmt: skip


def test_a_line_says_its_arithmetic_in_one_sentence(desk) -> None:  # type: ignore[no-untyped-def]
    _, statement, browser = desk
    row = next(each for each in lines_of(statement) if not each["waits"])
    text = browser.get(f"{statement.get_absolute_url()}/lines/{row['id']}").content.decode()
    assert (
        "6 plays × 1 of each weigh 6; your lines here weigh 6 together and have 30.00 EUR of the pool of "
        "60.00 EUR, so this line has 30.00 EUR." in text
    )


def test_a_line_is_disputed_once_and_the_answer_stands_beside_it(desk) -> None:  # type: ignore[no-untyped-def]
    from akkord.royalties import actions

    _, statement, browser = desk
    page = f"{statement.get_absolute_url()}/lines/{lines_of(statement)[0]['id']}"
    empty = browser.post(f"{page}/dispute", {"text": " "})
    assert empty.status_code == 422
    assert "This field is required." in empty.content.decode()
    assert "is asked" in browser.post(f"{page}/dispute", {"text": "Too few."}, follow=True).content.decode()
    again = browser.post(f"{page}/dispute", {"text": "Still too few."})
    assert again.status_code == 422
    assert "asked about this line before" in again.content.decode()
    assert "Still too few." in again.content.decode()
    (asked,) = queries.questions_of(statement, queries.EVERYTHING)
    actions.answer(makers.person(is_staff=True), asked, "We counted again.", corrected=False)
    assert "We counted again." in browser.get(page).content.decode()


def test_another_organisations_statement_is_not_there(desk) -> None:  # type: ignore[no-untyped-def]
    label, statement, browser = desk
    other, rep = makers.label()
    stranger, row = signed_in(rep), lines_of(statement)[0]["id"]
    ends = ("", "/archive.zip", "/lines.csv", "/statement.pdf", f"/lines/{row}")
    for end in ends:
        assert stranger.get(f"{statement.get_absolute_url()}{end}").status_code == 404
        assert stranger.get(f"/rights/{other.pk}/royalties/{statement.pk}{end}").status_code == 404
    assert (
        stranger.post(f"{statement.get_absolute_url()}/lines/{row}/dispute", {"text": "x"}).status_code == 404
    )
    assert browser.get(f"{statement.get_absolute_url()}/lines/nothing").status_code == 404
    assert browser.get(f"/rights/{label.pk}/royalties/{statement.pk + 99}").status_code == 404


def test_a_reader_reads_and_does_not_dispute(desk) -> None:  # type: ignore[no-untyped-def]
    label, statement, _ = desk
    catalogue.appoint(label, reader := makers.person(), Role.READER)
    browser, page = signed_in(reader), f"{statement.get_absolute_url()}/lines/{lines_of(statement)[0]['id']}"
    assert "Dispute this line" not in browser.get(page).content.decode()
    refused = browser.post(f"{page}/dispute", {"text": "Wrong."})
    assert refused.status_code == 422
    assert "Your role in this organisation does not include that" in refused.content.decode()
    assert not queries.questions_of(statement, queries.EVERYTHING).exists()


def test_what_is_taken_away_is_what_was_issued(desk) -> None:  # type: ignore[no-untyped-def]
    _, statement, browser = desk
    page = statement.get_absolute_url()
    early = browser.get(f"{page}/archive.zip", follow=True).content.decode()
    assert "still being written into the public log" in early
    sequencing.sequence.func()
    with zipfile.ZipFile(BytesIO(browser.get(f"{page}/archive.zip").content)) as packed:
        said, lines = packed.read(check.STATEMENT), packed.read(check.LINES).decode()
        proof = json.loads(packed.read(check.PROOF))
    assert [*check.differences(json.loads(said), lines), *check.unproved(said, proof, "")] == []
    rows = b"".join(browser.get(f"{page}/lines.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0] == ",".join(check.COLUMNS)
    assert len(rows) == 3
    assert browser.get(f"{page}/statement.pdf").content.startswith(b"%PDF")


def test_anybody_takes_the_command_that_recomputes_statements() -> None:
    answer = Client().get("/rights/check-statement.py")
    assert answer.status_code == 200
    assert b"def differences(" in answer.content


@pytest.fixture
def agent(desk):  # type: ignore[no-untyped-def]
    """The browser of somebody who may act for the label, for the recording of the line that waits alone."""
    label, statement, _ = desk
    own, rep = makers.label(name="Narrow Agency")
    line = next(row for row in lines_of(statement) if row["waits"])
    catalogue.record_mandate(own, label, "by letter", recordings=[int(line["recording"])])
    return signed_in(rep)


def test_an_agent_for_some_recordings_sees_their_lines_and_nothing_else(desk, agent) -> None:  # type: ignore[no-untyped-def]
    label, statement, _ = desk
    other, own = lines_of(statement)
    page = statement.get_absolute_url()
    for address in (f"/rights/{label.pk}/royalties", page):
        text = agent.get(address).content.decode()
        assert statement.number in text
        for beyond in ("30.00 EUR", "40.00 EUR", "60.00 EUR", other["isrc"], other["id"], "Carried on"):
            assert beyond not in text
    for own_alone in (own["isrc"], "10.00 EUR"):
        assert own_alone in agent.get(page).content.decode()
    line = agent.get(f"{page}/lines/{own['id']}").content.decode()
    assert own["isrc"] in line
    assert "60.00 EUR" not in line
    for end in ("/archive.zip", "/statement.pdf", "/sales-report.zip", f"/lines/{other['id']}"):
        assert agent.get(f"{page}{end}").status_code == 404
    rows = b"".join(agent.get(f"{page}/lines.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["id", own["id"]]


def test_an_agent_disputes_lines_it_acts_for_and_reads_no_other_question(desk, agent) -> None:  # type: ignore[no-untyped-def]
    _, statement, browser = desk
    other, own = lines_of(statement)
    page = statement.get_absolute_url()
    browser.post(f"{page}/lines/{other['id']}/dispute", {"text": "The label's own."})
    assert agent.post(f"{page}/lines/{other['id']}/dispute", {"text": "x"}).status_code == 404
    assert "is asked" in agent.post(
        f"{page}/lines/{own['id']}/dispute", {"text": "Too few."}, follow=True
    ).content.decode()  # fmt: skip
    assert {asked.line for asked in queries.questions_of(statement, queries.EVERYTHING)} == {
        own["id"],
        other["id"],
    }


def test_a_statement_without_a_line_of_its_recordings_is_not_there_for_an_agent(desk) -> None:  # type: ignore[no-untyped-def]
    label, statement, _ = desk
    own, rep = makers.label()
    (spare,) = makers.recordings(label, 1)
    catalogue.record_mandate(own, label, "by letter", recordings=[spare.pk])
    catalogue.record_mandate(own, label, "for France", territory="FR")
    browser = signed_in(rep)
    assert statement.number not in browser.get(f"/rights/{label.pk}/royalties").content.decode()
    for end in ("", "/lines.csv", "/archive.zip", f"/lines/{lines_of(statement)[0]['id']}"):
        assert browser.get(f"{statement.get_absolute_url()}{end}").status_code == 404


def test_the_next_month_is_foreseen_and_said_how(desk) -> None:  # type: ignore[no-untyped-def]
    label, _, browser = desk
    assert "Forecast" not in browser.get(f"/rights/{label.pk}/royalties").content.decode(), "of one month"
    pool = books.pool(month := books.shared_month(date(2026, 9, 1)))
    books.part(pool, label, 20_000_000, 6)
    books.stated(label, month, makers.recordings(label, 2))
    text = browser.get(f"/rights/{label.pk}/royalties").content.decode()
    assert "Forecast for the next month" in text
    assert "25.00 EUR" in text
    assert "between 20.00 EUR and 30.00 EUR" in text
    assert "The mean of the last 2 months" in text


def test_a_month_corrected_many_times_is_one_month_of_the_forecast(desk) -> None:  # type: ignore[no-untyped-def]
    label, statement, browser = desk
    for number in range(1, 13):
        said = f"{statement.number}-{number}"
        about = (Kind.STATEMENT, Ground.OPERATION, Actor(ActorClass.STAFF), Thing("statement", said))
        with transaction.atomic():
            entry = ledger.write_line(Line(*about, Action.NONE, {}, count=1, digest="a" * 64))
        row = copy(statement)
        row.pk, row.revision, row.number, row.due, row.entry = None, number, said, 0, entry
        row.save(force_insert=True)
    pool = books.pool(month := books.shared_month(date(2026, 9, 1)))
    books.part(pool, label, 20_000_000, 6)
    books.stated(label, month, makers.recordings(label, 2))
    assert "The mean of the last 2 months" in browser.get(f"/rights/{label.pk}/royalties").content.decode()


def test_lines_issued_before_weights_were_stated_are_read_as_they_were_shared(desk) -> None:  # type: ignore[no-untyped-def]
    _, statement, browser = desk
    at = check.COLUMNS.index("weight")
    text = files().read(statement.lines).decode()
    old = "".join(
        ",".join(cell for place, cell in enumerate(line.split(",")) if place != at) + "\n"
        for line in text.splitlines()
    )
    weights = [row["weight"] for row in lines_of(statement)]
    Statement.objects.update(lines=files().keep([old.encode()]).sha256)
    statement.refresh_from_db()
    assert [row["weight"] for row in lines_of(statement)] == weights
    for row in lines_of(statement):
        assert browser.get(f"{statement.get_absolute_url()}/lines/{row['id']}").status_code == 200
    said = dict(queries.said_in(statement, queries.EVERYTHING))
    said["lines"] = {"sha256": hashlib.sha256(old.encode()).hexdigest(), "count": len(weights)}
    assert list(check.differences(said, old)) == [], "the label's own command reads it, too"
