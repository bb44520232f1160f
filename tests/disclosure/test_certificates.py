"""A certificate of compliance says what was done about every row, and anybody can check it offline."""

import json
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from alone import alone
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from akkord.cases import actions as cases
from akkord.cases.models import Order
from akkord.disclosure import check
from akkord.disclosure.rules.compliance import Name, RowClass, class_of
from akkord.ledger.sequencing import sequence
from akkord.music.models import Track
from akkord.people.actions import issue_token
from akkord.rights import actions as rights
from cases import makers


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Filed:
    """An order over recordings, renamed files, unknown files, double names and nothing at all."""

    def __init__(self, exact: int = 3, sound_only: int = 2, absent: int = 2, files: int = 1) -> None:
        self.label, self.rep = makers.label(name="Northwind Records")
        other, _ = makers.label()
        recordings = makers.recordings(self.label, exact + sound_only)
        uploader = makers.person()
        renamed = makers.sounds(sound_only)
        hidden = makers.tracks(uploader, renamed)
        makers.matched(renamed, recordings[exact:])
        theirs = makers.recordings(other, 1)[0]
        lone = makers.tracks(uploader, makers.sounds(files))
        double = makers.tracks(uploader, makers.sounds(2))
        Track.objects.filter(pk__in=[one.pk for one in double]).update(title="Twice", artist="Double")
        rows = [one.isrc for one in recordings[:exact]] + [f"/audio{one.pk}" for one in [*hidden, *lone]]
        rows += ["Double - Twice", theirs.isrc] + [f"/audio{10**9 + n}" for n in range(absent)]
        said = {"title": "Осень", "reason": "Not licensed", "text": "\n".join(rows)}
        self.order: Order = cases.file_order(self.rep, self.label, **said)
        self.wanted = {
            "exact": exact + files,
            "sound_only": sound_only,
            "ambiguous": 1,
            "no_standing": 1,
            "not_found": absent,
        }

    @property
    def page(self) -> str:
        return f"/rights/{self.label.pk}/orders/{self.order.public_id}"

    def execute(self) -> "Filed":
        self.order = cases.execute_order(self.rep, self.order)
        sequence.func()
        return self

    def certificate(self) -> dict[str, Any]:
        answer = signed_in(self.rep).get(f"{self.page}/certificate.json")
        said: dict[str, Any] = json.loads(b"".join(answer.streaming_content))
        return said


def faults(said: dict[str, Any]) -> list[str]:
    verifier = check.Verifier.from_vkey(said["log"]["vkey"])
    return [what for fine, what in check.check_certificate(said, verifier) if not fine]


def test_scenario_3_the_certificate_lists_every_class_and_what_is_not_certain_is_not_removed(
    log: Path,
) -> None:
    filed = Filed().execute()
    said = filed.certificate()
    assert {kind: count for kind, count in said["summary"].items() if count} == filed.wanted
    assert Counter(row["class"] for row in said["rows"]) == filed.wanted
    assert [row["row"] for row in said["rows"] if row["line"] is None] == [7, 8, 9, 10]
    assert said["order"]["filed_by"] == "Northwind Records"
    assert faults(said) == []


def test_a_stranger_checks_it_offline_with_the_sites_file_and_the_library_alone(
    log: Path, tmp_path: Path, client: Client
) -> None:
    script, document = tmp_path / "check.py", tmp_path / "certificate.json"
    script.write_bytes(client.get("/transparency/check.py").content)
    said = Filed().execute().certificate()
    document.write_text(json.dumps(said), encoding="utf-8")

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return alone(script, "certificate", str(document), *more)

    fine = run("--vkey", said["log"]["vkey"])
    assert fine.returncode == 0, fine.stderr
    assert "OK" in fine.stdout
    assert "WARNING" in run().stderr
    said["rows"][0]["acted_at"] = "2020-01-01T00:00:00Z"
    document.write_text(json.dumps(said), encoding="utf-8")
    wrong = run("--vkey", said["log"]["vkey"])
    assert wrong.returncode == 1
    assert "row 1" in wrong.stdout


def _drop_row(said: dict[str, Any]) -> None:
    del said["rows"][0]


def _other_line(said: dict[str, Any]) -> None:
    said["rows"][0]["line"]["entry"] = said["rows"][1]["line"]["entry"]


def _other_proof(said: dict[str, Any]) -> None:
    said["rows"][0]["line"]["proof"] = said["rows"][1]["line"]["proof"]


def _other_index(said: dict[str, Any]) -> None:
    said["rows"][0]["line"]["index"] += 1


def _edited_entry(said: dict[str, Any]) -> None:
    line = said["rows"][0]["line"]
    line["entry"] = line["entry"].replace("Northwind", "Southwind")


def _upgraded(said: dict[str, Any]) -> None:
    said["rows"][-1]["class"] = "exact"


def _degraded(said: dict[str, Any]) -> None:
    said["rows"][0]["class"] = "not_found"


def _other_isrc(said: dict[str, Any]) -> None:
    said["rows"][0]["isrc"] = "QZAKK2600001"


def _other_summary(said: dict[str, Any]) -> None:
    said["summary"]["exact"] += 1


def _no_format(said: dict[str, Any]) -> None:
    said["format"] = "x"


@pytest.mark.parametrize(
    "forge",
    [
        _drop_row, _other_line, _other_proof, _other_index, _edited_entry, _upgraded, _degraded, _other_isrc,
        _other_summary, _no_format,
    ],
    ids=lambda forge: forge.__name__.strip("_"),
)  # fmt: skip
def test_a_forged_certificate_is_noticed(log: Path, forge: Any) -> None:
    said = Filed().execute().certificate()
    forge(said)
    assert faults(said)


def test_the_page_shows_every_row_and_can_be_printed_in_both_languages(log: Path) -> None:
    filed = Filed().execute()
    browser = signed_in(filed.rep)
    assert f"{filed.page}/certificate" in browser.get(filed.page).content.decode()
    page = browser.get(f"{filed.page}/certificate").content.decode()
    assert page.count("<tr>") == len(filed.certificate()["rows"]) + 1
    assert "Certificate of compliance" in page
    type(filed.rep).objects.filter(pk=filed.rep.pk).update(language="ru")
    assert "Акт об исполнении" in browser.get(f"{filed.page}/certificate").content.decode()


def test_before_execution_and_before_signing_there_is_nothing_to_certify(log: Path) -> None:
    filed = Filed()
    browser = signed_in(filed.rep)
    assert browser.get(f"{filed.page}/certificate").status_code == 302
    token = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(filed.rep, 'test')}"}
    address = f"/api/v1/orders/{filed.order.public_id}/certificate"
    assert browser.get(address, **token).json()["error"] == "not_executed"
    filed.order = cases.execute_order(filed.rep, filed.order)
    answer = browser.get(address, **token)
    assert (answer.status_code, answer.json()["error"], answer["Retry-After"]) == (503, "not_signed_yet", "5")
    sequence.func()
    said = json.loads(b"".join(browser.get(address, **token).streaming_content))
    assert faults(said) == []


def test_only_those_who_act_for_it_and_the_operator_read_a_certificate(log: Path) -> None:
    filed = Filed().execute()
    for name in ("certificate", "certificate.json"):
        assert signed_in(makers.person()).get(f"{filed.page}/{name}").status_code == 404
        assert Client().get(f"{filed.page}/{name}").status_code == 302
        assert signed_in(makers.person(is_staff=True)).get(f"{filed.page}/{name}").status_code == 200


def test_what_was_lifted_since_is_said(log: Path) -> None:
    filed = Filed().execute()
    block = filed.order.rows.get(line=1).block
    rights.lift_block(filed.rep, block)
    sequence.func()
    lifted = [row["row"] for row in filed.certificate()["rows"] if row["lifted"]]
    assert lifted == [1]
    assert faults(filed.certificate()) == []


def test_a_certificate_asks_the_database_a_few_times_for_each_thousand_of_its_rows(
    log: Path, django_assert_max_num_queries: Any
) -> None:
    filed = Filed(exact=1_200, sound_only=0, absent=1, files=1).execute()
    browser = signed_in(filed.rep)
    with django_assert_max_num_queries(30):
        text = b"".join(browser.get(f"{filed.page}/certificate.json").streaming_content)
    for paper in ("certificate", "certificate.pdf"):
        with django_assert_max_num_queries(30):
            assert browser.get(f"{filed.page}/{paper}").status_code == 200
    assert faults(json.loads(text)) == []


A = Name("Anna", "Morning Song")


@pytest.mark.parametrize(
    ("found", "sent_as", "recording", "wanted"),
    [
        ("recording", None, A, RowClass.EXACT),
        ("recording", Name("ANNA", "morning  song!"), A, RowClass.EXACT),
        ("recording", Name("Anna", "Evening Song"), A, RowClass.SOUND_ONLY),
        ("recording", Name("Boris", "Morning Song"), A, RowClass.SOUND_ONLY),
        ("recording", Name("", "track 01"), A, RowClass.SOUND_ONLY),
        ("file", Name("", "track 01"), None, RowClass.EXACT),
        ("file", None, None, RowClass.EXACT),
        ("ambiguous", Name("Anna", "Morning Song"), None, RowClass.AMBIGUOUS),
        ("not_found", None, None, RowClass.NOT_FOUND),
        ("no_standing", None, A, RowClass.NO_STANDING),
    ],
)
def test_the_class_of_a_row(
    found: str, sent_as: Name | None, recording: Name | None, wanted: RowClass
) -> None:
    assert class_of(found, sent_as, recording) == wanted


@given(st.text(), st.text())
def test_a_name_is_the_same_as_itself_in_capitals_and_with_spaces(artist: str, title: str) -> None:
    shouted = Name(f" {artist} ".casefold(), f"-{title}".casefold())
    assert Name(artist, title).same_as(shouted)


def test_the_paper_holds_every_row_in_the_readers_language(log: Path) -> None:
    filed = Filed().execute()
    browser = signed_in(filed.rep)
    answer = browser.get(f"{filed.page}/certificate.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    english = words_of(answer.content)
    assert "Certificate of compliance" in english
    assert "Осень" in english  # the order's title, in Cyrillic letters
    given = [row["given"] for row in filed.certificate()["rows"]]
    assert [one for one in given if one not in english] == []
    type(filed.rep).objects.filter(pk=filed.rep.pk).update(language="ru")
    assert "Акт об исполнении" in words_of(browser.get(f"{filed.page}/certificate.pdf").content)


def words_of(pdf: bytes) -> str:
    """Every text of the document, as another program reads it."""
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
