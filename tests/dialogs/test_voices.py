"""A voice note goes the road of every upload, and is heard by those of its conversation alone."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

import factories
from akkord.cases import claims, whereabouts
from akkord.cases.models import Inquiry
from akkord.dialogs import actions, errors, queries, tasks
from akkord.dialogs.actions import Words
from akkord.dialogs.rules import WORDS_KEPT
from akkord.flow import clock
from akkord.flow.models import News
from akkord.music import actions as music
from akkord.music import queries as musical
from akkord.music import rules, streams
from akkord.music.errors import NoSuchTrack, TooManyVoices, VoiceNotesClosed
from akkord.music.models import Match, Play, Track, Upload
from akkord.music.rules import Listener
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.rights.terms import Use
from akkord.store.files import files
from cases import makers
from music import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("log")]


@pytest.fixture
def two() -> tuple[Person, Person]:
    files.cache_clear()
    streams._remembered.clear()
    anna, boris = factories.a_person("Anna"), factories.a_person("Boris")
    factories.friends(anna, boris)
    return anna, boris


def a_note(sender: Person, *recordings: Any) -> Upload:
    """Heard and decided, with something to play."""
    sound = makers.sound(waveform=bytes(range(200)))
    kept = files().keep([uuid.uuid4().bytes * 100])
    sound.rendition, sound.rendition_size = kept.sha256, kept.size
    sound.save()
    return world.upload(sender, sound, *recordings, spoken=True)


def view(person: Person, dialog: int) -> Any:
    thread = queries.thread(Listener(person.pk, "GB"), queries.member_of(person.pk, dialog))
    (voice,) = thread.messages[-1].voices
    return voice


def begun(person: Person, note: Upload, said: Any) -> str:
    """The address of its sound, as the door that asked the conversation gives it."""
    return music.start_voice(Listener(person.pk, "GB"), note.pk, f"m{said.pk}").url


def opened(person: Person | None, address: str) -> streams.Opened:
    token = address.removeprefix("/stream/")
    listener = Listener(person.pk if person else None, "GB")
    return streams.open_stream(token, listener, queries.may_hear_voice)


def hears(person: Person | None, address: str) -> bool:
    try:
        return bool(opened(person, address))
    except (streams.NoSuchStream, streams.Refused):
        return False


def test_those_of_the_conversation_hear_it_and_nobody_else(two: tuple[Person, Person]) -> None:
    anna, boris = two
    vera, note = factories.a_person("Vera", is_staff=True), a_note(anna)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    assert view(boris, said.dialog_id).state == "ready"
    address = begun(boris, note, said)
    assert [hears(person, address) for person in (anna, boris, vera, None)] == [True, True, False, False]
    assert not Play.objects.exists()  # who listened to whom is nobody's business
    with pytest.raises(errors.NotYourVoice):  # nobody sends another's
        actions.write(boris, anna, Words(voices=(note.pk,)))


def test_no_other_door_has_it(two: tuple[Person, Person]) -> None:
    anna, boris = two
    note = a_note(anna)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    number, listener = Track.objects.get(upload=note).pk, Listener(boris.pk, "GB")
    assert hears(boris, begun(boris, note, said))  # decided and remembered
    with pytest.raises(streams.NoSuchStream):
        streams.open_track(number, listener, Use.PLAY)
    with pytest.raises(NoSuchTrack):
        music.start_play(listener, number)
    with pytest.raises(NoSuchTrack):
        music.keep(boris, number)
    assert not list(musical.sent_in_by(anna.pk))
    assert not list(musical.order_of_music(anna.pk))
    assert not list(musical.tracks_named("Song"))
    assert not musical.rows(listener, [number])


def test_before_it_is_decided_nobody_hears_it_and_then_it_is_drawn_anew(two: tuple[Person, Person]) -> None:
    anna, boris = two
    sent = music.receive_voice(anna, 4, iter([b"RIFF"]))
    said = actions.write(anna, boris, Words(voices=(sent.pk,)))
    for person in (anna, boris):
        assert view(person, said.dialog_id).state == "checking"
        with pytest.raises(NoSuchTrack):
            begun(person, sent, said)
    before = News.objects.filter(kind="changed").count()
    world.work_off()  # the box finds that it is no sound
    mine, theirs = view(anna, said.dialog_id), view(boris, said.dialog_id)
    assert (mine.state, theirs.state) == ("refused", "refused")
    assert (bool(mine.refusal), bool(theirs.refusal)) == (True, False)
    assert News.objects.filter(kind="changed").count() > before


def test_a_blocked_recording_in_it_silences_it_with_its_line_and_its_sender_sees_why(
    two: tuple[Person, Person],
) -> None:
    anna, boris = two
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.licensed(rep, label)
    note = a_note(anna, recording)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    start = music.start_voice(Listener(boris.pk, "GB"), note.pk, f"m{said.pk}")
    assert start.play_id == Play.objects.get().pk  # of the recording that is in it
    world.block(rep, label, recording)
    world.work_off()
    assert not hears(boris, start.url)
    shown = view(anna, said.dialog_id)
    assert (shown.state, shown.mine, shown.telling.state) == ("silent", True, "blocked_here")
    again = a_note(anna, recording)  # sent in once more, it falls silent with a line of its own
    assert again.state == "blocked"
    assert Upload.objects.get(pk=again.pk).entry is not None


def test_its_sender_contests_what_silences_it_and_declares_a_lawful_use(two: tuple[Person, Person]) -> None:
    anna, _ = two
    label, rep = makers.label()
    (forbidden,) = makers.recordings(label, 1)
    world.block(rep, label, forbidden)
    (filed,) = claims.contest(anna, a_note(anna, forbidden).pk, "lawful_use", "I talk of what is heard.")
    assert (filed.state, filed.organisation_id) == ("disputed", label.pk)
    other, _ = makers.label()
    (unlicensed,) = makers.recordings(other, 1)
    quoted = a_note(anna, unlicensed)
    part = [{"f0": 10.0, "f1": 20.0, "r0": 0.0, "r1": 10.0, "score": 1.0}]
    Match.objects.filter(recording=unlicensed).update(segments=part)
    assert musical.may_declare(quoted)


def test_what_no_message_carries_is_taken_back_after_a_day(two: tuple[Person, Person]) -> None:
    anna, boris = two
    unsaid, said = a_note(anna), a_note(anna)
    actions.write(anna, boris, Words(voices=(said.pk,)))
    for days, stand in ((0.5, [True, True]), (2, [False, True])):
        with clock.at(clock.now() + timedelta(days=days)):
            tasks.forget_unsaid.func()
        standing = [Track.objects.get(upload=note).withdrawn_at is None for note in (unsaid, said)]
        assert standing == stand
    with pytest.raises(errors.NotYourVoice):  # and is said no more
        actions.write(anna, boris, Words(voices=(unsaid.pk,)))


def test_one_person_sends_so_many_an_hour(
    two: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, boris = two
    monkeypatch.setattr(rules, "VOICES_AN_HOUR", 2)
    for _ in range(2):
        music.receive_voice(anna, 4, iter([b"RIFF"]))
    with pytest.raises(TooManyVoices):
        music.receive_voice(anna, 4, iter([b"RIFF"]))
    music.receive_voice(boris, 4, iter([b"RIFF"]))
    with clock.at(clock.now() + timedelta(hours=2)):
        music.receive_voice(anna, 4, iter([b"RIFF"]))


def test_the_story_of_a_note_leads_to_no_page_of_a_track_and_takes_it_back(
    two: tuple[Person, Person], client: Client
) -> None:
    anna, boris = two
    note = a_note(anna)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    place = f"/audio/upload/{note.pk}"
    page = client.get(place).content.decode()
    assert f'"/audio{Track.objects.get(upload=note).pk}"' not in page
    assert f"{place}/rename" not in page
    assert f"{place}/withdraw" in page
    assert client.post(f"{place}/withdraw").status_code == 302
    assert view(boris, said.dialog_id).state == "gone"
    assert client.post(f"{place}/withdraw").status_code == 404
    Upload.objects.filter(pk=note.pk).update(state="refused", refusal="voice_too_long")
    assert "longer than ten minutes" in client.get(place).content.decode()


def test_a_rights_office_is_shown_no_note(
    two: tuple[Person, Person], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, _ = two
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    block = world.block(rep, label, recording)
    note, song = a_note(anna, recording), world.matched(anna, recording)
    said = {"score": 1.0, "speed": 1.0, "pitch": 0.0, "p_false": None, "segments": []}
    found = [said | {"sound": sound} for sound in (note.sound_id, song.sound_id)]
    asked = Inquiry(person=rep, organisation=label, filename="a.mp3", found=found)
    monkeypatch.setattr(whereabouts.ear, "print_of", lambda sound: sound)
    monkeypatch.setattr("earprint.prints.Print.from_bytes", bytes)
    monkeypatch.setattr(musical, "draw_alignment", lambda sound, *_: f"picture of {sound.pk}")
    assert [place.track for place in whereabouts.places_of_inquiry(asked)] == [song]
    assert whereabouts.draw_inquiry(asked, 1) == f"picture of {song.sound_id}"
    with pytest.raises(LookupError):
        whereabouts.draw_inquiry(asked, 0)
    client.force_login(rep, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/rights/{label.pk}/stay-downs/{block.pk}").content.decode()
    assert "Voice note" in page
    assert f'"/audio{Track.objects.get(upload=note).pk}"' not in page
    headers = {"authorization": f"Bearer {issue_token(rep, 'test')}"}
    told = client.get(f"/api/v1/organisations/{label.pk}/stay-downs/{block.pk}", headers=headers).json()
    assert {each["track"] for each in told["caught"]} == {None, song.pk}
    monkeypatch.setattr(musical, "draw_match", lambda match: f"<svg>{match.sound_id}</svg>")
    matches = {match.sound_id: match.pk for match in Match.objects.filter(recording=recording)}
    drawn = f"/rights/{label.pk}/recordings/{recording.pk}/matches"
    assert client.get(f"{drawn}/{matches[song.sound_id]}.svg").status_code == 200
    assert client.get(f"{drawn}/{matches[note.sound_id]}.svg").status_code == 404


def test_it_ends_with_its_message_at_once(two: tuple[Person, Person]) -> None:
    anna, boris = two
    chat = actions.found_chat(anna, "Chat", [boris.pk])
    note = a_note(anna)
    said = actions.say(anna, chat.pk, Words(voices=(note.pk,)))
    address = begun(boris, note, said)
    sounding = opened(boris, address)
    assert streams.still_allowed(sounding)
    actions.delete_for_all(anna, chat.pk, said.seq)
    assert not streams.still_allowed(sounding)  # also what is being sent
    assert not hears(anna, address)
    with clock.at(clock.now() + WORDS_KEPT * 2):
        tasks.forget_words.func()
    assert Track.objects.get(upload=note).withdrawn_at is not None


def test_what_is_passed_on_is_heard_there_until_its_last_message_is_gone(two: tuple[Person, Person]) -> None:
    anna, boris = two
    vera, note = factories.a_person("Vera"), a_note(anna)
    factories.friends(boris, vera)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    passed = actions.write(boris, vera, Words(forwarded=((said.dialog_id, said.seq),)))
    assert view(vera, passed.dialog_id).state == "ready"
    actions.delete_for_all(anna, said.dialog_id, said.seq)
    address = begun(vera, note, passed)
    assert (hears(vera, address), hears(anna, address)) == (True, False)
    with clock.at(clock.now() + WORDS_KEPT * 2):
        tasks.forget_words.func()
    assert Track.objects.get(upload=note).withdrawn_at is None


def test_the_staff_hears_what_was_reported_while_the_report_waits(two: tuple[Person, Person]) -> None:
    anna, boris = two
    staff, note = factories.a_person("Staff", is_staff=True), a_note(anna)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    made = actions.report(boris, said.dialog_id, [said.seq], "It threatens")
    place = f"r{made.pk}"
    assert queries.may_hear_voice(staff.pk, place, note.pk)
    assert not queries.may_hear_voice(boris.pk, place, note.pk)
    assert not queries.may_hear_voice(staff.pk, f"m{said.pk}", note.pk)
    actions.close_report(staff, made.pk, "Warned")
    assert not queries.may_hear_voice(staff.pk, place, note.pk)


def test_a_site_that_has_people_listen_takes_none(two: tuple[Person, Person], settings: Any) -> None:
    settings.INSTANCE_MODE = "strict"
    with pytest.raises(VoiceNotesClosed):
        music.receive_voice(two[0], 4, iter([b"RIFF"]))


def test_the_pages_show_it_and_give_its_address(two: tuple[Person, Person], client: Client) -> None:
    anna, boris = two
    client.force_login(boris, "allauth.account.auth_backends.AuthenticationBackend")
    note = a_note(anna)
    said = actions.write(anna, boris, Words(voices=(note.pk,)))
    page = client.get(f"/im/{anna.pk}").content.decode()
    assert f"/im/voice/m{said.pk}/{note.pk}" in page
    answer = client.post(f"/im/voice/m{said.pk}/{note.pk}")
    assert answer.status_code == 200
    assert answer.json()["play"] is None
    assert client.post(f"/im/voice/m{said.pk}/{uuid.uuid4()}").status_code == 404
