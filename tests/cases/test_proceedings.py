"""Proceedings over the tables: steps, blocks, letters, strikes and lines of the log, with a stepped clock."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.core import mail as post_office
from django.db import IntegrityError, transaction

from akkord.cases import errors, letters, proceedings, silence
from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases.law.machines import TABLES
from akkord.cases.law.procedures import PROCEDURES
from akkord.cases.law.terms import Party, Subject
from akkord.cases.models import Approval, Letter, Proceeding, Strike
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.ledger.models import Entry
from akkord.ledger.rules import Kind, in_force
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.rights import queries as facts
from akkord.rights.models import Block
from akkord.rights.terms import Verdict
from cases import makers

pytestmark = pytest.mark.django_db


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def later(instant: str) -> Any:
    """Everything that fell due until then has been done by the worker, and it is that time."""
    moment = utc(instant)
    while True:
        due = Job.objects.filter(state="waiting", run_at__lte=moment).order_by("run_at", "pk").first()
        if due is None:
            return clock.at(moment)
        with clock.at(max(due.run_at, due.enqueued_at)):
            taken = jobs.take("tests")
            assert taken is not None
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error


def verdict(track: Any, territory: str = "DE") -> Verdict:
    return music.decide_for(Listener(None, territory), [track])[track.pk].verdict


def standing_lines() -> set[str]:
    bodies = [json.loads(bytes(body)) for body in Entry.objects.order_by("pk").values_list("body", flat=True)]
    return set(in_force(bodies))


def held_entries() -> set[str]:
    return {held.entry for held in chain(music.restrictions_in_force(), facts.restrictions_in_force())}


def notice(track: Any, **more: Any) -> dict[str, Any]:
    return {
        "signature": "Ada Holder",
        "works": "Song",
        "places": f"https://akkord.example/audio{track.pk}",
        "mail": "ada@label.example",
        "good_faith": True,
        "accuracy": True,
    } | more


COUNTER = {
    "signature": "Bo",
    "places": "audio1",
    "mistake": True,
    "name": "Bo",
    "address": "1 Main Street",
    "phone": "+1 555 0100",
    "consent": True,
}
MON = "2026-11-16 15:00"


@pytest.fixture
def track() -> Any:
    return makers.tracks(makers.person(), makers.sounds(1))[0]


def removed(track: Any, at: str = MON) -> Proceeding:
    with clock.at(utc(at)):
        found = proceedings.open_notice("dmca", notice(track), country="US")
        return proceedings.record_event(
            found.public_id, "remove", Party.STAFF, person=makers.person(is_staff=True)
        )


def test_a_whole_notice_silences_nothing_until_it_is_acted_upon(track: Any) -> None:
    with clock.at(utc(MON)):
        found = proceedings.open_notice("dmca", notice(track), country="US")
    assert (found.state, verdict(track)) == ("valid", Verdict.ALLOW_REPORT)
    with later("2026-11-17 15:00"):
        assert verdict(track) == Verdict.BLOCK
    assert Proceeding.objects.get().state == "removed"
    assert standing_lines() == held_entries()


def test_a_removal_is_one_line_one_strike_and_letters_that_say_what_to_do(track: Any) -> None:
    found = removed(track)
    assert verdict(track) == Verdict.BLOCK
    assert Strike.objects.filter(person=track.person, lifted_at=None).count() == 1
    letter = Letter.objects.get(template="removed_by_notice")
    assert letter.person == track.person
    assert f"/proceedings/{found.public_id}" in letter.text
    block = Block.objects.get(withdrawn_at=None)
    said = json.loads(bytes(block.entry.body))
    assert said["basis"] == {"law": "17 U.S.C. 512, 112 Stat. 2877", "jurisdiction": "US"}
    steps = Entry.objects.filter(kind=Kind.STEP.value).count()
    assert steps == found.steps.count() == 3
    assert standing_lines() == held_entries()


def test_letters_are_posted_and_kept(track: Any) -> None:
    removed(track)
    with later(MON):
        pass
    assert {to for message in post_office.outbox for to in message.to} == {
        "ada@label.example",
        track.person.email,
    }


def test_the_log_names_nobody(track: Any) -> None:
    removed(track)
    said = b"".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    for word in (b"Ada", b"ada@", track.person.name.encode(), f"audio{track.pk}".encode()):
        assert word not in said


def test_silence_recorded_twice_is_once(track: Any) -> None:
    with clock.at(utc(MON)):
        found = proceedings.open_notice("dmca", notice(track), country="US")
    with clock.at(utc("2026-11-17 15:00")):
        silence.silence_falls.func(found.pk)
        silence.silence_falls.func(found.pk)
    assert found.steps.filter(event="remove").count() == 1
    assert Block.objects.count() == 1


def test_a_step_that_cannot_be_taken_changes_nothing(track: Any) -> None:
    found = removed(track)
    lines = Entry.objects.count()
    cases = [
        ("suit", Party.CLAIMANT, errors.StepNotPossible),
        ("retract", Party.UPLOADER, errors.StepNotYours),
    ]
    for event, by, why in cases:
        with clock.at(utc(MON)), pytest.raises(why):
            proceedings.record_event(found.public_id, event, by)
    assert Entry.objects.count() == lines


def test_only_whose_upload_it_is_may_answer_and_only_wholly(track: Any) -> None:
    found = removed(track)
    with clock.at(utc(MON)):
        with pytest.raises(errors.NoSuchProceeding):
            proceedings.counter_notice(makers.person(), found.public_id, COUNTER)
        with pytest.raises(errors.FormIncomplete):
            proceedings.counter_notice(track.person, found.public_id, COUNTER | {"consent": False})
        assert proceedings.counter_notice(track.person, found.public_id, COUNTER).state == "countered"


def test_a_retraction_frees_and_takes_the_strike_back(track: Any) -> None:
    found = removed(track)
    with clock.at(utc(MON)):
        proceedings.record_event(found.public_id, "retract", Party.CLAIMANT)
    assert verdict(track) < Verdict.HOLD
    assert not Strike.objects.filter(lifted_at=None).exists()
    assert standing_lines() == held_entries() == set()


def test_what_names_nothing_here_is_said_at_once() -> None:
    given = notice(
        makers.tracks(makers.person(), makers.sounds(1))[0], places="https://akkord.example/audio999999"
    )
    with pytest.raises(errors.NothingNamed):
        proceedings.open_notice("dmca", given, country="US")


def test_of_several_things_only_what_is_not_contradicted_is_removed(track: Any) -> None:
    label, _ = makers.label()
    theirs = makers.tracks(makers.person(), makers.sounds(1))[0]
    makers.matched([theirs.sound], makers.recordings(label, 1))
    with clock.at(utc(MON)):
        places = f"/audio{track.pk} /audio{theirs.pk}"
        found = proceedings.open_notice("dmca", notice(track, places=places), country="US")
    with later("2026-11-17 15:00"):
        pass
    assert [row.state for row in found.rows.order_by("line")] == ["silenced", "demanded"]


# --- the second person -------------------------------------------------------------------------------


def demanded(track: Any, staff: Person, **facts: Any) -> Proceeding:
    given = {
        "law": "Penal code 7",
        "reason": "It is illegal.",
        "authority": "An office",
        "places": f"/audio{track.pk}",
        "redress": "Court",
        "report_to": "An office",
    }
    found = proceedings.open_act("demand", given, person=staff, country="DE", facts=facts)
    return proceedings.record_event(found.public_id, "review", Party.STAFF, person=staff)


def test_a_demand_is_met_by_two_people_or_not_at_all(track: Any) -> None:
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    with clock.at(utc(MON)):
        found = demanded(track, one)
        with pytest.raises(errors.SecondPersonNeeded):
            proceedings.record_event(found.public_id, "comply", Party.STAFF, person=one)
        asked = proceedings.propose(one, found.public_id, "comply")
        assert proceedings.propose(one, found.public_id, "comply") == asked
        for person, why in ((one, errors.SamePerson), (makers.person(), errors.StaffOnly)):
            with pytest.raises(why):
                proceedings.approve(person, asked.pk)
        assert proceedings.approve(two, asked.pk).state == "told"
        with pytest.raises(errors.NoSuchApproval):
            proceedings.approve(two, asked.pk)
    assert (verdict(track, "DE"), verdict(track, "FR")) == (Verdict.BLOCK, Verdict.ALLOW_REPORT)


def test_a_proposal_lapses_after_a_day_and_can_be_made_again(track: Any) -> None:
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    with clock.at(utc(MON)):
        found = demanded(track, one)
        asked = proceedings.propose(one, found.public_id, "comply")
    with clock.at(utc(MON) + timedelta(days=1)):
        with pytest.raises(errors.NoSuchApproval):
            proceedings.approve(two, asked.pk)
        again = proceedings.propose(one, found.public_id, "comply")
        assert again != asked
        proceedings.approve(two, again.pk)


def test_the_database_itself_knows_that_nobody_is_two_people(track: Any) -> None:
    one = makers.person(is_staff=True)
    with clock.at(utc(MON)):
        found = demanded(track, one)
        asked = proceedings.propose(one, found.public_id, "comply")
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(approver=one, approved_at=utc(MON))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            proceeding=found, act="state_demand", event="comply", proposer=one, at=utc(MON)
        )


# --- letters -----------------------------------------------------------------------------------------


def test_every_letter_is_written_in_every_language_with_the_same_holes() -> None:
    wanted = {each.template for t in TABLES.values() for row in (t.opening, *t.rows) for each in row.letters}
    texts = {language: letters._texts(language) for language in letters.LANGUAGES}
    for language in letters.LANGUAGES:
        assert set(texts[language]) == wanted | {
            "footer",
            "warned",
            "suspended",
            "claims_found",
            "strike",
        } | {
            *("footer_of_account", "strikes_warned", "uploads_suspended", "suspension_confirmed"),
            *("suspension_appeal_receipt", "suspension_upheld", "suspension_reversed", "suspension_lifted"),
            *("suspension_served", "suspension_fallen"),
        }
    for template, said in texts["en"].items():
        assert _holes(said["subject"]) == _holes(texts["ru"][template]["subject"]), template
        assert _holes(said["text"]) == _holes(texts["ru"][template]["text"]), template


def test_everything_a_table_can_say_has_words() -> None:
    for table in TABLES.values():
        rows = (table.opening, *table.rows)
        assert table.states <= set(words.STATES)
        assert {row.event for row in rows} <= set(words.EVENTS)
        assert {party.value for row in rows for party in row.actors} <= set(words.PARTIES)
        assert {effect.value for row in rows for effect in row.effects} <= set(words.EFFECTS)
    assert {law.id for law in PROCEDURES} == set(words.PROCEDURES)
    assert {subject.value for subject in Subject} == set(words.SUBJECTS)


def _holes(text: str) -> set[str]:
    return set(re.findall(r"\$(\w+)", text))


def test_a_letter_comes_in_its_readers_language(track: Any) -> None:
    Person.objects.filter(pk=track.person_id).update(language="ru")
    removed(track)
    letter = Letter.objects.get(template="removed_by_notice")
    assert letter.subject.startswith("Ваша загрузка удалена")


def test_every_law_may_stand_in_a_line_of_the_log(track: Any) -> None:
    from akkord.ledger.rules import _CLEAR

    for law in PROCEDURES:
        assert _CLEAR["law"].fullmatch(law.source), law.source


# --- emergencies -------------------------------------------------------------------------------------


def test_what_one_person_did_alone_is_reversed_after_a_day_unless_confirmed(track: Any) -> None:
    one = makers.person(is_staff=True)
    with clock.at(utc(MON)):
        found = demanded(track, one)
        proceedings.break_glass(one, found.public_id, "comply")
    assert verdict(track, "DE") == Verdict.BLOCK
    with later("2026-11-17 14:59"):
        assert verdict(track, "DE") == Verdict.BLOCK
    with later("2026-11-17 15:00"):
        assert verdict(track, "DE") < Verdict.HOLD
    found.refresh_from_db()
    assert (found.state, found.steps.latest("pk").event) == ("legal_review", "unconfirmed")
    assert standing_lines() == held_entries() == set()


def test_what_another_confirmed_in_time_stays(track: Any) -> None:
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    with clock.at(utc(MON)):
        found = demanded(track, one)
        asked = proceedings.break_glass(one, found.public_id, "comply")
        with pytest.raises(errors.SamePerson):
            proceedings.approve(one, asked.pk)
    with later("2026-11-17 14:59"):
        proceedings.approve(two, asked.pk)
    with later("2026-12-17 15:00"):
        assert verdict(track, "DE") == Verdict.BLOCK
    assert found.steps.filter(event="comply").count() == 1


def test_a_school_lets_strikes_run_out(track: Any) -> None:
    removed(track)
    with clock.at(utc("2026-12-01 00:00")):
        assert queries.account_of(track.person_id) == "warned"
        proceedings.attend_school(track.person)
    with clock.at(utc("2027-02-28 23:59")):
        assert queries.account_of(track.person_id) == "warned"
    with clock.at(utc("2027-03-01 00:00")):
        assert queries.account_of(track.person_id) == "good"


def test_precision_is_counted_from_what_was_decided(track: Any) -> None:
    found = removed(track)
    assert queries.precision_of("ada@label.example") == 1
    with clock.at(utc(MON)):
        proceedings.record_event(found.public_id, "retract", Party.CLAIMANT)
    assert queries.precision_of("ada@label.example") == 0


def test_breaking_the_glass_over_anothers_proposal_is_the_second_person(track: Any) -> None:
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    with clock.at(utc(MON)):
        found = demanded(track, one)
        proceedings.propose(one, found.public_id, "comply")
        proceedings.break_glass(two, found.public_id, "comply")
    with later("2026-12-17 15:00"):
        assert verdict(track, "DE") == Verdict.BLOCK


def test_a_flood_of_a_strangers_notices_is_not_taken(track: Any) -> None:
    with clock.at(utc(MON)):
        for _ in range(20):
            proceedings.open_notice("dmca", notice(track), country="US")
        with pytest.raises(errors.TooManyNotices):
            proceedings.open_notice("dmca", notice(track), country="US")
        proceedings.open_notice("dmca", notice(track, mail="other@label.example"), country="US")
