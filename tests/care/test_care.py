"""Report → decision → reason → appeal → another's answer: everything restricted has its line."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from itertools import chain

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from akkord.alerts import queries as rung
from akkord.alerts import tasks as alerts
from akkord.care import actions, errors, queries
from akkord.care.actions import Ruling
from akkord.care.models import Decision, Matter
from akkord.care.rules import Measure, Role, Thing
from akkord.care.words import outcome
from akkord.config.wiring import RESTRICTIONS
from akkord.dialogs import actions as dialogs
from akkord.disclosure.rules.reasons import Site, statement_of
from akkord.flow import clock
from akkord.ledger import queries as ledger
from akkord.ledger import sequencing
from akkord.ledger.audit import audit
from akkord.ledger.models import Entry
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.actions import release as release_restraint
from akkord.people.models import Person, Restraint
from akkord.people.tasks import end_restraints
from akkord.rights.models import Block
from akkord.wall import actions as actions_of_walls
from akkord.wall import queries as wall
from akkord.wall.models import Post
from factories import a_person, a_post, a_track, friends

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
STRANGER = Listener(None, "ZZ")
HIDE = Ruling(measure=Measure.HIDE, rule="spam", words="Nobody asked for this.")
SUSPEND = Ruling(measure=Measure.SUSPEND, rule="threats", days=7, words="You threatened Vera.")
LIMIT = Ruling(measure=Measure.LIMIT, rule="spam", days=7, words="The same link, forty times.")


class House:
    """An author with a post, two who report it, a moderator, another one, one of triage and an operator."""

    def __init__(self) -> None:
        self.author, self.vera, self.boris = a_person(), a_person("Vera"), a_person("Boris")
        self.operator = a_person("Operator", is_staff=True)
        self.moderator, self.other, self.triage = a_person("Mod"), a_person("Other"), a_person("Triage")
        for person, role in (
            (self.moderator, Role.MODERATOR),
            (self.other, Role.MODERATOR),
            (self.triage, Role.TRIAGE),
        ):
            actions.appoint(self.operator, person, role)
        self.post: Post = a_post(self.author, "Buy my pills")

    def report(self, reporter: Person | None = None, rule: str = "spam", words: str = "") -> Matter:
        who = reporter or self.vera
        listener = Listener(who.pk, "ZZ")
        return actions.report(who, Thing.POST, self.post.pk, rule, words, listener).matter

    def decide(self, ruling: Ruling = HIDE, staff: Person | None = None) -> Decision:
        return actions.decide(staff or self.moderator, self.report().pk, ruling)

    def text(self, viewer: Person | None) -> str:
        return wall.view_of(Listener(viewer.pk if viewer else None, "ZZ"), self.post.pk).text


@pytest.fixture
def house() -> House:
    return House()


def recount() -> list[str]:
    """What the audit finds: the whole log against all that every room holds."""
    sequencing.sequence.func()
    report = audit(chain.from_iterable(import_string(name)() for name in RESTRICTIONS))
    return [str(found.what) for found in report.findings]


def test_several_reports_of_a_thing_are_one_matter_and_one_persons_is_one_report(house: House) -> None:
    first, again, second = house.report(), house.report(), house.report(house.boris)
    assert first == again == second
    assert first.reports.count() == 2


def test_what_was_reported_is_judged_as_it_was_seen(house: House) -> None:
    matter = house.report()
    Post.objects.filter(pk=house.post.pk).update(text="Have a nice day")
    assert queries.card_of(matter.pk).seen["text"] == "Buy my pills"


def test_nobody_reports_what_they_cannot_see_or_what_is_their_own(house: House) -> None:
    listener = Listener(house.author.pk, "ZZ")
    with pytest.raises(errors.OwnThing):
        actions.report(house.author, Thing.POST, house.post.pk, "spam", "", listener)
    with pytest.raises(errors.NoSuchThing):
        actions.report(house.vera, Thing.POST, 987654, "spam", "", Listener(house.vera.pk, "ZZ"))
    with pytest.raises(errors.NoSuchRule):
        house.report(rule="not a rule")


def test_a_hidden_post_is_a_tombstone_to_all_but_its_author_and_the_log_can_be_recounted(
    house: House,
) -> None:
    decision = house.decide()
    assert house.text(house.author) == "Buy my pills"
    assert house.text(house.vera) == house.text(None) == ""
    assert recount() == []
    said = ledger.said(Entry.objects.get(pk=decision.entry_id))
    assert (said["kind"], said["ground"], said["basis"]["law"]) == ("restrict", "rules", "rules/spam")
    assert "pills" not in str(said)


def test_a_block_taken_away_by_hand_is_found(house: House) -> None:
    decision = house.decide()
    sequencing.sequence.func()
    Decision.objects.update(block=None)
    Block.objects.filter(scope="post").delete()
    assert decision.entry_id
    assert recount()


def test_the_author_is_told_rule_words_term_and_line_and_never_who_reported(house: House) -> None:
    decision = house.decide(SUSPEND)
    told = queries.decision_of(house.author.pk, decision.pk)
    assert told.rule is not None
    assert told.rule.name == "threats"
    assert "Buy my pills" in told.decision.quoted
    assert told.decision.until == decision.at + timedelta(days=7)
    with pytest.raises(errors.NoSuchDecision):
        queries.decision_of(house.vera.pk, decision.pk)


def test_a_suspended_account_is_not_there_until_its_day_and_each_way_has_a_line(house: House) -> None:
    house.decide(SUSPEND)
    assert not people.visible_people().filter(pk=house.author.pk).exists()
    assert recount() == []
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        end_restraints.func()
        assert people.visible_people().filter(pk=house.author.pk).exists()
        assert recount() == []
    assert Entry.objects.filter(kind="reverse", thing=f"account:{house.author.pk}").count() == 1


def test_the_longer_of_two_suspensions_holds(house: House) -> None:
    house.decide(SUSPEND)
    Restraint.objects.get()
    other = a_person("Victim")
    matter = actions.report(
        other, Thing.TRACK, a_track(house.author).pk, "spam", "", Listener(other.pk, "ZZ")
    ).matter
    longer = Ruling(measure=Measure.SUSPEND, rule="spam", days=30, words="Again.")
    actions.decide(house.moderator, matter.pk, longer)
    with clock.at(clock.now() + timedelta(days=8)):
        end_restraints.func()
        assert not people.visible_people().filter(pk=house.author.pk).exists()
        assert recount() == []


@pytest.mark.parametrize("change", ["unsuspended", "longer", "slipped_in", "quiet_moved"])
def test_what_a_hand_changes_in_the_tables_is_found(house: House, change: str) -> None:
    house.decide(LIMIT if change == "quiet_moved" else SUSPEND)
    if change == "unsuspended":
        Person.objects.update(suspended_at=None)
    elif change == "slipped_in":
        Person.objects.filter(pk=house.vera.pk).update(suspended_at=clock.now())
    else:
        Restraint.objects.update(until=clock.now() + timedelta(days=400))
    assert recount()


def test_who_is_limited_reads_and_writes_no_posts(house: House) -> None:
    house.decide(LIMIT)
    assert people.quiet_until(house.author.pk)
    assert people.quiet_until(house.vera.pk) is None
    assert people.visible_people().filter(pk=house.author.pk).exists()
    assert recount() == []


def test_a_limit_is_told_to_the_union_as_part_of_the_service(house: House) -> None:
    said = statement_of(ledger.said(house.decide(LIMIT).entry), Site("https://x.example", "x"))
    assert said["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert said["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"


def test_triage_escalates_and_dismisses_and_never_restricts(house: House) -> None:
    matter = house.report()
    with pytest.raises(errors.NotYourRole):
        actions.decide(house.triage, matter.pk, HIDE)
    actions.escalate(house.triage, matter.pk)
    matter.refresh_from_db()
    assert matter.escalated_by == house.triage
    actions.decide(house.triage, matter.pk, Ruling(measure=Measure.NOTHING))
    assert house.text(None) == "Buy my pills"


def test_members_decide_nothing_and_nobody_decides_about_themselves(house: House) -> None:
    matter = house.report(house.moderator)
    for person, refusal in (
        (house.boris, errors.NotYourRole),
        (house.moderator, errors.YourOwnMatter),
    ):
        with pytest.raises(refusal):
            actions.decide(person, matter.pk, HIDE)
    assert Block.objects.count() == 0


def test_a_matter_is_decided_once(house: House) -> None:
    decision = house.decide()
    with pytest.raises(errors.NoSuchMatter):
        actions.decide(house.other, decision.matter_id, HIDE)


def test_an_appeal_is_answered_by_another_person_only(house: House) -> None:
    decision = house.decide()
    actions.appeal(house.author, decision.pk, "They are sweets.")
    with pytest.raises(errors.AnotherAnswers):
        actions.answer(house.moderator, decision.pk, "No.", uphold=True)
    with pytest.raises(errors.NotYourRole):
        actions.answer(house.triage, decision.pk, "No.", uphold=True)
    actions.answer(house.other, decision.pk, "Sweets they are.", uphold=False)
    assert house.text(None) == "Buy my pills"
    assert recount() == []
    with pytest.raises(errors.NoAppealAgainst):
        actions.appeal(house.author, decision.pk, "Once more.")


def test_an_appeal_that_is_refused_leaves_everything_as_it_is(house: House) -> None:
    decision = house.decide(SUSPEND)
    actions.appeal(house.author, decision.pk, "I did not.")
    actions.answer(house.other, decision.pk, "You did.", uphold=True)
    assert not people.visible_people().filter(pk=house.author.pk).exists()
    assert recount() == []


def test_reporters_read_what_came_of_it(house: House) -> None:
    decision = house.decide()

    def told() -> str:
        return outcome(queries.reports_by(house.vera.pk)[0])

    assert told() == "restricted"
    actions.appeal(house.author, decision.pk, "They are sweets.")
    actions.answer(house.other, decision.pk, "Sweets.", uphold=False)
    assert told() == "reversed"
    house.report(house.boris)
    assert outcome(queries.reports_by(house.boris.pk)[0]) == "waits"


def test_the_queue_costs_the_same_for_one_matter_and_for_many(house: House) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            matters = list(queries.open_matters())
            queries.card_of(matters[0].pk)
        return len(seen)

    house.report()
    one = cost()
    for _ in range(3):
        house.post = a_post(house.author, "More pills")
        house.report()
        house.report(house.boris)
    assert cost() == one


def test_a_track_is_silenced_for_everybody_by_its_file(house: House) -> None:
    track = a_track(house.author)
    listener = Listener(house.vera.pk, "ZZ")
    matter = actions.report(house.vera, Thing.TRACK, track.pk, "threats", "", listener).matter
    actions.decide(house.moderator, matter.pk, Ruling(measure=Measure.HIDE, rule="threats", words="Threats."))
    block = Block.objects.get()
    assert (block.scope, block.scope_id) == ("file", track.sound_id)
    assert recount() == []


def test_a_hidden_comment_is_a_tombstone_to_all_but_its_author_and_rings_nobody(house: House) -> None:
    comment = actions_of_walls.write_comment(house.author, a_post(house.boris, "Hello"), text="Buy pills")
    alerts.comment_written.func(comment.pk, [])
    boris = Listener(house.boris.pk, "ZZ")
    assert len(rung.lines_for(boris).lines) == 1
    matter = actions.report(
        house.vera, Thing.COMMENT, comment.pk, "spam", "", Listener(house.vera.pk, "ZZ")
    ).matter
    assert queries.card_of(matter.pk).seen["text"] == "Buy pills"
    actions.decide(house.moderator, matter.pk, HIDE)
    said = wall.comment_view(boris, comment.pk)
    assert (said.text, said.restriction is not None) == ("", True)
    assert wall.comment_view(Listener(house.author.pk, "ZZ"), comment.pk).text == "Buy pills"
    (shown,) = wall.view_of(boris, comment.post_id).last_comments
    assert shown.text == ""
    assert rung.lines_for(boris).lines == []
    with pytest.raises(errors.NoSuchThing):
        actions.report(house.other, Thing.COMMENT, comment.pk, "spam", "", Listener(house.other.pk, "ZZ"))
    assert recount() == []


def test_of_messages_the_restricted_person_reads_their_own_words_alone(house: House) -> None:
    matter = shown(house.vera, [house.boris, house.author], ("Vera's secret", "Give me money", "I agree"))
    assert matter.whose is None
    threat = Ruling(measure=Measure.SUSPEND, rule="threats", days=7, words="You threatened.")
    with pytest.raises(errors.NobodyChosen):
        actions.decide(house.moderator, matter.pk, threat)
    with pytest.raises(errors.NobodyChosen):
        actions.decide(house.moderator, matter.pk, replace(threat, whom=house.vera.pk))
    decision = actions.decide(house.moderator, matter.pk, replace(threat, whom=house.author.pk))
    assert decision.person == house.author
    assert queries.decision_of(house.author.pk, decision.pk).decision.quoted == "Anna Petrova\nI agree"
    assert people.visible_people().filter(pk=house.boris.pk).exists()
    assert recount() == []


def test_of_messages_one_person_wrote_nothing_of_their_reporters_is_quoted(house: House) -> None:
    matter = shown(house.vera, [house.boris], ("Vera's secret", "Give me money"))
    assert actions.decide(house.moderator, matter.pk, SUSPEND).quoted == "Boris\nGive me money"


def test_whoever_wrote_what_was_shown_neither_decides_nor_answers(house: House) -> None:
    matter = shown(house.vera, [house.author, house.moderator], ("Hello", "Give me money", "I agree"))
    about = replace(SUSPEND, whom=house.author.pk)
    with pytest.raises(errors.YourOwnMatter):
        actions.decide(house.moderator, matter.pk, about)
    assert house.moderator.pk in queries.card_of(matter.pk).concerned
    decision = actions.decide(house.other, matter.pk, about)
    appeal = actions.appeal(house.author, decision.pk, "A joke.")
    assert not queries.may_answer_appeal(house.moderator.pk, appeal)
    with pytest.raises(errors.AnotherAnswers):
        actions.answer(house.moderator, decision.pk, "No.", uphold=False)


def shown(reporter: Person, others: list[Person], texts: tuple[str, ...]) -> Matter:
    """Messages the reporter and others wrote in turn, which the reporter showed the staff."""
    for other in others:
        friends(reporter, other)
    chat = dialogs.found_chat(reporter, "Kitchen", [other.pk for other in others])
    said = [
        dialogs.say(who, chat.pk, dialogs.Words(text))
        for who, text in zip((reporter, *others), texts, strict=True)
    ]
    report = dialogs.report(reporter, chat.pk, [message.seq for message in said], "")
    actions.take_up_messages(report.pk)
    return Matter.objects.get(kind=Thing.MESSAGES.value, number=report.pk)


def against(house: House, whom: Person) -> int:
    """The number of a matter about this person."""
    listener = Listener(house.vera.pk, "ZZ")
    return actions.report(house.vera, Thing.PERSON, whom.pk, "threats", "", listener).matter.pk


@pytest.mark.parametrize("ruling", [SUSPEND, LIMIT])
def test_a_moderator_locks_out_nobody_of_the_staff(house: House, ruling: Ruling) -> None:
    for whom in (house.operator, house.other, house.triage):
        with pytest.raises(errors.NotYourRole):
            actions.decide(house.moderator, against(house, whom), ruling)
    actions.decide(house.operator, against(house, house.other), ruling)


def test_the_last_operator_stays_able_to_act(house: House) -> None:
    second, admin = a_person("Second", is_staff=True), a_person("Admin")
    actions.appoint(house.operator, admin, Role.ADMIN)
    actions.decide(house.operator, against(house, second), SUSPEND)
    with pytest.raises(errors.LastOperator):
        actions.decide(admin, against(house, house.operator), SUSPEND)
    assert people.visible_people().filter(pk=house.operator.pk).exists()


def test_who_has_the_machine_releases_an_account_with_its_line(house: House) -> None:
    decision = house.decide(SUSPEND)
    call_command("release", str(house.author.pk), stdout=StringIO())
    assert people.visible_people().filter(pk=house.author.pk).exists()
    assert queries.decision_of(house.author.pk, decision.pk).ended
    assert Entry.objects.filter(kind="reverse", thing=f"account:{house.author.pk}").count() == 1
    assert recount() == []
    with pytest.raises(CommandError, match="nothing is held"):
        call_command("release", str(house.author.pk), stdout=StringIO())


def test_an_appeal_granted_after_its_day_has_a_line_that_says_so(house: House) -> None:
    decision = house.decide(SUSPEND)
    actions.appeal(house.author, decision.pk, "I did not.")
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        end_restraints.func()
        over = Restraint.objects.get()
        actions.answer(house.other, decision.pk, "You did not.", uphold=False)
        lines = Entry.objects.filter(kind="reverse", thing=f"account:{house.author.pk}").order_by("pk")
        by_itself, granted = [ledger.said(line) for line in lines]
        assert (by_itself["automated"]["decision"], granted["automated"]["decision"]) == (True, False)
        assert granted["prev"] == by_itself["id"]
        assert Restraint.objects.get().ended_at == over.ended_at
        release_restraint(over.pk, by_staff=True)
        assert lines.count() == 2, "twice is once"
        assert recount() == []
