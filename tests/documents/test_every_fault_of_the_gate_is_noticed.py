"""The gate of documents under careless hands: each fault breaks a promise of who may have one."""

import pytest

from akkord.dialogs.queries import carried
from akkord.documents import queries, rules
from akkord.web import papers
from documents import test_documents as promises
from documents.test_documents import site, two  # noqa: F401
from faulty_functions import Edit, noticed

pytestmark = pytest.mark.django_db

HANDED_OUT = promises.test_it_is_handed_out_to_whom_its_post_or_message_is_and_acts_nowhere
EVERY_COPY = promises.test_a_decision_about_one_hides_every_copy_of_its_bytes_with_its_line
REFUSED = promises.test_kinds_sizes_and_disguises_are_refused_by_name
WITHIN = promises.test_archives_within_and_what_a_pdf_plays_are_found

FAULTS = [
    Edit("a number is enough", papers._may_have,
         "return found.owner_id == request.user.pk", "return True", HANDED_OUT),
    Edit("any message has it", papers._may_have,
         "return dialogs.carries_document(request.user.pk or 0, message, found.pk)", "return True",
         HANDED_OUT),
    Edit("whoever knows the message has it", carried.carries_document,
         "readable = seen_by(person_id).filter(pk=message, deleted_at=None)",
         "readable = Message.objects.filter(pk=message, deleted_at=None)", HANDED_OUT),
    Edit("a deleted message has it on", carried.carries_document,
         "filter(pk=message, deleted_at=None)", "filter(pk=message)", HANDED_OUT),
    Edit("a decision is about one document", queries._silent,
         "return {number: block.entry.number for number, block in blocks.items()}", "return {}", EVERY_COPY),
    Edit("what is hidden is handed out", queries.open_there,
         "or not _silent([document.content_id], territory)", "or True", EVERY_COPY),
    Edit("its owner is kept from their own", queries.open_there,
         "document.owner_id == viewer_id or not", "not", EVERY_COPY),
    Edit("others' documents are attached", queries.own_among,
         "filter(owner_id=person_id, pk__in=wanted)", "filter(pk__in=wanted)", HANDED_OUT),
    Edit("the kind is its name's", rules.is_its_kind, "def is_its_kind(kind: str, data: bytes) -> bool:",
         "def is_its_kind(kind: str, data: bytes) -> bool:\n    return True\n", REFUSED),
    Edit("no sound is looked for", rules.holds_sound, "def holds_sound(kind: str, data: bytes) -> bool:",
         "def holds_sound(kind: str, data: bytes) -> bool:\n    return False\n", WITHIN),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_gate_is_noticed(fault: Edit, request: pytest.FixtureRequest) -> None:
    assert noticed(fault, request)
