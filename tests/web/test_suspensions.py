"""Three strikes suspend an account's uploads: the whole life through the doors, with a stepped clock."""

import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string

from akkord.cases import claims, errors, suspending
from akkord.cases.models import Letter, Proceeding, Strike, Suspension
from akkord.config.wiring import RESTRICTIONS
from akkord.disclosure.rules import form
from akkord.disclosure.rules.reasons import Site, owes_statement, statement_of
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.ledger import sequencing
from akkord.ledger.audit import audit
from akkord.ledger.models import Entry
from akkord.music import queries as music
from akkord.music import upload_life
from akkord.music.errors import UploadsSuspended
from akkord.music.models import Track, Upload
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.store.partials import partials
from cases import makers
from cases.test_claims import ordered, told
from labels.test_office_pages import signed_in
from music.conftest import data, log, told_ear  # noqa: F401  (a store, a log and an ear of its own)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log", "told_ear")]

BYTES = b"a sound of nobody's " * 50
COUNTER = {
    "signature": "Bo",
    "places": "audio1",
    "mistake": "on",
    "name": "Bo",
    "address": "1 Main Street",
    "phone": "+1 555 0100",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _wakes(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


@pytest.fixture
def bo() -> Person:
    with clock.at(utc("2026-03-01 12:00")):
        return makers.person()


@pytest.fixture
def ada() -> Person:
    """One of the staff."""
    return makers.person(is_staff=True)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def later(instant: str) -> Any:
    """What fell due until then has been done by the worker, each at its own time; and it is that time."""
    moment = utc(instant)
    while job := Job.objects.filter(state="waiting", run_at__lte=moment).order_by("run_at", "pk").first():
        with clock.at(max(job.run_at, job.enqueued_at)):
            taken = jobs.take("tests")
            assert taken is not None
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error
    return clock.at(moment)


def removed(person: Person, staff: Person, at: str, procedure: str = "dmca") -> Proceeding:
    with later(at):
        return removed_now(person, staff, procedure)


def removed_now(person: Person, staff: Person, procedure: str = "dmca") -> Proceeding:
    """A notice by a stranger's form over an upload of the person, and the staff's button."""
    (track,) = makers.tracks(person, makers.sounds(1))
    said = {
        "signature": "Ada Holder",
        "name": "Ada Holder",
        "works": "Song",
        "reason": "It is ours, and nobody asked us.",
        "places": f"https://akkord.example/audio{track.pk}",
        "mail": f"ada{track.pk}@label.example",
        "good_faith": "on",
        "accuracy": "on",
        "country": "US" if procedure == "dmca" else "DE",
    }
    assert Client().post(f"/notices/new/{procedure}", said).status_code == 302
    found = Proceeding.objects.latest("pk")
    event = "remove" if procedure == "dmca" else "restrict"
    asked = {"event": event, "actor": "staff", "reason": "It is theirs."}
    signed_in(staff).post(f"/staff/proceedings/{found.public_id}/step", asked)
    found.refresh_from_db()
    assert found.state in ("removed", "restricted")
    return found


def suspended(person: Person, staff: Person) -> Suspension:
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        removed(person, staff, f"{day} 12:00")
    return Suspension.objects.get(person=person)


def by_form(person: Person) -> Any:
    return signed_in(person).post("/audio/upload", {"file": SimpleUploadedFile("a.mp3", BYTES)})


def by_api(person: Person) -> Any:
    key = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(person, 'test')}"}
    return Client().post("/api/v1/uploads", {"file": SimpleUploadedFile("a.mp3", BYTES)}, **key)  # type: ignore[arg-type]


def tus(person: Person, method: str, address: str, body: bytes = b"", **headers: str) -> Any:
    key = f"Bearer {issue_token(person, 'test')}"
    said = {"Authorization": key, "Tus-Resumable": "1.0.0"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Client().generic(method, address, body, "application/offset+octet-stream", headers=said)


def by_tus(person: Person) -> Any:
    named = f"filename {base64.b64encode(b'a.mp3').decode()}"
    return tus(person, "POST", "/audio/uploads/", Upload_Length=str(len(BYTES)), Upload_Metadata=named)


def may_upload(person: Person) -> set[bool]:
    """What every door says; all of them the same."""
    form_, api, pieces = by_form(person), by_api(person), by_tus(person)
    return {form_.status_code == 302, api.status_code == 201, pieces.status_code == 201}


def differences() -> list[str]:
    """What the operator's audit says when every line is sequenced."""
    sequencing.sequence.func()
    held = chain.from_iterable(import_string(name)() for name in RESTRICTIONS)
    return [found.what.value for found in audit(held).findings]


def letters(person: Person) -> list[str]:
    about = Letter.objects.filter(person=person, proceeding=None).order_by("pk")
    return list(about.values_list("template", flat=True))


def page(person: Person, address: str = "/letters") -> str:
    return signed_in(person).get(address).content.decode()


# --- warned, suspended, let in again ------------------------------------------------------------------


def test_the_second_strike_warns_and_the_third_suspends_at_every_door(bo: Person, ada: Person) -> None:
    removed(bo, ada, "2026-03-02 12:00")
    assert letters(bo) == []
    removed(bo, ada, "2026-03-03 12:00")
    assert letters(bo) == ["strikes_warned"]
    with later("2026-03-03 13:00"):
        assert may_upload(bo) == {True}
        assert not Suspension.objects.exists()
    removed(bo, ada, "2026-03-04 12:00")
    assert letters(bo) == ["strikes_warned", "uploads_suspended"]
    row = Suspension.objects.get()
    assert (row.person, row.until - row.at) == (bo, timedelta(days=180))
    assert set(row.strikes.all()) == set(Strike.objects.filter(person=bo))
    with later("2026-03-04 13:00"):
        sequencing.sequence.func()
        row.refresh_from_db()
        assert may_upload(bo) == {False}
        line = f"Log line {row.entry.number}" if row.entry else ""
        shown = page(bo, "/audio/upload")
        for said in ("31 August", "three copyright strikes", line, "how to contest it", 'href="/letters"'):
            assert said in shown
        assert 'name="file"' not in shown
        refused = by_api(bo)
        assert refused.status_code == 403
        told = refused.json()
        assert told["error"] == "uploads_suspended"
        for said in ("31 August 2026", str(row.entry and row.entry.number), "/letters", "listen, read"):
            assert said in told["text"]
            assert said in by_tus(bo).content.decode()
        assert by_tus(bo).status_code == 403
        assert by_form(bo).status_code == 400
        with translation.override("ru"):
            assert "приостановлены" in refusal_of(bo)
    assert differences() == []


def refusal_of(person: Person) -> str:
    with pytest.raises(UploadsSuspended) as caught:
        music.check_may_send(person.pk)
    return caught.value.text


def test_playing_reading_and_writing_stay_open_and_what_was_uploaded_stays(bo: Person, ada: Person) -> None:
    with clock.at(utc("2026-03-01 12:00")):
        mine, theirs = (makers.tracks(each, makers.sounds(1))[0] for each in (bo, ada))
    suspended(bo, ada)
    with later("2026-03-05 12:00"):
        browser = signed_in(bo)
        for address in ("/audio", "/feed", f"/audio{theirs.pk}", "/audio/uploads/mine", f"/id{ada.pk}"):
            assert browser.get(address).status_code == 200
        assert browser.post(f"/id{bo.pk}/post", {"text": "Still here."}).status_code == 302
        assert "Still here." in page(bo, f"/id{bo.pk}")
        assert signed_in(ada).get(f"/audio{mine.pk}").status_code == 200
        key = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(bo, 'test')}"}
        heard = Client().get(f"/api/v1/tracks/{theirs.pk}", **key)  # type: ignore[arg-type]
        assert heard.json()["state"] == "playable", heard.json()
        assert may_upload(ada) == {True}  # nobody else


def test_what_was_on_its_way_is_not_published(bo: Person, ada: Person) -> None:
    with later("2026-03-04 11:00"):
        place = by_tus(bo)["Location"]
        assert tus(bo, "PATCH", place, BYTES[:100], Upload_Offset="0").status_code == 204
        assert by_form(bo).status_code == 302
        received = Upload.objects.get(state="received")
    suspended(bo, ada)
    with later("2026-03-04 13:00"):
        rest = tus(bo, "PATCH", place, BYTES[100:], Upload_Offset="100")
        assert (rest.status_code, "suspended until" in rest.content.decode()) == (403, True)
        stopped = Upload.objects.get(pk=place.rsplit("/", 1)[1])
        assert (stopped.state, partials().size(stopped.pk)) == ("arriving", 100)  # what came is not lost
        assert tus(bo, "HEAD", place)["Upload-Offset"] == "100"
        # What was received whole, and was being looked up when the strike came, becomes no track.
        Upload.objects.filter(pk=received.pk).update(state="heard", sound=makers.sound())
        received.refresh_from_db()
        upload_life.decide_first(received)
        received.refresh_from_db()
        assert (received.state, received.refusal) == ("refused", "suspended")
        assert not Track.objects.filter(upload=received).exists()
        assert "were suspended before this one could be published" in page(bo, "/audio/uploads/mine")


def test_a_counter_notice_lets_upload_and_a_suit_suspends_again_until_the_day_it_was(
    bo: Person, ada: Person
) -> None:
    row, last = suspended(bo, ada), Proceeding.objects.latest("pk")
    with later("2026-03-06 12:00"):
        answer = signed_in(bo).post(f"/proceedings/{last.public_id}/counter", COUNTER)
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.ending == "strikes"
        assert may_upload(bo) == {True}
        assert letters(bo)[-1] == "suspension_fallen"
        assert differences() == []
    with later("2026-03-10 12:00"):
        Client().post(f"/notices/{last.claimant_link}/step", {"event": "suit", "reason": "Case 5 of 2026"})
        assert may_upload(bo) == {False}
        again = Suspension.objects.get(ended_at=None)
        assert (again.at, again.until) == (utc("2026-03-10 12:00"), row.until)
        assert letters(bo)[-1] == "uploads_suspended"
        assert differences() == []


def test_an_appeal_under_the_digital_services_act_freezes_too(bo: Person, ada: Person) -> None:
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        last = removed(bo, ada, f"{day} 12:00", "dsa")
    with later("2026-03-05 12:00"):
        assert may_upload(bo) == {False}
        step = {"event": "complain", "reason": "It is mine."}
        signed_in(bo).post(f"/proceedings/{last.public_id}/step", step)
        assert may_upload(bo) == {True}
        signed_in(makers.person(is_staff=True)).post(
            f"/staff/review/proceeding-{last.pk}/act", {"event": "uphold", "reason": "It is theirs."}
        )
        assert may_upload(bo) == {False}
    assert differences() == []


def test_a_notice_that_is_taken_back_lets_upload_and_the_next_strike_suspends_anew(
    bo: Person, ada: Person
) -> None:
    suspended(bo, ada)
    last = Proceeding.objects.latest("pk")
    with later("2026-03-05 12:00"):
        Client().post(f"/notices/{last.claimant_link}/step", {"event": "retract"})
        assert may_upload(bo) == {True}
    removed(bo, ada, "2026-03-09 12:00")
    with later("2026-03-09 13:00"):
        assert may_upload(bo) == {False}
        assert Suspension.objects.get(ended_at=None).until == utc("2026-09-05 12:00")
    assert letters(bo) == ["strikes_warned", "uploads_suspended", "suspension_fallen", "uploads_suspended"]
    assert differences() == []


def test_it_ends_on_its_day_by_itself_and_stays_over(bo: Person, ada: Person) -> None:
    suspended(bo, ada)
    with later("2026-08-31 11:59"):
        assert may_upload(bo) == {False}
    with clock.at(utc("2026-08-31 12:00")):  # the gate waits for no job
        assert may_upload(bo) == {True}
    with later("2026-08-31 12:00"):
        row = Suspension.objects.get()
        assert (row.ending, row.ended_at) == ("time", utc("2026-08-31 12:00"))
        assert letters(bo)[-1] == "suspension_served"
        suspending.weigh(bo.pk)
        assert Suspension.objects.count() == 1
        assert "Your uploads were suspended" in page(bo)
        assert differences() == []


def test_a_strike_that_comes_before_the_job_that_ends_one_brings_the_next(bo: Person, ada: Person) -> None:
    suspended(bo, ada)
    with clock.at(utc("2026-08-31 12:01")):
        removed_now(bo, ada)
        assert may_upload(bo) == {False}
        first, second = Suspension.objects.order_by("pk")
        assert (first.ending, second.at) == ("time", clock.now())
        assert differences() == []


def test_the_lesson_ends_it_when_strikes_run_out(bo: Person, ada: Person) -> None:
    suspended(bo, ada)
    with later("2026-03-10 12:00"):
        right = {"bought": "1", "again": "2", "quotation": "0"}
        assert signed_in(bo).post("/letters/school", right).status_code == 302
        assert "it ends on 8 June" in page(bo)
    with later("2026-06-08 11:59"):
        assert may_upload(bo) == {False}
    with later("2026-06-08 12:00"):
        assert may_upload(bo) == {True}
        assert Suspension.objects.get().ending == "strikes"
    assert differences() == []


def test_three_strikes_at_one_moment_only_warn(bo: Person, ada: Person) -> None:
    for _ in range(3):
        removed(bo, ada, "2026-03-02 12:00")
    assert letters(bo) == ["strikes_warned"]
    with later("2026-03-02 13:00"):
        assert may_upload(bo) == {True}
    removed(bo, ada, "2026-03-03 12:00")
    assert letters(bo) == ["strikes_warned", "uploads_suspended"]


def test_sending_in_again_what_orders_removed_suspends_and_a_dispute_freezes(bo: Person) -> None:
    with clock.at(utc("2026-03-01 12:00")):
        label, rep = makers.label()
        songs, sounds = makers.recordings(label, 3), makers.sounds(3)
        first = makers.tracks(bo, sounds)
        makers.matched(sounds, songs)
        ordered(rep, label, "\n".join(song.isrc for song in songs))
        told(first)
    for day, song in enumerate(songs, start=2):
        with later(f"2026-03-0{day} 12:00"):
            (again,) = makers.tracks(bo, makers.sounds(1))
            makers.matched([again.sound], [song])
            told([again])
            claims.keep_claims(again.upload_id, first=True)
    assert letters(bo) == ["strikes_warned", "uploads_suspended"]
    assert Suspension.objects.get().at == utc("2026-03-04 12:00")
    said = Letter.objects.get(template="uploads_suspended").text
    assert said.count("sent in again after its removal (line ") == 3
    with later("2026-03-05 12:00"):
        assert may_upload(bo) == {False}
        (filed,) = claims.contest(bo, again.upload_id, "owner", "I made it.")
        assert may_upload(bo) == {True}
        claims.answer(rep, label, filed.pk, release=False, answer="It is ours.")
        assert may_upload(bo) == {False}
    assert differences() == []


# --- what is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Statement of reasons", "You may appeal free of charge", "sent in 3 uploads", "court")),
        ("ru", ("Изложение оснований", "можно бесплатно обжаловать", "прислано загрузок: 3", "суд")),
    ],
)
def test_the_letter_says_which_strikes_what_law_until_when_and_how_to_contest(
    bo: Person, ada: Person, language: str, words: tuple[str, ...]
) -> None:
    Person.objects.filter(pk=bo.pk).update(language=language)
    row = suspended(bo, ada)
    letter = Letter.objects.get(template="uploads_suspended")
    assert (letter.language, letter.mail, letter.proceeding) == (language, bo.email, None)
    for said in (*words, "17 U.S.C. 512(i)", "2022/2065 art. 23(1)", "/letters", "2026"):
        assert said in letter.text
    assert row.entry is not None
    assert row.entry.public_id in letter.text
    for strike in row.strikes.all():
        assert strike.proceeding is not None
        assert str(strike.proceeding.pk) in letter.text
    assert "$" not in letter.text
    warning = Letter.objects.get(template="strikes_warned")
    assert warning.sent_at < letter.sent_at
    assert "180" in warning.text


def test_the_line_names_nobody_and_owes_a_statement_that_says_what_is_closed(bo: Person, ada: Person) -> None:
    row = suspended(bo, ada)
    assert row.entry is not None
    body = bytes(row.entry.body)
    for private in (bo.name, bo.email, f"account:{bo.pk}"):
        assert private.encode() not in body
    line = json.loads(body)
    assert (line["kind"], line["ground"], line["action"]) == ("restrict", "rules", "account")
    assert line["until"] == "2026-08-31T12:00:00Z"
    assert line["automated"]["decision"] is True
    assert owes_statement(line)
    statement = statement_of(line, Site("https://akkord.example", "akkord.example/log"))
    assert form.faults(statement) == []
    assert statement["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert "decision_account" not in statement
    assert statement["end_date_service_restriction"] == "2026-08-31"
    assert statement["category"] == "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
    assert statement["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    number = sequencing.sequence.func() or Entry.objects.get(pk=row.entry_id).number
    assert "restricted an account" in Client().get(f"/log/{number}").content.decode()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE cases_suspension SET until = '2027-01-01'", "other_facts"),
        ("UPDATE music_uploadstop SET until = '2027-01-01'", "other_facts"),
        ("DELETE FROM music_uploadstop", "other_facts"),
        ("DELETE FROM cases_suspension_strikes", "other_facts"),
        ("UPDATE cases_suspension SET person_id = {ada}", "other_thing"),
        ("DELETE FROM cases_suspension_strikes; DELETE FROM cases_suspension", "restriction_without_line"),
        (
            "DELETE FROM cases_suspension_strikes; DELETE FROM cases_suspension; "
            "DELETE FROM music_uploadstop",
            "line_without_restriction",
        ),
        (
            "INSERT INTO music_uploadstop (person_id, until) VALUES ({ada}, '2027-01-01')",
            "restriction_without_line",
        ),
        (
            "INSERT INTO cases_suspension (person_id, at, until, reason, appeal, answer, ending, why) "
            "VALUES ({ada}, '2026-03-04', '2027-01-01', '', '', '', '', '')",
            "restriction_without_line",
        ),
        (
            "UPDATE cases_suspension SET ended_at = '2026-03-05', ending = 'time', end_entry_id = entry_id; "
            "DELETE FROM music_uploadstop",
            "line_without_restriction",
        ),
    ],
)
def test_the_audit_finds_a_suspension_slipped_in_or_out(
    bo: Person, ada: Person, tampering: str, found: str
) -> None:
    suspended(bo, ada)
    with later("2026-03-05 12:00"):
        assert differences() == []
        with connection.cursor() as cursor:
            for statement in tampering.format(ada=ada.pk).split("; "):
                cursor.execute(statement)
        assert found in differences()


# --- people -------------------------------------------------------------------------------------------


def test_an_appeal_is_answered_with_reasons_by_somebody_who_did_not_decide(bo: Person, ada: Person) -> None:
    row, other = suspended(bo, ada), makers.person(is_staff=True)
    place = f"/letters/suspensions/{row.pk}/appeal"
    with later("2026-03-05 12:00"):
        assert "Suspended uploads, not looked at" in page(ada, "/staff/review")
        key = f"suspension-{row.pk}"
        shown = page(ada, f"/staff/review?item={key}")
        for said in ("3 strikes stand now", "3 uploads in all", "suspended 0 times before", 'data-key="a"'):
            assert said in shown
        desk = signed_in(ada)
        without = desk.post(f"/staff/review/{key}/suspension", {"stands": "yes", "reason": " "}, follow=True)
        assert "Say why: the owner of the account reads it." in without.content.decode()
        desk.post(f"/staff/review/{key}/suspension", {"stands": "yes", "reason": "Three of three."})
        row.refresh_from_db()
        assert (row.decided_by, row.reason) == (ada, "Three of three.")
        assert letters(bo)[-1] == "suspension_confirmed"
        assert key not in page(ada, "/staff/review")
    with later("2026-03-06 12:00"):
        member = signed_in(bo)
        assert "Three of three." in page(bo)
        empty = member.post(place, {"text": "  "})
        assert (empty.status_code, "a person will read it" in empty.content.decode()) == (422, True)
        assert signed_in(makers.person()).post(place, {"text": "x"}).status_code == 404
        assert Client().post(place, {"text": "x"}).status_code == 302
        assert member.post(place, {"text": "My <b>cousin</b> did it."}).status_code == 302
        assert letters(bo)[-1] == "suspension_appeal_receipt"
        assert member.post(place, {"text": "Again"}).status_code == 422
        assert "My &lt;b&gt;cousin&lt;/b&gt; did it." in page(bo)
        assert may_upload(bo) == {False}  # until it is answered everything stays
    with later("2026-03-07 12:00"):
        key = f"appeal-{row.pk}"
        assert "you decided it, or it is your own" in page(ada, f"/staff/review?item={key}")
        desk.post(f"/staff/review/{key}/suspension", {"stands": "yes", "reason": "As I said."})
        with pytest.raises(errors.DecidedByYou):
            suspending.answer(ada, row.pk, "As I said.", uphold=True)
        row.refresh_from_db()
        assert row.answered_at is None
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.filter(pk=row.pk).update(answered_by=ada)
        second = signed_in(other)
        assert "My &lt;b&gt;cousin&lt;/b&gt;" in page(other, f"/staff/review?item={key}")
        second.post(f"/staff/review/{key}/suspension", {"stands": "yes", "reason": "Who holds it answers."})
        row.refresh_from_db()
        assert (row.answered_by, row.upheld, row.ended_at) == (other, True, None)
        assert letters(bo)[-1] == "suspension_upheld"
        assert "Who holds it answers." in page(bo)
        assert may_upload(bo) == {False}
        assert Proceeding.objects.filter(state="removed").count() == 3
    assert differences() == []


def test_an_appeal_that_is_right_lifts_and_the_same_strikes_suspend_no_more(bo: Person, ada: Person) -> None:
    row = suspended(bo, ada)
    with later("2026-03-05 12:00"):
        signed_in(bo).post(f"/letters/suspensions/{row.pk}/appeal", {"text": "It was not me."})
        key = f"appeal-{row.pk}"
        signed_in(ada).post(f"/staff/review/{key}/suspension", {"stands": "no", "reason": "So it was."})
        row.refresh_from_db()
        assert (row.ending, row.ended_by, row.upheld) == ("appeal", ada, False)
        assert letters(bo)[-1] == "suspension_reversed"
        assert may_upload(bo) == {True}
        line = row.end_entry
        assert line is not None
        assert (line.kind, line.prev) == ("reverse", row.entry)
        suspending.weigh(bo.pk)
        assert may_upload(bo) == {True}
        assert "So it was." in page(bo)
    assert differences() == []


def test_the_staff_sees_who_is_suspended_and_lifts_in_one_step_with_a_reason(bo: Person, ada: Person) -> None:
    row = suspended(bo, ada)
    place = f"/staff/suspensions/{row.pk}/lift"
    with later("2026-03-05 12:00"):
        shown = page(ada, "/staff/suspensions")
        for said in (bo.name, "31 August", f"item=suspension-{row.pk}", place):
            assert said in shown
        for stranger in (signed_in(bo), Client()):
            assert stranger.get("/staff/suspensions").status_code == 404
            assert stranger.post(place, {"reason": "x"}).status_code == 404
            assert stranger.post(f"/staff/review/suspension-{row.pk}/suspension").status_code == 404
        desk = signed_in(ada)
        assert "Say why" in desk.post(place, {"reason": ""}, follow=True).content.decode()
        desk.post(place, {"reason": "A hard case."})
        row.refresh_from_db()
        assert (row.ending, row.ended_by, row.why) == ("staff", ada, "A hard case.")
        assert letters(bo)[-1] == "suspension_lifted"
        assert may_upload(bo) == {True}
        assert "There is no such suspension" in desk.post(
            place, {"reason": "Twice."}, follow=True
        ).content.decode()  # fmt: skip
        assert "A hard case." in page(bo)
        gone = signed_in(bo).post(f"/letters/suspensions/{row.pk}/appeal", {"text": "x"})
        assert gone.status_code == 422
    assert differences() == []


def test_nobody_of_the_staff_decides_on_their_own(ada: Person) -> None:
    bo = makers.person(is_staff=True)
    row = suspended(bo, ada)
    for verb in (suspending.lift, suspending.confirm):
        with pytest.raises(errors.DecidedByYou):
            verb(bo, row.pk, "It is me.")
    with pytest.raises(errors.StaffOnly):
        suspending.lift(makers.person(), row.pk, "Please.")
    for field in ("decided_by", "answered_by", "ended_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.filter(pk=row.pk).update(**{field: bo})


def test_an_appeal_comes_within_six_months_also_when_it_is_over(bo: Person, ada: Person) -> None:
    row = suspended(bo, ada)
    place = f"/letters/suspensions/{row.pk}/appeal"
    with later("2026-09-04 12:00"):  # 184 days
        assert signed_in(bo).post(place, {"text": "Late."}).status_code == 422
    with later("2026-09-04 11:59"):
        assert signed_in(bo).post(place, {"text": "In time."}).status_code == 302
        with pytest.raises(errors.NoSuchSuspension):
            suspending.confirm(ada, row.pk, "Too late.")
        suspending.answer(ada, row.pk, "It was wrong.", uphold=False)
        row.refresh_from_db()
        assert (row.ending, row.upheld) == ("time", False)
    assert differences() == []


def test_the_api_tells_strikes_and_takes_the_appeal(bo: Person, ada: Person) -> None:
    row = suspended(bo, ada)
    with later("2026-03-05 12:00"):
        key = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(bo, 'test')}"}
        told = Client().get("/api/v1/strikes", **key).json()  # type: ignore[arg-type]
        assert (told["account"], len(told["strikes"])) == ("suspends", 3)
        assert told["suspension"]["until"] == "2026-08-31T12:00:00Z"
        assert told["suspension"]["may_appeal"] is True
        place = f"/api/v1/suspensions/{row.pk}/appeal"
        ask = {"data": {"text": "It was not me."}, "content_type": "application/json"}
        stranger = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(ada, 'test')}"}
        assert Client().post(place, **ask, **stranger).status_code == 404  # type: ignore[arg-type]
        done = Client().post(place, **ask, **key)  # type: ignore[arg-type]
        assert (done.status_code, done.json()["appeal"]) == (200, "It was not me.")
        assert Client().post(place, **ask, **key).status_code == 409  # type: ignore[arg-type]
        assert Client().get("/api/v1/strikes", **stranger).json()["suspension"] is None  # type: ignore[arg-type]
