"""The gate of voice notes under careless hands: each fault lets somebody hear who may not, and is noticed."""

import pytest

from akkord.cases import whereabouts
from akkord.dialogs.queries import carried
from akkord.music import streams
from dialogs import test_voices as promises
from dialogs.test_voices import two  # noqa: F401
from faulty_functions import Edit, noticed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("log")]

NOBODY_ELSE = promises.test_those_of_the_conversation_hear_it_and_nobody_else
ENDS = promises.test_it_ends_with_its_message_at_once
REPORTED = promises.test_the_staff_hears_what_was_reported_while_the_report_waits
OFFICE = promises.test_a_rights_office_is_shown_no_note
BLOCKED = promises.test_a_blocked_recording_in_it_silences_it_with_its_line_and_its_sender_sees_why

FAULTS = [
    Edit("whoever has the address hears it", carried.may_hear_voice,
         "readable = seen_by(person_id).filter(pk=number, deleted_at=None)",
         "readable = Message.objects.filter(pk=number, deleted_at=None)", NOBODY_ELSE),
    Edit("a deleted message is heard on", carried.may_hear_voice,
         "filter(pk=number, deleted_at=None)", "filter(pk=number)", ENDS),
    Edit("guests are not asked who they are", carried.may_hear_voice,
         "if person_id is None:\n        return False", "if person_id is None:\n        return True",
         NOBODY_ELSE),
    Edit("a closed report is heard on", carried.may_hear_voice,
         "filter(report=number, report__closed_at=None)", "filter(report=number)", REPORTED),
    Edit("whoever knows of a report hears it", carried.may_hear_voice,
         "return is_operator(person_id) and any(", "return any(", REPORTED),
    Edit("the conversation is not asked", streams.open_voice,
         "if not within():\n        raise NoSuchStream", "within()", NOBODY_ELSE),
    Edit("the law is not asked", streams.open_voice,
         "if not answer.audible:\n        raise Refused", "answer.audible", BLOCKED),
    Edit("the conversation is asked once", streams._opened,
         "answer.version, until, decision, within)", "answer.version, until, decision, None)", ENDS),
    Edit("a match draws any note", whereabouts.match_with,
         "found.filter(sound__in=music.standing_tracks().values(\"sound\"))", "found", OFFICE),
    Edit("an inquiry draws any note", whereabouts.draw_inquiry,
         "if sound is None or not music.standing_tracks().filter(sound=sound).exists():",
         "if sound is None:", OFFICE),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_gate_is_noticed(fault: Edit, request: pytest.FixtureRequest) -> None:
    assert noticed(fault, request)
