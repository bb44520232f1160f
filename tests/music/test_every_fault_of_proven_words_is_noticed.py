"""Decision 55 (proven to be one's own in every copy) under careless hands: each fault breaks a promise."""

import pytest

from akkord.music.queries import gate, own
from akkord.rights import queries as rights
from faulty_functions import Edit, noticed
from music import test_own as promises
from music.test_own import _log, anna  # noqa: F401

pytestmark = pytest.mark.django_db

EVERY_COPY = promises.test_what_is_proven_to_be_ones_own_is_so_in_every_copy_and_falls_silent_in_every_copy
TAKEN_BACK = promises.test_what_its_proven_owner_took_back_is_signed_away_by_nobody_and_by_no_older_word
ALONE = promises.test_one_file_is_signed_by_one_member_and_speaks_for_their_upload_alone
PROOF_TAKEN_BACK = promises.test_a_proof_that_was_taken_back_proves_nothing_any_more
LISTENING = promises.test_listening_from_ones_own_upload_alone_is_no_leave_for_anothers_copy

FAULTS = [
    Edit("a proven word is its signer's upload's alone", gate._word,
         "return own if own in proven or not others else others[0]", "return own", EVERY_COPY),
    Edit("an older word goes above a proven one", gate._word,
         "if own in proven or not others", "if own is not None or not others", TAKEN_BACK),
    Edit("a word alone speaks in every copy", gate.proven_words,
         "if (recording, person) in proven:", "if True:", ALONE),
    Edit("what is proven is looked for where one signed oneself", gate.said_of,
         "if signed})", "if signed and own})", EVERY_COPY),
    Edit("nothing is proven", gate.proven_words,
         "if (recording, person) in proven:", "if (recording, person) not in proven:", EVERY_COPY),
    Edit("who proved it is no other once they permit nothing", own.declared_by_another,
         "signer != track.person_id for signer in proven.values()", "False for signer in proven.values()",
         TAKEN_BACK),
    Edit("the same file is signed by two", own.declared_by_another,
         "return same.exclude(person=track.person_id).exists() or any(", "return any(", ALONE),
    Edit("leave for oneself is leave for all", gate._word,
         "others = [recording for recording, signer in proven.items() if own is None or signer != person]",
         "others = []", LISTENING),
    Edit("a proof taken back still proves", rights.proven_of_members,
         "withdrawn_at=None,", "", PROOF_TAKEN_BACK),
    Edit("a word waits for no proof", rights.proven_of_members,
         "standing__in=PROVEN,", "", PROOF_TAKEN_BACK),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_word_is_noticed(fault: Edit, request: pytest.FixtureRequest) -> None:
    assert noticed(fault, request)
