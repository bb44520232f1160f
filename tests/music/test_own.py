"""Music of one's own: heard by a signed word, never where it is somebody else's, taken back at once."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import chain
from typing import Any

import pytest
from django.test import override_settings
from django.utils.module_loading import import_string

from akkord.catalogue import queries as catalogue
from akkord.catalogue.models import Organisation, Recording
from akkord.config.wiring import RESTRICTIONS
from akkord.flow import clock
from akkord.ledger import sequencing
from akkord.ledger.audit import audit
from akkord.ledger.models import Entry
from akkord.music import actions, errors, queries
from akkord.music.models import OwnMusic, Play, Track, Upload, UploadStop
from akkord.music.rules import Listener
from akkord.music.rules.own import Declaration, Part, read_parts
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.models import Ownership
from akkord.rights.terms import (
    BlockKind,
    FileId,
    Ground,
    Permission,
    RecordingId,
    Scope,
    Standing,
    Use,
    Verdict,
)
from akkord.rights.territories import WORLDWIDE, TerritorySet
from cases import makers
from music import world
from music.conftest import StandInEar

pytestmark = pytest.mark.django_db
WHOLE = read_parts("Anna Petrova 100")
SAID = Declaration(
    permission=Permission.ALL,
    territories=WORLDWIDE,
    holders=WHOLE,
    writers=read_parts("Anna Petrova 60\nБорис 40"),
    performers="Anna",
    producers="",
    made_in=2025,
    signed_as="Anna Petrova",
    words="I made this.",
)


@pytest.fixture(autouse=True)
def _log(log: None, told_ear: StandInEar) -> None:
    """Decisions that silence write their line."""


@pytest.fixture
def anna() -> Person:
    return makers.person()


def differences() -> list[str]:
    world.work_off()
    sequencing.sequence.func()
    held = chain.from_iterable(import_string(name)() for name in RESTRICTIONS)
    return [f"{f.what.value} {f.detail} {f.thing}" for f in audit(held).findings]


def heard(track: Track, use: Use = Use.PLAY, territory: str = "RU", person: int | None = None) -> bool:
    listener = Listener(person, territory)
    return queries.decide_for(listener, [track], use)[track.pk].audible


def lines_of(track: Track) -> list[str]:
    found = Entry.objects.filter(thing=f"upload:{track.upload_id}").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_what_nobody_knows_is_licensed_by_its_makers_word(anna: Person) -> None:
    song = world.unmatched(anna)
    made = actions.declare_own(anna, song, SAID)
    owned = Ownership.objects.get(recording=made.recording)
    assert (owned.standing, owned.share, owned.party.member) == (Standing.DECLARED.value, "1", anna)
    assert heard(song)
    assert heard(song, Use.DOWNLOAD)
    assert heard(song, territory="ZZ")
    assert Entry.objects.filter(thing=f"organisation:{owned.party_id}", kind="policy").count() == 1
    assert (lines_of(song), differences()) == ([], [])


def test_only_listening_leaves_no_copies(anna: Person) -> None:
    song = world.unmatched(anna)
    assert heard(song, Use.DOWNLOAD)  # as every sound nobody knows
    actions.declare_own(anna, song, replace(SAID, permission=Permission.LISTEN))
    asked = (Use.PLAY, Use.RADIO, Use.SHARE, Use.DOWNLOAD, Use.OFFLINE)
    assert [heard(song, use) for use in asked] == [True, True, True, False, False]


def test_a_narrower_word_silences_elsewhere_with_its_line_in_the_same_step(anna: Person) -> None:
    song = world.unmatched(anna)
    actions.declare_own(anna, song, replace(SAID, territories=TerritorySet.of("RU", "BY")))
    assert [heard(song, territory=place) for place in ("RU", "DE", "ZZ")] == [True, False, False]
    assert lines_of(song) == ["restrict"]
    assert differences() == []


@pytest.mark.parametrize("permission", [Permission.ALL, Permission.LISTEN, Ground.CC_BY])
def test_taken_back_it_is_silent_at_once_and_stands_in_the_log(
    anna: Person, permission: Permission | Ground
) -> None:
    song = world.unmatched(anna)
    actions.declare_own(anna, song, replace(SAID, permission=permission))
    actions.withdraw_own(anna, song)
    assert not heard(song)
    assert not heard(song, person=anna.pk)
    assert Upload.objects.get(pk=song.upload_id).state == "blocked"
    assert lines_of(song) == ["restrict"]
    assert differences() == []
    with pytest.raises(errors.NoSuchOwn):
        actions.withdraw_own(anna, song)
    actions.declare_own(anna, song, SAID)  # and signed again
    assert heard(song)
    assert differences() == []
    assert Recording.objects.count() == 1
    assert OwnMusic.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_claims_their_own_upload_from_themselves(anna: Person) -> None:
    song = world.unmatched(anna)
    actions.declare_own(anna, song, SAID)
    actions.withdraw_own(anna, song)
    assert Upload.objects.get(pk=song.upload_id).told["claims"] == []
    assert Upload.objects.get(pk=song.upload_id).told["telling"]["contest"] == "own"


def test_what_is_recognised_cannot_be_signed(anna: Person) -> None:
    label, rep = makers.label()
    song = world.matched(anna, makers.recordings(label, 1)[0])
    with pytest.raises(errors.NotUnknown):
        actions.declare_own(anna, song, SAID)
    world.licensed(rep, label)
    assert heard(song)
    with pytest.raises(errors.NotUnknown):
        actions.declare_own(anna, song, SAID)
    assert not OwnMusic.objects.exists()
    assert not Organisation.objects.filter(member=anna).exists()


def test_what_is_recognised_later_is_the_labels_in_spite_of_the_word(anna: Person) -> None:
    song = world.unmatched(anna)
    actions.declare_own(anna, song, SAID)
    label, rep = makers.label()
    makers.matched([song.sound], [makers.recordings(label, 1)[0]])
    rights.note_change()
    assert not heard(song)
    world.licensed(rep, label)
    (paid,) = queries.decide_for(world.GUEST, [song])[song.pk].payees
    assert paid.party == label.pk


@pytest.mark.parametrize("permission", [Permission.ALL, Permission.LISTEN, Ground.CC_BY])
def test_whoever_proves_it_to_be_theirs_is_asked_instead(
    anna: Person, permission: Permission | Ground
) -> None:
    song = world.unmatched(anna)
    said = replace(SAID, permission=permission)
    made = actions.declare_own(anna, song, said)
    label, rep = makers.label()
    staff = makers.person(is_staff=True)
    rights.record_ownership(
        staff, made.recording_id, label, Fraction(1), standing=Standing.EVIDENCED, source="contract seen"
    )
    assert not heard(song)
    actions.declare_own(anna, song, said)
    assert not heard(song), "signed again it is still another's"
    world.licensed(rep, label)
    decision = queries.decide_for(world.GUEST, [song])[song.pk]
    assert (decision.audible, [payee.party for payee in decision.payees]) == (True, [label.pk])


@pytest.mark.parametrize("on", ["file", "own"])
def test_a_removal_stands_whatever_is_signed(anna: Person, on: str) -> None:
    song = world.unmatched(anna)
    made = actions.declare_own(anna, song, SAID)
    scope = (
        Scope.file(FileId(song.sound_id)) if on == "file" else Scope.recording(RecordingId(made.recording_id))
    )
    rights.block(
        makers.person(is_staff=True), rights.Wanted(kind=BlockKind.REGULATOR, scope=scope, authority="RKN")
    )
    assert not heard(song)
    if on == "file":
        with pytest.raises(errors.NotUnknown):
            actions.declare_own(anna, song, SAID)
    else:
        actions.declare_own(anna, song, SAID)
    assert not heard(song)


def test_who_may_not_upload_may_not_sign(anna: Person) -> None:
    song = world.unmatched(anna)
    UploadStop.objects.create(person=anna, until=clock.now() + timedelta(days=1))
    with pytest.raises(errors.UploadsSuspended):
        actions.declare_own(anna, song, SAID)


def test_nobody_signs_for_anothers_upload(anna: Person) -> None:
    song, other = world.unmatched(anna), makers.person()
    for act in (
        lambda: actions.declare_own(other, song, SAID),
        lambda: actions.withdraw_own(other, song),
        lambda: queries.own_track(other.pk, song.pk),
    ):
        with pytest.raises(errors.NotYours):
            act()


def test_one_file_is_signed_by_one_member_and_speaks_for_their_upload_alone(anna: Person) -> None:
    song = world.unmatched(anna)
    same = world.track(world.upload(makers.person(), song.sound))
    actions.declare_own(anna, song, SAID)
    assert same.person is not None
    with pytest.raises(errors.DeclaredByAnother):
        actions.declare_own(same.person, same, SAID)
    actions.withdraw_own(anna, song)
    assert heard(same)
    assert not heard(song)


def test_what_is_proven_to_be_ones_own_is_so_in_every_copy_and_falls_silent_in_every_copy(
    anna: Person,
) -> None:
    song = world.unmatched(anna)
    same = world.track(world.upload(makers.person(), song.sound))
    made = actions.declare_own(anna, song, SAID)
    actions.prove_own(makers.person(is_staff=True, is_superuser=True), made.pk, "contract 7")
    assert heard(song)
    assert heard(same)  # she permits every use here
    actions.withdraw_own(anna, song)
    assert not heard(song)
    assert not heard(same)
    assert (lines_of(same), Upload.objects.get(pk=same.upload_id).state) == (["restrict"], "blocked")
    later = world.track(world.upload(makers.person(), song.sound))
    assert not heard(later)
    assert differences() == []
    actions.declare_own(anna, song, SAID)
    assert heard(same)
    assert heard(later)
    assert differences() == []


def test_a_proof_that_was_taken_back_proves_nothing_any_more(anna: Person) -> None:
    song = world.unmatched(anna)
    same = world.track(world.upload(makers.person(), song.sound))
    made = actions.declare_own(anna, song, SAID)
    staff = makers.person(is_staff=True, is_superuser=True)
    actions.prove_own(staff, made.pk, "contract 7")
    assert queries.is_proven(made)
    rights.withdraw_ownership(staff, Ownership.objects.get(recording=made.recording, withdrawn_at=None))
    assert not queries.is_proven(made)
    actions.withdraw_own(anna, song)
    assert not queries.declared_by_another(same)  # her word reaches no copy of others any more
    actions.declare_own(anna, song, SAID)
    owned = queries.declared_of(OwnMusic.objects.get(upload=song.upload_id, withdrawn_at=None))
    assert owned is not None  # she signs anew, and it waits for proof again
    assert not queries.is_proven(made)
    assert differences() == []


def test_what_its_proven_owner_took_back_is_signed_away_by_nobody_and_by_no_older_word(anna: Person) -> None:
    song = world.unmatched(anna)
    boris, vera = makers.person(), makers.person()
    before = world.track(world.upload(boris, song.sound))
    actions.declare_own(boris, before, SAID)
    actions.withdraw_own(boris, before)
    made = actions.declare_own(anna, song, SAID)
    actions.prove_own(makers.person(is_staff=True, is_superuser=True), made.pk, "contract 7")
    assert heard(before)
    actions.withdraw_own(anna, song)
    later = world.track(world.upload(vera, song.sound))
    for person, track in ((boris, before), (vera, later)):
        with pytest.raises(errors.DeclaredByAnother):
            actions.declare_own(person, track, SAID)
        assert not heard(track)
    assert differences() == []


def test_a_proven_owner_who_narrows_their_word_silences_copies_with_a_line(anna: Person) -> None:
    song = world.unmatched(anna)
    same = world.track(world.upload(makers.person(), song.sound))
    made = actions.declare_own(anna, song, SAID)
    actions.prove_own(makers.person(is_staff=True, is_superuser=True), made.pk, "contract 7")
    assert heard(same)
    actions.declare_own(anna, song, replace(SAID, territories=TerritorySet.of("DE")))
    assert not heard(same)
    assert lines_of(same) == ["restrict"]
    assert differences() == []


def test_listening_from_ones_own_upload_alone_is_no_leave_for_anothers_copy(anna: Person) -> None:
    song = world.unmatched(anna)
    same = world.track(world.upload(makers.person(), song.sound))
    made = actions.declare_own(anna, song, replace(SAID, permission=Permission.LISTEN))
    assert heard(same)  # a word alone takes nothing from others
    actions.prove_own(makers.person(is_staff=True, is_superuser=True), made.pk, "contract 7")
    assert heard(song)
    assert not heard(same)
    assert lines_of(same) == ["restrict"]
    assert differences() == []


def test_under_the_strict_mode_a_person_listens_first(anna: Person) -> None:
    with override_settings(INSTANCE_MODE="strict"):
        song = world.unmatched(anna)
        actions.declare_own(anna, song, SAID)
        upload = Upload.objects.get(pk=song.upload_id)
        assert upload.attested_at is not None
        assert not heard(song)
        actions.note_reviewed(upload.pk)
        assert heard(song)


def test_a_word_earns_nothing_until_it_is_proven(anna: Person) -> None:
    song = world.unmatched(anna)
    made = actions.declare_own(anna, song, SAID)
    (waiting,) = queries.decide_for(world.GUEST, [song])[song.pk].payees
    assert (waiting.party, waiting.money.value) == (None, "escrow")
    owned = Ownership.objects.get(recording=made.recording)
    rights.prove_ownership(makers.person(is_staff=True), owned, "contract seen")
    (paid,) = queries.decide_for(world.GUEST, [song])[song.pk].payees
    assert (paid.party, paid.money.value) == (owned.party_id, "pay")
    assert differences() == []


def test_a_musician_has_no_office_and_files_no_orders(anna: Person) -> None:
    actions.declare_own(anna, world.unmatched(anna), SAID)
    assert catalogue.organisations_for(anna.pk, clock.now()) == []


def test_a_play_before_the_word_is_replayed_as_it_was(anna: Person) -> None:
    song = world.unmatched(anna)
    begun = clock.now()
    Play.objects.create(
        track=song, territory="RU", use="play", verdict="ALLOW_REPORT", facts_version=0,
        started_at=begun, counted_at=begun, payees=[],
    )  # fmt: skip
    made = actions.declare_own(anna, song, SAID)
    rights.prove_ownership(
        makers.person(is_staff=True), Ownership.objects.get(recording=made.recording), "seen"
    )
    (replayed,) = queries.replay(
        [song.pk], begun - timedelta(1), clock.now() + timedelta(1), clock.now() + timedelta(seconds=1)
    )
    assert [payee.party for payee in replayed.payees.then] == [None]
    assert [payee.party for payee in replayed.payees.now] == [made.recording.organisation_id]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Anna 50", errors.PartsNotWhole),
        ("", errors.PartsNotWhole),
        ("Anna 60\nBoris 60", errors.PartsNotWhole),
        ("Anna", errors.PartUnreadable),
        ("100", errors.PartUnreadable),
        ("Anna -5\nBoris 105", errors.PartUnreadable),
        ("\n".join(["A 4"] * 25), errors.PartUnreadable),
    ],
)
def test_shares_that_are_none_are_refused(text: str, wrong: type[errors.MusicError]) -> None:
    with pytest.raises(wrong):
        read_parts(text)


def test_shares_are_read_exactly() -> None:
    thirds = read_parts(" Анна П.  33,3333 %\nB 33.3333\nC 33.3334")
    assert thirds[0] == Part("Анна П.", Fraction(333333, 1000000))
    assert thirds[0].percent == "33.3333"


def test_verdicts_are_reported(anna: Person) -> None:
    """A signed sound stays one whose plays are reported: nobody has proved whose it is."""
    song: Any = world.unmatched(anna)
    actions.declare_own(anna, song, SAID)
    assert queries.decide_for(world.GUEST, [song])[song.pk].verdict == Verdict.ALLOW_REPORT
