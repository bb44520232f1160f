"""What dialogs promise: one order, nothing twice, nothing seen by whom it is not for."""

from datetime import timedelta

import pytest

import factories
from akkord.dialogs import actions, errors, queries, tasks
from akkord.dialogs.actions import Words
from akkord.dialogs.models import Member, Message, Version
from akkord.dialogs.rules import MOST_UNANSWERED, WORDS_KEPT, Door, Mark
from akkord.flow import clock
from akkord.flow.models import News
from akkord.music.errors import NoSuchTrack
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.people.rules.trust import STEPS

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return factories.a_person("Anna")


@pytest.fixture
def boris(anna: Person) -> Person:
    other = factories.a_person("Boris")
    factories.friends(anna, other)
    return other


@pytest.fixture
def vera() -> Person:
    """A stranger to everybody."""
    return factories.a_person("Vera")


def texts(person: Person, dialog: int) -> list[str]:
    member = queries.member_of(person.pk, dialog)
    return [m.text for m in queries.thread(Listener(person.pk, "GB"), member).messages]


def last(person: Person, dialog: int) -> queries.MessageView:
    member = queries.member_of(person.pk, dialog)
    return queries.thread(Listener(person.pk, "GB"), member).messages[-1]


# --- order ---------------------------------------------------------------------------------------------


def test_numbers_have_no_gaps_and_are_the_same_for_both(anna: Person, boris: Person) -> None:
    for n in range(5):
        actions.write(anna if n % 2 else boris, boris if n % 2 else anna, Words(f"{n}"))
    dialog = Message.objects.latest("pk").dialog_id
    assert list(Message.objects.order_by("pk").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert texts(anna, dialog) == texts(boris, dialog) == ["0", "1", "2", "3", "4"]


def test_a_refused_message_takes_no_number(anna: Person, boris: Person) -> None:
    first = actions.write(anna, boris, Words("one"))
    for wrong in (Words(""), Words("x" * 4001), Words("x", reply_to=9), Words("x", tracks=[999])):
        with pytest.raises((errors.DialogError, NoSuchTrack)):
            actions.write(anna, boris, wrong)
    assert actions.write(boris, anna, Words("two")).seq == first.seq + 1


def test_a_message_sent_twice_is_one_message(anna: Person, boris: Person) -> None:
    words = Words("hello", client_id="c1")
    assert actions.write(anna, boris, words).pk == actions.write(anna, boris, words).pk
    with pytest.raises(errors.SaidOtherwise):
        actions.write(anna, boris, Words("other words", client_id="c1"))
    assert actions.write(boris, anna, Words("hello", client_id="c1")).seq == 2, "ids are each sender's own"


def test_sent_again_after_it_was_edited_or_deleted_it_is_still_that_one(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("hello", client_id="c1"))
    actions.edit(anna, made.dialog_id, 1, "hello!")
    assert actions.write(anna, boris, Words("hello", client_id="c1")).pk == made.pk
    actions.delete_for_all(anna, made.dialog_id, 1)
    assert actions.write(anna, boris, Words("hello", client_id="c1")).pk == made.pk
    assert Message.objects.count() == 1


# --- who may write ---------------------------------------------------------------------------------------


def test_a_strangers_first_messages_are_a_request_that_shows_nothing(anna: Person, vera: Person) -> None:
    assert queries.door_to(vera.pk, anna.pk) == Door.REQUEST
    made = actions.write(vera, anna, Words("hi"))
    assert [m.dialog_id for m in queries.requests_to(anna.pk)] == [made.dialog_id]
    assert not queries.listed(anna.pk)
    assert queries.unread(anna.pk) == 0
    before = News.objects.latest("pk").pk
    actions.note_delivered(anna, made.dialog_id, 1)
    actions.note_typing(anna, made.dialog_id)
    actions.read(anna, made.dialog_id, 1)
    assert last(vera, made.dialog_id).mark == Mark.SENT
    assert not News.objects.filter(pk__gt=before, topic__startswith="dialog:").exists()


def test_a_stranger_waits_for_an_answer_and_an_answer_opens_the_door(anna: Person, vera: Person) -> None:
    for n in range(MOST_UNANSWERED):
        made = actions.write(vera, anna, Words(f"{n}"))
    with pytest.raises(errors.WaitForAnswer):
        actions.write(vera, anna, Words("please"))
    actions.write(anna, vera, Words("hello"))
    assert actions.write(vera, anna, Words("at last")).seq == MOST_UNANSWERED + 2
    assert [m.dialog_id for m in queries.listed(anna.pk)] == [made.dialog_id]


def test_who_was_declined_is_told_what_who_waits_is_told(anna: Person, vera: Person) -> None:
    made = actions.write(vera, anna, Words("hi"))
    actions.decline(anna, made.dialog_id)
    assert not queries.requests_to(anna.pk)
    assert not queries.listed(anna.pk)
    with pytest.raises(errors.WaitForAnswer):
        actions.write(vera, anna, Words("hi?"))
    assert f"dialog:{made.dialog_id}" not in queries.open_topics(anna.pk)


def test_accepting_makes_it_a_dialog_like_others(anna: Person, vera: Person) -> None:
    made = actions.write(vera, anna, Words("hi"))
    actions.accept(anna, made.dialog_id)
    actions.read(anna, made.dialog_id, 1)
    assert last(vera, made.dialog_id).mark == Mark.READ


def test_a_fresh_account_writes_to_few_strangers_a_day() -> None:
    vera = factories.a_person("Vera", date_joined=clock.now())
    for _ in range(STEPS[0].strangers_a_day):
        actions.write(vera, factories.a_person(), Words("buy this"))
    with pytest.raises(errors.TooManyStrangers):
        actions.write(vera, factories.a_person(), Words("buy this"))


def test_nobody_writes_to_oneself_or_to_a_closed_account(anna: Person, vera: Person) -> None:
    with pytest.raises(errors.WroteToOneself):
        actions.write(anna, anna, Words("hm"))
    vera.is_active = False
    vera.save()
    with pytest.raises(errors.DoorClosed):
        actions.write(anna, vera, Words("hello"))


# --- the gate --------------------------------------------------------------------------------------------


def test_whose_dialog_it_is_not_for_them_it_is_not_there(anna: Person, boris: Person, vera: Person) -> None:
    made = actions.write(anna, boris, Words("secret"))
    for attempt in (
        lambda: queries.member_of(vera.pk, made.dialog_id),
        lambda: queries.member_of(None, made.dialog_id),
        lambda: queries.chat_of(anna.pk, made.dialog_id),
        lambda: actions.say(vera, made.dialog_id, Words("x")),
        lambda: actions.edit(vera, made.dialog_id, 1, "x"),
        lambda: actions.delete_for_all(vera, made.dialog_id, 1),
        lambda: actions.delete_for_me(vera, made.dialog_id, 1),
        lambda: actions.report(vera, made.dialog_id, [1], ""),
        lambda: actions.write(vera, anna, Words("x", forwarded=[(made.dialog_id, 1)])),
        lambda: actions.note_typing(vera, made.dialog_id),
        lambda: actions.read(vera, made.dialog_id, 1),
    ):
        with pytest.raises(errors.NoSuchDialog):
            attempt()
    assert not queries.found(vera.pk, "secret")


def test_who_comes_later_sees_what_is_said_from_then_on(anna: Person, boris: Person) -> None:
    chat = actions.found_chat(anna, "Band")
    actions.say(anna, chat.pk, Words("before"))
    actions.invite(anna, chat.pk, [boris.pk])
    actions.say(anna, chat.pk, Words("after"))
    assert "before" not in texts(boris, chat.pk)
    assert texts(boris, chat.pk)[-1] == "after"
    assert not queries.found(boris.pk, "before")
    with pytest.raises(errors.NoSuchMessage):
        actions.say(boris, chat.pk, Words("what was that", reply_to=2))


def test_who_leaves_keeps_what_was_said_and_hears_no_more(anna: Person, boris: Person) -> None:
    chat = actions.found_chat(anna, "Band", [boris.pk])
    actions.say(anna, chat.pk, Words("for all"))
    actions.leave(boris, chat.pk)
    actions.say(anna, chat.pk, Words("for the rest"))
    assert texts(boris, chat.pk)[-2:] == ["for all", ""]
    assert not queries.found(boris.pk, "rest")
    assert f"dialog:{chat.pk}" not in queries.open_topics(boris.pk)
    with pytest.raises(errors.NoSuchDialog):
        actions.say(boris, chat.pk, Words("hm"))
    lines = [(n, f"dialog:{chat.pk}", "message", {"dialog": chat.pk, "seq": 1}) for n in (1,)]
    assert queries.news_for(boris.pk, lines) == [], "what was said before they came"


# --- changing --------------------------------------------------------------------------------------------


def test_an_edited_message_keeps_what_it_said_for_a_term(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("helo"))
    actions.edit(anna, made.dialog_id, 1, "hello")
    assert last(boris, made.dialog_id).edited
    assert list(Version.objects.values_list("text", flat=True)) == ["helo"]
    with pytest.raises(errors.NotYourMessage):
        actions.edit(boris, made.dialog_id, 1, "no")
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(errors.TooLate):
        actions.edit(anna, made.dialog_id, 1, "later")
    with clock.at(clock.now() + WORDS_KEPT + timedelta(days=1)):
        tasks.forget_words.call()
    assert not Version.objects.exists()


def test_deleted_for_all_leaves_a_tombstone_without_words(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("oops, the password"))
    actions.write(boris, anna, Words("what?", reply_to=1))
    actions.delete_for_all(anna, made.dialog_id, 1)
    actions.delete_for_all(anna, made.dialog_id, 1)
    member = queries.member_of(boris.pk, made.dialog_id)
    stone, answer = queries.thread(Listener(boris.pk, "GB"), member).messages
    assert stone.deleted
    assert stone.text == ""
    assert answer.reply
    assert answer.reply.text == ""
    assert not queries.found(boris.pk, "password")
    told = queries.news_for(boris.pk, list(News.objects.values_list("pk", "topic", "kind", "payload")))
    assert "password" not in str(told)
    assert "password" not in str(list(News.objects.values()))
    with clock.at(clock.now() + WORDS_KEPT + timedelta(days=1)):
        tasks.forget_words.call()
    assert Message.objects.get(seq=1).text == ""


def test_deleted_for_me_is_gone_for_me_alone(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("hello"))
    actions.delete_for_me(boris, made.dialog_id, 1)
    actions.delete_for_me(boris, made.dialog_id, 1)
    assert texts(boris, made.dialog_id) == []
    assert texts(anna, made.dialog_id) == ["hello"]
    (view,), _more = queries.dialogs_of(Listener(boris.pk, "GB"), boris.pk)
    assert view.last is None


def test_a_cleared_dialog_comes_back_when_somebody_speaks(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("old"))
    actions.clear(boris, made.dialog_id)
    assert not queries.listed(boris.pk)
    actions.write(anna, boris, Words("new"))
    assert [m.dialog_id for m in queries.listed(boris.pk)] == [made.dialog_id]
    assert texts(boris, made.dialog_id) == ["new"]
    assert texts(anna, made.dialog_id) == ["old", "new"]


def test_what_is_passed_on_keeps_its_author_and_its_words(anna: Person, boris: Person, vera: Person) -> None:
    factories.friends(boris, vera)
    made = actions.write(anna, boris, Words("a joke"))
    actions.write(boris, vera, Words("listen", forwarded=[(made.dialog_id, 1)]))
    seen = last(vera, Message.objects.latest("pk").dialog_id)
    assert [(q.author, q.text) for q in seen.forwarded] == [(anna, "a joke")]


# --- marks, drafts ---------------------------------------------------------------------------------------


def test_marks_go_forward_only(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("1"))
    actions.write(anna, boris, Words("2"))
    assert last(anna, made.dialog_id).mark == Mark.SENT
    actions.note_delivered(boris, made.dialog_id, 99)
    assert last(anna, made.dialog_id).mark == Mark.DELIVERED
    assert queries.unread(boris.pk) == 1
    actions.read(boris, made.dialog_id, 2)
    actions.read(boris, made.dialog_id, 1)
    assert last(anna, made.dialog_id).mark == Mark.READ
    assert queries.unread(boris.pk) == 0


def test_a_muted_dialog_does_not_call(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("1"))
    actions.mute(boris, made.dialog_id, True)
    assert queries.unread(boris.pk) == 0


def test_a_draft_is_kept_until_it_is_sent(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("1"))
    actions.save_draft(boris, made.dialog_id, "half a th")
    assert Member.objects.get(person=boris).draft == "half a th"
    actions.write(boris, anna, Words("half a thought"))
    assert Member.objects.get(person=boris).draft == ""


# --- chats -----------------------------------------------------------------------------------------------


def test_only_friends_are_invited_and_a_chat_has_an_end(
    anna: Person, boris: Person, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(errors.OnlyFriends):
        actions.found_chat(anna, "Band", [vera.pk])
    chat = actions.found_chat(anna, "Band")
    monkeypatch.setattr("akkord.dialogs.actions.chats.MOST_IN_CHAT", 1)
    with pytest.raises(errors.ChatFull):
        actions.invite(anna, chat.pk, [boris.pk])


def test_roles_decide_who_removes_names_and_pins(anna: Person, boris: Person, vera: Person) -> None:
    factories.friends(anna, vera)
    chat = actions.found_chat(anna, "Band", [boris.pk, vera.pk])
    with pytest.raises(errors.NotYourChat):
        actions.remove(boris, chat.pk, vera.pk)
    with pytest.raises(errors.NotYourChat):
        actions.name_chat(boris, chat.pk, "Mine")
    actions.appoint(anna, chat.pk, boris.pk, queries.roles_in(chat.pk)[boris.pk].KEEPER)
    actions.name_chat(boris, chat.pk, "Ours")
    said = actions.say(vera, chat.pk, Words("rude"))
    actions.delete_for_all(boris, chat.pk, said.seq)
    actions.pin_message(boris, chat.pk, actions.say(boris, chat.pk, Words("Friday at six")).seq)
    with pytest.raises(errors.NotYourChat):
        actions.remove(boris, chat.pk, anna.pk)
    actions.remove(boris, chat.pk, vera.pk)
    assert set(queries.roles_in(chat.pk)) == {anna.pk, boris.pk}
    actions.leave(anna, chat.pk)
    assert queries.roles_in(chat.pk) == {boris.pk: "owner"}


# --- reports ---------------------------------------------------------------------------------------------


def test_a_report_discloses_the_named_messages_and_no_others(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("private"))
    actions.write(anna, boris, Words("an insult"))
    actions.edit(anna, made.dialog_id, 2, "nothing at all")
    actions.delete_for_all(anna, made.dialog_id, 2)
    report = actions.report(boris, made.dialog_id, [2], "He insults me")
    shown = queries.report_by_number(report.pk)
    assert [(d.text, d.earlier) for d in shown.disclosed.all()] == [("nothing at all", ["an insult"])]
    assert "private" not in str(list(shown.disclosed.values()))
    with pytest.raises(errors.NothingNamed):
        actions.report(boris, made.dialog_id, [], "")
    with pytest.raises(errors.NoSuchMessage):
        actions.report(boris, made.dialog_id, [2, 77], "")


def test_the_reporter_is_told_the_outcome(anna: Person, boris: Person) -> None:
    made = actions.write(anna, boris, Words("an insult"))
    report = actions.report(boris, made.dialog_id, [1], "")
    actions.close_report(factories.a_person("Staff", is_staff=True), report.pk, "We spoke to them.")
    assert not queries.open_reports()
    assert queries.reports_by(boris.pk)[0].outcome == "We spoke to them."


# --- tracks ----------------------------------------------------------------------------------------------


def test_a_track_in_a_message_grants_nothing(anna: Person, boris: Person) -> None:
    track = factories.a_track(anna)  # nobody has listened to it yet
    made = actions.write(anna, boris, Words(tracks=[track.pk]))
    (row,) = last(boris, made.dialog_id).tracks
    assert not row.playable


# --- costs -----------------------------------------------------------------------------------------------


def test_a_thread_and_a_list_cost_the_same_however_long(
    anna: Person,
    boris: Person,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    track = factories.a_track(anna)
    for n in range(12):
        actions.write(anna, boris, Words(f"{n}", tracks=[track.pk], reply_to=n or None))
    for _ in range(5):
        other = factories.a_person()
        factories.friends(anna, other)
        actions.write(other, anna, Words("hello"))
    listener = Listener(anna.pk, "GB")
    with django_assert_max_num_queries(24):
        member = queries.pair_of(anna.pk, boris.pk)
        assert member
        queries.thread(listener, member)
    with django_assert_max_num_queries(8):
        queries.dialogs_of(listener, anna.pk)
    with django_assert_max_num_queries(1):
        queries.unread(anna.pk)


def test_sending_costs_a_bounded_number_of_queries(
    anna: Person,
    boris: Person,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    actions.write(anna, boris, Words("1"))
    with django_assert_max_num_queries(18):
        actions.write(anna, boris, Words("2"))
