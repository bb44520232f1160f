"""One sound under two recordings: found, and then one, different or in dispute, by the word of its owners."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core import mail

from akkord.cases import conflicts, errors, overlap_queries, overlaps
from akkord.cases.law.overlaps import State
from akkord.cases.models import Conflict, OverlapOffer
from akkord.catalogue.errors import NotRepresented
from akkord.flow import clock
from akkord.ledger import queries as ledger
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.music.models import Play
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights import owning
from akkord.rights.models import Ownership, SameSound
from akkord.rights.rules.retro import deltas
from akkord.rights.terms import (
    BlockKind,
    CommercialModel,
    Money,
    RecordingId,
    Scope,
    Standing,
    UseType,
    Verdict,
)
from cases import makers
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db
WHOLE = rights.Likeness(
    [{"f0": 0.0, "f1": 60.0, "r0": 0.0, "r1": 60.0, "score": 1.0}], (60_000, 60_000), 30.0, "earprint-2", 1e-9
)


class Doubled:
    """Two recordings with one sound, each published by its label, and a member's upload matched with one."""

    def __init__(self, *, same_label: bool = False) -> None:
        self.one, self.clerk = makers.label(name="One")
        self.two, self.lawyer = (self.one, self.clerk) if same_label else makers.label(name="Two")
        (self.song,), (self.again,) = makers.recordings(self.one, 1), makers.recordings(self.two, 1)
        for person, label in {(self.clerk, self.one), (self.lawyer, self.two)}:
            rights.grant_licence(person, label, uses=list(UseType), models=list(CommercialModel))
        self.tracks = [music_actions.publish_delivered(song.pk) for song in (self.song, self.again)]
        (sound,) = makers.sounds(1)
        self.tracks += makers.tracks(makers.person(), [sound])
        makers.matched([sound], [self.again])
        rights.note_same_sound(self.song.pk, self.again.pk, WHOLE)

    @property
    def pair(self) -> SameSound:
        return overlap_queries.overlap_of(self.one.pk, self.song.pk, self.again.pk)

    def verdicts(self) -> set[Verdict]:
        decided = music.decide_for(Listener(None, "DE"), self.tracks)
        return {decision.verdict for decision in decided.values()}

    def payees(self) -> dict[tuple[Any, str], Fraction]:
        track = self.tracks[2]
        total: dict[tuple[Any, str], Fraction] = {}
        for payee in music.decide_for(Listener(None, "DE"), [track])[track.pk].payees:
            key = (payee.party, payee.money.value)
            total[key] = total.get(key, Fraction(0)) + payee.fraction
        return total

    def page(self, label: Any, act: str = "") -> str:
        return f"/rights/{label.pk}/overlaps/{self.song.pk}/{self.again.pk}{act}"


@pytest.fixture
def doubled() -> Doubled:
    return Doubled()


def test_both_parties_see_it_in_their_queue_side_by_side_and_strangers_do_not(doubled: Doubled) -> None:
    for person, label, other in (
        (doubled.clerk, doubled.one, "Two"),
        (doubled.lawyer, doubled.two, "One"),
    ):
        browser = signed_in(person)
        queue = browser.get(f"/rights/{label.pk}/overlaps").content.decode()
        assert doubled.page(label) in queue
        assert "nobody has said yet" in queue
        text = browser.get(doubled.page(label)).content.decode()
        for said in (doubled.song.isrc, doubled.again.isrc, "Yours", other, "its money waits", "/stream/"):
            assert said in text, said
        assert text.count("<audio") == 2, "each hears both"
    stranger, nobody = makers.label()
    browser = signed_in(nobody)
    assert (
        "No recording of this organisation" in browser.get(f"/rights/{stranger.pk}/overlaps").content.decode()
    )
    for label in (stranger, doubled.one):
        assert browser.get(doubled.page(label)).status_code == 404
        assert browser.post(doubled.page(label, "/say"), {"word": "merged"}).status_code == 404
    with pytest.raises(errors.NoSuchOverlap):
        overlaps.say(nobody, stranger, doubled.pair, State.DIFFERENT, reason="no")
    with pytest.raises(NotRepresented):
        overlaps.say(nobody, doubled.one, doubled.pair, State.MERGED)


def test_one_owner_makes_its_two_recordings_one_in_one_step_and_parts_them_again() -> None:
    doubled = Doubled(same_label=True)
    browser, label = signed_in(doubled.clerk), doubled.one
    assert doubled.payees() == {(label.pk, "pay"): 1}
    wrong = browser.post(doubled.page(label, "/say"), {"word": "open"})
    assert wrong.status_code == 422
    assert browser.post(doubled.page(label, "/say"), {"word": "different"}).status_code == 422
    browser.post(doubled.page(label, "/say"), {"word": "merged", "reason": "Album and single."})
    merged = doubled.pair
    assert (merged.state, merged.organisation, merged.person) == ("merged", label, doubled.clerk)
    assert ledger.said(merged.entry)["actor"] == {"class": "label", "name": "One"}
    assert doubled.payees() == {(label.pk, "pay"): 1}
    assert not Conflict.objects.exists(), "nobody owns a sound twice"
    browser.post(doubled.page(label, "/say"), {"word": "open", "reason": "Another take."})
    browser.post(doubled.page(label, "/say"), {"word": "different", "reason": "Another take."})
    text = browser.get(doubled.page(label)).content.decode()
    assert (
        text.index("different recordings") < text.index("one recording</b>") < text.rindex("nobody has said")
    )
    assert text.count("Another take.") == 2
    rights.note_same_sound(doubled.song.pk, doubled.again.pk, WHOLE)
    assert doubled.pair.state == "different", "it is not asked again"


def test_different_owners_agree_that_it_is_one_recording_and_then_it_is_one(doubled: Doubled) -> None:
    clerk, lawyer = signed_in(doubled.clerk), signed_in(doubled.lawyer)
    before = doubled.payees()
    assert before == {(doubled.one.pk, "escrow"): Fraction(1, 2), (doubled.two.pk, "escrow"): Fraction(1, 2)}
    clerk.post(doubled.page(doubled.one, "/say"), {"word": "merged"})
    offer = OverlapOffer.objects.get()
    assert doubled.pair.state == "open", "one of them says nothing for the other"
    assert [message.to for message in mail.outbox] == [[doubled.lawyer.email]]
    own = clerk.post(
        doubled.page(doubled.one, f"/offers/{offer.pk}"), {"answer": "agree"}, follow=True
    ).content.decode()
    assert "nobody answers their own offer" in own
    assert "One says" in lawyer.get(doubled.page(doubled.two)).content.decode()
    lawyer.post(doubled.page(doubled.two, f"/offers/{offer.pk}"), {"answer": "agree"})
    assert doubled.pair.state == "merged"
    conflict = Conflict.objects.get()
    assert conflict.recording == doubled.song, "two wholes of one recording are a conflict of ownership"
    assert set(conflict.parties.all()) == {doubled.one, doubled.two}
    assert doubled.verdicts() == {Verdict.ALLOW_REPORT}
    late = lawyer.post(
        doubled.page(doubled.two, f"/offers/{offer.pk}"), {"answer": "decline"}, follow=True
    ).content.decode()
    assert "Something else was said" in late


def test_what_is_refused_or_said_otherwise_meanwhile_holds_no_more(doubled: Doubled) -> None:
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.DIFFERENT, reason="A live take.")
    first = OverlapOffer.objects.get()
    overlaps.decline(doubled.lawyer, doubled.two, first.pk)
    assert doubled.pair.state == "open"
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.DIFFERENT, reason="A live take.")
    overlaps.say(doubled.lawyer, doubled.two, doubled.pair, State.MERGED)
    second, third = OverlapOffer.objects.order_by("pk")[1:]
    assert (second.state, third.state) == ("replaced", "waiting")
    with pytest.raises(errors.OverlapOver):
        overlaps.agree(doubled.lawyer, doubled.two, second.pk)
    with pytest.raises(errors.NoSuchOverlap):
        overlaps.agree(doubled.lawyer, doubled.two, 10**6)


def test_versions_are_judged_each_by_itself_from_then_on(doubled: Doubled) -> None:
    scope = Scope.recording(RecordingId(doubled.song.pk))
    blocked = rights.Wanted(kind=BlockKind.STAYDOWN, scope=scope, claimant=doubled.one.pk)
    rights.block(doubled.clerk, blocked)
    assert doubled.verdicts() == {Verdict.BLOCK}, "the upload was matched with the other number alone"
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.DIFFERENT, reason="Recorded anew in 2019.")
    overlaps.agree(doubled.lawyer, doubled.two, OverlapOffer.objects.get().pk)
    assert doubled.pair.reason == "Recorded anew in 2019."
    assert doubled.verdicts() == {Verdict.BLOCK, Verdict.ALLOW}
    assert doubled.payees() == {(doubled.two.pk, "pay"): 1}
    overlaps.say(doubled.lawyer, doubled.two, doubled.pair, State.OPEN, reason="It is the same after all.")
    assert doubled.verdicts() == {Verdict.BLOCK}


def test_a_dispute_is_a_conflict_of_ownership_and_its_end_makes_the_two_one(
    doubled: Doubled, monkeypatch: pytest.MonkeyPatch
) -> None:
    beginning = clock.now()

    def at(days: float) -> datetime:
        moment = beginning + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    upload, one, two = doubled.tracks[2], doubled.one.pk, doubled.two.pk
    started = music_actions.start_play(Listener(None, "DE"), upload.pk)
    Play.objects.filter(pk=started.play_id).update(counted_at=at(0.1))
    at(1)
    signed_in(doubled.lawyer).post(doubled.page(doubled.two, "/say"), {"word": "disputed"})
    assert doubled.pair.state == "disputed"
    conflict = Conflict.objects.get()
    assert (conflict.recording, conflict.proven) == (doubled.song, True)
    page = signed_in(doubled.clerk).get(f"/rights/{one}/conflicts/{conflict.pk}").content.decode()
    assert "Two" in page
    shares = {one: Fraction(3, 4), two: Fraction(1, 4)}
    offered = conflicts.offer(doubled.clerk, doubled.one, conflict.pk, shares)
    conflicts.agree(doubled.lawyer, doubled.two, offered.pk)
    assert doubled.pair.state == "merged"
    conflict.refresh_from_db()
    assert conflict.state == Conflict.State.SETTLED
    assert not Conflict.objects.filter(state="open").exists()
    assert doubled.verdicts() == {Verdict.ALLOW}
    assert doubled.payees() == {(one, "pay"): Fraction(3, 4), (two, "pay"): Fraction(1, 4)}
    (again,) = music.replay([upload.pk], beginning, at(2), clock.now())
    assert deltas([(1_000_000, again.payees)]) == {
        (one, Money.ESCROW): -500_000,
        (one, Money.PAY): 750_000,
        (two, Money.ESCROW): -500_000,
        (two, Money.PAY): 250_000,
    }, "what waited is reckoned anew, and by the books of its time it is as it was logged"
    at(3)
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.OPEN, reason="Two takes.")
    for song in (doubled.song, doubled.again):
        stated = {row.party_id: Fraction(row.share) for row in owning.statements_about(song.pk)}
        assert stated == shares, "what was agreed stays with both"


def test_who_gives_way_in_a_dispute_leaves_one_recording_to_the_other(doubled: Doubled) -> None:
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.DISPUTED)
    conflicts.concede(doubled.lawyer, doubled.two, Conflict.objects.get().pk)
    assert doubled.pair.state == "merged"
    assert doubled.payees() == {(doubled.one.pk, "pay"): 1}


def test_a_dispute_taken_back_ends_its_conflict_and_leaves_the_sound_open(doubled: Doubled) -> None:
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.DISPUTED)
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.OPEN, reason="A mistake.")
    assert Conflict.objects.get().state == Conflict.State.CLOSED
    assert doubled.pair.state == "open"


def test_nothing_is_disputed_where_not_more_than_the_whole_is_claimed(doubled: Doubled) -> None:
    Ownership.objects.update(share="1/2")
    with pytest.raises(errors.NothingDisputed):
        overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.DISPUTED)
    assert doubled.pair.state == "open"
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.MERGED)
    overlaps.agree(doubled.lawyer, doubled.two, OverlapOffer.objects.get().pk)
    assert doubled.verdicts() == {Verdict.ALLOW}, "two halves of one recording are the whole"
    assert doubled.payees() == dict.fromkeys(
        [(doubled.one.pk, "pay"), (doubled.two.pk, "pay")], Fraction(1, 2)
    )


def test_conflicts_of_two_recordings_go_on_as_one_when_they_are_one(doubled: Doubled) -> None:
    third, other = makers.label(name="Three")
    staff = makers.person(is_staff=True)
    for song in (doubled.song, doubled.again):
        rights.record_ownership(staff, song.pk, third, Fraction(1), standing=Standing.EVIDENCED)
        assert conflicts.look_at(song.pk) is not None
    overlaps.say(doubled.clerk, doubled.one, doubled.pair, State.MERGED)
    offer = OverlapOffer.objects.get()
    overlaps.agree(other, third, offer.pk)
    assert doubled.pair.state == "open", "all three have a word in it"
    overlaps.agree(doubled.lawyer, doubled.two, offer.pk)
    (conflict,) = Conflict.objects.filter(state="open")
    assert (conflict.recording, conflict.parties.count()) == (doubled.song, 3)


def test_a_bare_assertion_has_no_word_about_what_the_two_are(doubled: Doubled) -> None:
    stranger, claimant = makers.label(name="Stranger")
    rights.record_ownership(claimant, doubled.song.pk, stranger, Fraction(1))
    assert [party.name for party in overlap_queries.parties_of(doubled.pair)] == ["One", "Two"]
    with pytest.raises(errors.NotAParty):
        overlaps.say(claimant, stranger, doubled.pair, State.DISPUTED)
    text = signed_in(claimant).get(doubled.page(stranger)).content.decode()
    assert "Say what they are" not in text
