"""Conflicts of ownership through the office's doors: both sides see them, and they end in one piece."""

import hashlib
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from akkord.cases import conflict_queries, conflicts, errors
from akkord.cases.models import Conflict, Evidence, Settlement
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.music.models import Play
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights.models import Ownership
from akkord.rights.rules.retro import deltas
from akkord.rights.terms import CommercialModel, Money, Standing, UseType, Verdict
from akkord.rights.territories import parse
from cases import makers
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db
BEGINNING = datetime.fromisoformat("2026-03-02T12:00+00:00")


class Rivals:
    """A recording with a member's upload of it, and two labels that state to own it in Germany."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.at(0)
        self.staff = [makers.person(is_staff=True) for _ in range(2)]
        (self.one, self.clerk), (self.two, self.lawyer) = makers.label(name="One"), makers.label(name="Two")
        (self.song,) = makers.recordings(self.one, 1)
        Ownership.objects.update(territory="DE")
        (sound,) = makers.sounds(1)
        (self.track,) = makers.tracks(makers.person(), [sound])
        makers.matched([sound], [self.song])
        self.licensed(self.clerk, self.one)

    def at(self, days: float) -> datetime:
        moment = BEGINNING + timedelta(days=days)
        self.monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    def licensed(self, person: Any, label: Any) -> None:
        rights.grant_licence(person, label, uses=list(UseType), models=list(CommercialModel))

    def claimed(self, standing: Standing = Standing.EVIDENCED) -> Conflict:
        """The other label states the whole of Germany; the worker looks."""
        person = self.lawyer if standing == Standing.ASSERTED else self.staff[0]
        rights.record_ownership(
            person,
            self.song.pk,
            self.two,
            Fraction(1),
            territories=parse("DE"),
            standing=standing,
            starts=clock.now(),
            source="contract",
        )
        found = conflicts.look_at(self.song.pk)
        assert found is not None
        return found

    def verdict(self) -> Verdict:
        return music.decide_for(Listener(None, "DE"), [self.track])[self.track.pk].verdict

    def played(self) -> Play:
        """Somebody in Germany listens to the end; what was decided is kept with the play."""
        listener = Listener(None, "DE")
        started = music_actions.start_play(listener, self.track.pk)
        Play.objects.filter(pk=started.play_id).update(counted_at=clock.now())
        return Play.objects.get(pk=started.play_id)

    def page(self, label: Any, found: Conflict, act: str = "") -> str:
        return f"/rights/{label.pk}/conflicts/{found.pk}{act}"


@pytest.fixture
def rivals(monkeypatch: pytest.MonkeyPatch) -> Rivals:
    return Rivals(monkeypatch)


def payees(play: Play) -> list[tuple[Any, str, str]]:
    return [(said["party"], said["share"], said["money"]) for said in play.payees]


def test_scenario_10_rivals_each_claim_the_whole_of_germany_and_settle_for_seventy_to_thirty(
    rivals: Rivals,
) -> None:
    one, two = rivals.one.pk, rivals.two.pk
    assert payees(rivals.played()) == [(one, "1", "pay")]
    rivals.at(1)
    found = rivals.claimed()
    assert rivals.verdict() == Verdict.BLOCK, "the play goes on only if both license"
    rivals.licensed(rivals.lawyer, rivals.two)
    assert rivals.verdict() == Verdict.ALLOW_REPORT
    disputed = []
    for day in (2, 3, 4):
        rivals.at(day)
        disputed.append(rivals.played())
        assert payees(disputed[-1]) == [(one, "1/2", "escrow"), (two, "1/2", "escrow")]

    clerk, lawyer = signed_in(rivals.clerk), signed_in(rivals.lawyer)
    for browser, label in ((clerk, rivals.one), (lawyer, rivals.two)):
        queue = browser.get(f"/rights/{label.pk}/conflicts").content.decode()
        assert str(rivals.song) in queue
        text = browser.get(rivals.page(label, found)).content.decode()
        assert "One" in text
        assert "Two" in text
        assert "its money waits" in text
    stranger, nobody = makers.label()
    assert signed_in(nobody).get(rivals.page(stranger, found)).status_code == 404
    assert signed_in(nobody).get(rivals.page(rivals.one, found)).status_code == 404

    rivals.at(5)
    since = (BEGINNING + timedelta(days=3)).date()
    wrong = {f"share_{one}": "70%", f"share_{two}": "40%", "since": since}
    assert clerk.post(rivals.page(rivals.one, found, "/offer"), wrong).status_code == 422
    said = wrong | {f"share_{two}": "30%"}
    assert clerk.post(rivals.page(rivals.one, found, "/offer"), said).status_code == 302
    offer = Settlement.objects.get()
    own = clerk.post(rivals.page(rivals.one, found, f"/offers/{offer.pk}"), {"answer": "agree"}, follow=True)
    assert "nobody answers their own offer" in own.content.decode()
    assert rivals.verdict() == Verdict.ALLOW_REPORT, "an offer changes nothing"
    assert "One 7/10, Two 3/10" in lawyer.get(rivals.page(rivals.two, found)).content.decode()
    lawyer.post(rivals.page(rivals.two, found, f"/offers/{offer.pk}"), {"answer": "agree"})

    found.refresh_from_db()
    assert found.state == Conflict.State.SETTLED
    assert rivals.verdict() == Verdict.ALLOW
    rest = Conflict.objects.get(state="open")
    assert rest.ends.date() == since, "what was claimed before the day they agreed on still waits"
    rivals.at(6)
    assert payees(rivals.played()) == [(one, "7/10", "pay"), (two, "3/10", "pay")]
    again = list(music.replay([rivals.track.pk], BEGINNING, rivals.at(7), clock.now()))
    for each in again:  # P11: by the books of its time every play has the payees it was logged with
        assert payees(each.play) == [(p.party, str(p.fraction), p.money.value) for p in each.payees.then]
    # Of 333,333 micro-units a play: the first and the last stay; of the three disputed two are after the day.
    delta = deltas((333_333, each.payees) for each in again)
    assert delta == {
        (one, Money.ESCROW): -333_333,
        (one, Money.PAY): 466_666,
        (two, Money.ESCROW): -333_333,
        (two, Money.PAY): 200_000,
    }
    assert sum(delta.values()) == 0
    assert {found.entry_id, found.ending_id, rest.entry_id} <= set(Entry.objects.values_list("pk", flat=True))


def test_a_bare_assertion_opens_a_conflict_and_silences_nothing_until_its_document_is_looked_at(
    rivals: Rivals,
) -> None:
    found = rivals.claimed(Standing.ASSERTED)
    assert not found.proven
    assert rivals.verdict() == Verdict.ALLOW
    lawyer = signed_in(rivals.lawyer)
    assert lawyer.post(rivals.page(rivals.two, found, "/evidence"), {}).status_code == 422
    contract = SimpleUploadedFile("contract.pdf", b"signed")
    lawyer.post(rivals.page(rivals.two, found, "/evidence"), {"document": contract, "text": "page 3"})
    named = Evidence.objects.get()
    assert named.sha256 == hashlib.sha256(b"signed").hexdigest()
    seen = signed_in(rivals.clerk).get(rivals.page(rivals.one, found)).content.decode()
    assert "contract.pdf" in seen
    assert named.sha256[:16] in seen
    assert rivals.verdict() == Verdict.ALLOW
    before = Entry.objects.count()
    conflicts.accept_evidence(rivals.staff[0], named.pk)
    found.refresh_from_db()
    assert found.proven
    assert found.state == Conflict.State.OPEN
    assert rivals.verdict() == Verdict.BLOCK
    assert Entry.objects.count() > before, "what silences has its line"


def test_who_claims_less_ends_it_and_keeps_what_they_state_besides(rivals: Rivals) -> None:
    found = rivals.claimed()
    rivals_other = rights.record_ownership(
        rivals.staff[0],
        rivals.song.pk,
        rivals.two,
        Fraction(1),
        territories=parse("FR"),
        standing=Standing.EVIDENCED,
    )
    signed_in(rivals.lawyer).post(rivals.page(rivals.two, found, "/concede"))
    found.refresh_from_db()
    assert found.state == Conflict.State.CONCEDED
    assert rivals.verdict() == Verdict.ALLOW
    rivals_other.refresh_from_db()
    assert rivals_other.withdrawn_at is None
    assert conflicts.look_at(rivals.song.pk) is None


def test_a_ruling_needs_two_of_the_staff_and_stands_with_the_standing_of_a_court(rivals: Rivals) -> None:
    found = rivals.claimed()
    first, second = rivals.staff
    shares = {rivals.one.pk: Fraction(0), rivals.two.pk: Fraction(1)}
    asked = conflicts.propose_ruling(first, found.pk, shares, court="LG Hamburg, 310 O 1/26")
    with pytest.raises(errors.SamePerson):
        conflicts.approve_ruling(first, asked.pk)
    with pytest.raises(errors.StaffOnly):
        conflicts.approve_ruling(rivals.clerk, asked.pk)
    with pytest.raises(errors.StaffOnly):
        conflicts.propose_ruling(rivals.clerk, found.pk, shares, court="x")
    rivals.at(1.5)
    with pytest.raises(errors.ConflictOver):
        conflicts.approve_ruling(second, asked.pk)
    asked = conflicts.propose_ruling(first, found.pk, shares, court="LG Hamburg, 310 O 1/26")
    conflicts.approve_ruling(second, asked.pk)
    found.refresh_from_db()
    assert found.state == Conflict.State.COURT
    row = Ownership.objects.get(withdrawn_at=None, standing="court")
    assert (row.party_id, row.territory, row.source) == (rivals.two.pk, "DE", "LG Hamburg, 310 O 1/26")


def test_silence_is_reminded_of_and_lapses_a_bare_assertion_but_never_what_is_proven(rivals: Rivals) -> None:
    found = rivals.claimed(Standing.ASSERTED)
    rivals.at(20)
    conflicts.remind_silent(found.pk)
    conflicts.remind_silent(found.pk)
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        [rivals.clerk.email, rivals.lawyer.email]
    )
    rivals.at(29.9)
    conflicts.let_lapse(found.pk)
    found.refresh_from_db()
    assert found.state == Conflict.State.OPEN
    rivals.at(30)
    conflicts.let_lapse(found.pk)
    found.refresh_from_db()
    assert found.state == Conflict.State.CONCEDED
    assert [row.party_id for row in Ownership.objects.filter(withdrawn_at=None)] == [rivals.one.pk]

    proven = rivals.claimed()
    rivals.at(61)
    conflicts.let_lapse(proven.pk)
    proven.refresh_from_db()
    assert proven.state == Conflict.State.OPEN
    assert len(conflict_queries.sides_of(proven)) == 2


def test_an_offer_made_to_two_is_void_when_a_third_joins(rivals: Rivals) -> None:
    found = rivals.claimed()
    shares = {rivals.one.pk: Fraction(7, 10), rivals.two.pk: Fraction(3, 10)}
    offered = conflicts.offer(rivals.clerk, rivals.one, found.pk, shares)
    third, other = makers.label(name="Three")
    rights.record_ownership(other, rivals.song.pk, third, Fraction(1, 2), territories=parse("DE"))
    conflicts.look_at(rivals.song.pk)
    with pytest.raises(errors.ConflictOver):
        conflicts.agree(rivals.lawyer, rivals.two, offered.pk)
    assert not Ownership.objects.exclude(withdrawn_at=None).exists()
    declined = conflicts.decline(rivals.lawyer, rivals.two, offered.pk)
    assert declined.settlements.get().state == Settlement.State.DECLINED
