"""A delivery is read, its files come in, each is heard, and the catalogue stands: once, despite kills."""

import pytest

from akkord.catalogue import actions, errors, queries
from akkord.catalogue.models import Delivery, DeliveryRow, Organisation, Recording, Release
from akkord.flow.lives import AlreadyMoved, step
from akkord.flow.models import Job
from akkord.people.models import Person
from akkord.rights.models import Ownership
from akkord.sound.models import Sound
from catalogue import makers
from catalogue.makers import Cut, StandInBox, StandInEar, pieces, work_off

pytestmark = pytest.mark.django_db

ONE = "DEAAA2600001,Song,Singer,Album,4006381333931,01.flac,1/2,DE FR"
TWO = "DEAAA2600002,Other,Singer,Album,4006381333931,02.flac,,"


@pytest.fixture
def label() -> Organisation:
    return makers.organisation(name="Northern Light")


@pytest.fixture
def agent(label: Organisation) -> Person:
    return makers.representative(label)


def states(delivery: Delivery) -> list[str]:
    return list(queries.rows_of(delivery.pk).values_list("state", flat=True))


def add(person: Person, delivery: Delivery, name: str, data: bytes = b"sound") -> DeliveryRow:
    return actions.add_file(person, delivery, name, pieces(data))


def test_a_delivery_goes_live_when_all_its_files_were_heard(
    label: Organisation, agent: Person, ear: StandInEar
) -> None:
    delivery = makers.deliver(agent, label, ONE, TWO)
    assert (delivery.state, states(delivery)) == ("reading", ["waiting", "waiting"])
    add(agent, delivery, "01.FLAC", b"one")
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, states(delivery)) == ("reading", ["live", "waiting"])
    add(agent, delivery, "in/02.flac", b"two")
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, states(delivery)) == ("live", ["live", "live"])
    song = queries.recording_by_isrc("DE-AAA-26-00001")
    assert song is not None
    assert song.release == Release.objects.get()
    assert ear.knows == {r.pk: r.sound_id for r in Recording.objects.all()}
    owned = Ownership.objects.get(recording=song)
    assert (owned.party, owned.share, owned.territory, owned.standing, owned.source) == (
        label,
        "1/2",
        "DE FR",
        "evidenced",
        f"delivery {delivery.pk}",
    )


def test_a_line_with_a_fault_is_refused_at_once_and_the_others_wait(
    label: Organisation, agent: Person
) -> None:
    delivery = makers.deliver(agent, label, ONE, "DEAAA26,Song,Singer,,,x.flac")
    assert states(delivery) == ["waiting", "refused"]
    assert queries.rows_of(delivery.pk)[1].why == "line 3: “DEAAA26” is not an ISRC"
    assert queries.progress_of([delivery.pk])[delivery.pk].rows == 2


def test_a_delivery_of_nothing_but_faults_has_ended(label: Organisation, agent: Person) -> None:
    delivery = makers.deliver(agent, label, "x,y,z")
    work_off()
    delivery.refresh_from_db()
    assert delivery.state == "live"
    assert delivery.finished_at is not None


def test_a_second_delivery_of_an_isrc_updates_its_words_and_adds_nothing_double(
    label: Organisation, agent: Person, ear: StandInEar
) -> None:
    for title in ("Song", "Song (2026 Remaster)"):
        delivery = makers.deliver(agent, label, ONE.replace("Song", title))
        add(agent, delivery, "01.flac")
        work_off()
    recording = Recording.objects.get()
    assert recording.title == "Song (2026 Remaster)"
    assert (ear.lessons, Sound.objects.count(), Ownership.objects.count()) == (1, 1, 1)


def test_words_alone_can_be_delivered_once_the_sound_is_here(label: Organisation, agent: Person) -> None:
    first = makers.deliver(agent, label, ONE)
    add(agent, first, "01.flac")
    work_off()
    second = makers.deliver(agent, label, "DEAAA2600001,New title,Singer")
    work_off()
    assert states(second) == ["live"]
    assert Recording.objects.get().title == "New title"
    assert queries.rows_of(makers.deliver(agent, label, "DEAAA2600009,T,A").pk)[0].fault == "file_missing"


def test_a_new_share_takes_the_place_of_the_one_delivered_before(label: Organisation, agent: Person) -> None:
    for share in ("1/2", "1"):
        delivery = makers.deliver(agent, label, ONE.replace("1/2", share))
        add(agent, delivery, "01.flac")
        work_off()
    standing = Ownership.objects.get(withdrawn_at=None)
    assert standing.share == "1"
    assert Ownership.objects.exclude(withdrawn_at=None).get().withdrawal is not None


def test_a_new_sound_of_a_recording_replaces_the_old_one_in_the_ear(
    label: Organisation, agent: Person, ear: StandInEar
) -> None:
    for data in (b"one", b"remastered"):
        delivery = makers.deliver(agent, label, ONE)
        add(agent, delivery, "01.flac", data)
        work_off()
    recording = Recording.objects.get()
    assert ear.lessons == 2
    assert ear.knows == {recording.pk: recording.sound_id}


def test_an_isrc_of_another_organisation_is_refused(label: Organisation, agent: Person) -> None:
    makers.recording(label, isrc="DEAAA2600001")
    rival = makers.organisation()
    delivery = makers.deliver(makers.representative(rival), rival, ONE)
    row = queries.rows_of(delivery.pk)[0]
    assert (row.state, row.why) == ("refused", "line 2: the ISRC belongs to a recording of Northern Light")


def test_of_two_organisations_racing_for_an_isrc_one_is_refused(label: Organisation, agent: Person) -> None:
    rival = makers.organisation()
    theirs = makers.representative(rival)
    deliveries = [makers.deliver(agent, label, ONE), makers.deliver(theirs, rival, ONE)]
    for person, delivery in zip((agent, theirs), deliveries, strict=True):
        add(person, delivery, "01.flac", str(person.pk).encode())
    work_off()
    assert sorted(state for d in deliveries for state in states(d)) == ["live", "refused"]
    assert Recording.objects.count() == 1


def test_a_file_the_box_refuses_refuses_its_line(label: Organisation, agent: Person, box: StandInBox) -> None:
    delivery = makers.deliver(agent, label, ONE)
    box.broken.add(add(agent, delivery, "01.flac", b"broken").sha256)
    work_off()
    row = queries.rows_of(delivery.pk)[0]
    assert (row.state, row.fault) == ("refused", "sound_refused not_audio")
    assert row.why.endswith("could not be used: The file is not a sound file of a kind that is accepted.")
    assert not Recording.objects.exists()


def test_a_file_no_line_names_is_refused_before_a_byte_is_read(label: Organisation, agent: Person) -> None:
    delivery = makers.deliver(agent, label, ONE)

    def unread():  # type: ignore[no-untyped-def]
        raise AssertionError
        yield b""

    with pytest.raises(errors.NoRowForFile, match=r"03\.flac"):
        actions.add_file(agent, delivery, "/music/03.flac", unread())


def test_the_same_file_twice_is_once_and_another_is_refused(label: Organisation, agent: Person) -> None:
    delivery = makers.deliver(agent, label, ONE)
    assert add(agent, delivery, "01.flac").pk == add(agent, delivery, "01.flac").pk
    work_off()
    add(agent, delivery, "01.flac")
    with pytest.raises(errors.AnotherFileHere):
        add(agent, delivery, "01.flac", b"other")
    assert Job.objects.exclude(state="done").count() == 0


def test_a_file_for_a_refused_line_says_why(label: Organisation, agent: Person) -> None:
    delivery = makers.deliver(agent, label, "DEAAA2600001,Song,Singer,,,x.flac,7")
    with pytest.raises(errors.RowRefused, match="line 2: “7” is not a share"):
        add(agent, delivery, "x.flac")


def test_equal_bytes_of_several_deliveries_are_one_sound_examined_once(
    label: Organisation, agent: Person, box: StandInBox
) -> None:
    rival = makers.organisation()
    theirs = makers.representative(rival)
    add(agent, makers.deliver(agent, label, ONE), "01.flac")
    add(theirs, makers.deliver(theirs, rival, ONE.replace("00001", "00007")), "01.flac")
    work_off()
    assert (Sound.objects.count(), len(box.examined), Recording.objects.count()) == (1, 1, 2)


def test_too_large_and_empty_files_are_refused(label: Organisation, agent: Person, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MOST_UPLOAD_BYTES = 3
    delivery = makers.deliver(agent, label, ONE)
    with pytest.raises(errors.FileTooLarge):
        add(agent, delivery, "01.flac", b"four")
    with pytest.raises(errors.EmptyFile):
        add(agent, delivery, "01.flac", b"")


def test_who_does_not_act_for_the_label_delivers_nothing(label: Organisation, agent: Person) -> None:
    stranger = makers.person()
    with pytest.raises(errors.NotRepresented):
        makers.deliver(stranger, label, ONE)
    with pytest.raises(errors.NotRepresented):
        add(stranger, makers.deliver(agent, label, ONE), "01.flac")


def test_a_list_that_cannot_be_read_leaves_nothing(label: Organisation, agent: Person) -> None:
    with pytest.raises(errors.NoHeader, match="isrc, title, artist"):
        actions.deliver(agent, label, "x", b"a,b\n1,2")
    assert not Delivery.objects.exists()


def test_killed_between_ear_and_catalogue_a_rerun_ends_the_same(
    label: Organisation, agent: Person, ear: StandInEar
) -> None:
    delivery = makers.deliver(agent, label, ONE)
    row = add(agent, delivery, "01.flac")
    step.func("delivery_row", str(row.pk), "arrived")
    ear.cut_after = True
    with pytest.raises(Cut):
        step.func("delivery_row", str(row.pk), "heard")
    assert not Ownership.objects.exists()
    ear.cut_after = False
    work_off()
    assert states(delivery) == ["live"]
    assert (Recording.objects.count(), Release.objects.count(), Ownership.objects.count()) == (1, 1, 1)
    assert list(ear.knows) == [Recording.objects.get().pk]


@pytest.mark.parametrize("state", ["arrived", "heard"])
def test_killed_while_moving_the_step_is_taken_again(
    label: Organisation, agent: Person, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    delivery = makers.deliver(agent, label, ONE)
    row = add(agent, delivery, "01.flac")
    if state == "heard":
        step.func("delivery_row", str(row.pk), "arrived")
    with monkeypatch.context() as cut:
        cut.setattr("akkord.catalogue.delivery_life._tell", lambda row: (_ for _ in ()).throw(Cut))
        with pytest.raises(Cut):
            step.func("delivery_row", str(row.pk), state)
    work_off()
    assert states(delivery) == ["live"]
    assert Ownership.objects.count() == 1


def test_a_step_that_ran_twice_announces_once(label: Organisation, agent: Person) -> None:
    delivery = makers.deliver(agent, label, ONE)
    row = add(agent, delivery, "01.flac")
    step.func("delivery_row", str(row.pk), "arrived")
    stale = DeliveryRow.objects.get(pk=row.pk)
    from akkord.catalogue.delivery_life import go_live

    go_live(DeliveryRow.objects.get(pk=row.pk))
    with pytest.raises(AlreadyMoved):
        go_live(stale)
    announced = Job.objects.filter(task="akkord.rights.tasks.own_delivered")
    assert announced.count() == 1


def test_ten_thousand_lines_are_taken_in_within_seconds(label: Organisation, agent: Person) -> None:
    lines = [f"DEAAA26{n:05d},Song {n},Singer,,,{n}.flac" for n in range(10_000)]
    delivery = makers.deliver(agent, label, *lines)
    assert queries.progress_of([delivery.pk])[delivery.pk].waiting == 10_000
    assert add(agent, delivery, "9999.flac").line == 10_001
