"""Orders over many files: what they find, what they silence in one step, and what they never touch."""

import json
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from akkord.cases import actions, errors, queries, stay_down
from akkord.cases.models import Order, OrderRow
from akkord.catalogue import actions as catalogue
from akkord.catalogue.errors import NotRepresented, OutsideMandate
from akkord.flow.models import Job
from akkord.ledger.models import Entry
from akkord.ledger.rules import order_differences, stamp
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights.models import Block
from akkord.rights.terms import CommercialModel, ScopeKind, UseType, Verdict
from cases import makers

pytestmark = pytest.mark.django_db

Found = OrderRow.Found


def filed(by: Any, label: Any, text: str, **more: Any) -> Order:
    said = {"title": "Autumn", "reason": "Not licensed", "text": text} | more
    return actions.file_order(by, label, **said)


def verdicts(tracks: list[Any], territory: str = "DE") -> Counter[Verdict]:
    return Counter(d.verdict for d in music.decide_for(Listener(None, territory), tracks).values())


def licensed(rep: Any, label: Any) -> None:
    rights.grant_licence(rep, label, uses=list(UseType), models=list(CommercialModel))


def entries() -> list[dict[str, Any]]:
    return [json.loads(bytes(body)) for body in Entry.objects.order_by("pk").values_list("body", flat=True)]


# --- what is found -----------------------------------------------------------------------------------


def test_an_order_finds_recordings_files_and_what_is_anothers() -> None:
    label, rep = makers.label()
    other, _ = makers.label()
    mine, theirs = makers.recordings(label, 1)[0], makers.recordings(other, 1)[0]
    sounds = makers.sounds(3)
    mixed = makers.tracks(makers.person(), sounds)
    makers.matched(sounds[:2], [mine, theirs])
    lines = [f"/audio{t.pk}" for t in mixed] + [mine.isrc, "/audio999999", "hm"]
    order = filed(rep, label, "\n".join(lines))
    found = list(queries.rows_of(order).values_list("found", "tracks"))
    assert found == [
        (Found.RECORDING, 1), (Found.NO_STANDING, 0), (Found.FILE, 1),
        (Found.RECORDING, 1), (Found.NOT_FOUND, 0), (Found.NOT_FOUND, 0),
    ]  # fmt: skip
    assert queries.summary_of(order) == {
        "recording": 2, "file": 1, "ambiguous": 0, "not_found": 2, "no_standing": 1,
    }  # fmt: skip


def test_the_lines_of_an_order_say_when_it_was_demanded_and_when_each_thing_came() -> None:
    label, rep = makers.label()
    mine, unheard = makers.recordings(label, 2)
    sounds = makers.sounds(2)
    sent = makers.tracks(makers.person(), sounds)
    makers.matched(sounds[:1], [mine])
    order = filed(rep, label, f"/audio{sent[0].pk}\n/audio{sent[1].pk}\n{unheard.isrc}", execute=True)
    *rows, said = entries()
    demanded, came = stamp(order.made_at), sent[0].made_at.date().isoformat()
    assert [row["demanded_at"] for row in (*rows, said)] == [demanded] * 4
    assert [row.get("content_date") for row in rows] == [came, came, None]
    assert [row.get("source") for row in rows] == [None, "article_16", None]
    stay_down.learn.func(order.pk)
    learned = entries()[-1]
    assert (learned["content_date"], learned["demanded_at"]) == (came, demanded)


def test_nothing_is_silenced_by_filing() -> None:
    label, rep = makers.label()
    tracks = makers.tracks(makers.person(), makers.sounds(2))
    before = verdicts(tracks)
    filed(rep, label, "\n".join(f"/audio{t.pk}" for t in tracks))
    assert verdicts(tracks) == before
    assert not Block.objects.exists()


def test_a_title_names_a_track_unless_it_could_be_several() -> None:
    label, rep = makers.label()
    makers.tracks(makers.person(), makers.sounds(2), "Twice")
    order = filed(rep, label, "MEMBER — twice 0")
    assert [row.found for row in queries.rows_of(order)] == [Found.FILE]
    makers.tracks(makers.person(), makers.sounds(1), "Twice")
    order = filed(rep, label, "MEMBER — twice 0")
    assert [row.found for row in queries.rows_of(order)] == [Found.AMBIGUOUS]


def test_long_names_and_odd_characters_are_kept_within_their_columns() -> None:
    label, rep = makers.label()
    other, _ = makers.label()
    theirs = makers.recordings(other, 1)[0]
    type(theirs).objects.filter(pk=theirs.pk).update(title="т" * 200, artist="а" * 200)
    text = f"{theirs.isrc}\nrecording {theirs.pk}\n{'x' * 900}\nab\x00cd\n"
    order = filed(rep, label, text)
    assert max(len(row.note) for row in queries.rows_of(order)) <= 300
    assert "\x00" not in "".join(row.given for row in queries.rows_of(order))


def test_an_order_without_title_reason_names_or_place_is_refused() -> None:
    label, rep = makers.label()
    for wrong, error in [
        ({"title": " "}, errors.NoReason),
        ({"reason": ""}, errors.NoReason),
        ({"text": "\n"}, errors.BadList),
        ({"territory": "XX"}, errors.BadTerritory),
        ({"territory": ""}, errors.BadTerritory),
    ]:
        with pytest.raises(error):
            filed(rep, label, **({"text": "/audio1"} | wrong))


# --- what is silenced --------------------------------------------------------------------------------


def test_after_execution_every_copy_is_silent_in_the_orders_territory_and_nowhere_else() -> None:
    label, rep = makers.label()
    licensed(rep, label)
    mine = makers.recordings(label, 2)
    sounds = makers.sounds(6)
    copies = makers.tracks(makers.person(), sounds)
    makers.matched(sounds, [mine[0]] * 3 + [mine[1]] * 3)
    order = filed(rep, label, f"{mine[0].isrc}\n/audio{copies[3].pk}", territory="DE AT")
    assert verdicts(copies) == {Verdict.ALLOW: 6}
    actions.execute_order(rep, order)
    for place in ("DE", "AT"):
        assert verdicts(copies, place) == {Verdict.BLOCK: 6}
    assert verdicts(copies, "FR") == {Verdict.ALLOW: 6}
    later = makers.sounds(1)
    makers.matched(later, [mine[0]])
    assert verdicts(makers.tracks(makers.person(), later)) == {Verdict.BLOCK: 1}


def test_someone_elses_recording_is_not_touched() -> None:
    label, rep = makers.label()
    other, their_rep = makers.label()
    licensed(their_rep, other)
    theirs = makers.recordings(other, 1)[0]
    sounds = makers.sounds(2)
    copies = makers.tracks(makers.person(), sounds)
    makers.matched(sounds, [theirs] * 2)
    order = filed(rep, label, f"{theirs.isrc}\n/audio{copies[0].pk}\nrecording {theirs.pk}")
    with pytest.raises(errors.NothingToDo):
        actions.execute_order(rep, order)
    assert verdicts(copies) == {Verdict.ALLOW: 2}
    assert not Block.objects.exists()


def test_what_became_somebody_elses_since_the_preview_is_not_touched() -> None:
    label, rep = makers.label()
    other, _ = makers.label()
    mine, theirs = makers.recordings(label, 1)[0], makers.recordings(other, 1)[0]
    sound = makers.sound()
    track = makers.tracks(makers.person(), [sound])[0]
    order = filed(rep, label, f"/audio{track.pk}\n{mine.isrc}")
    assert [row.found for row in queries.rows_of(order)] == [Found.FILE, Found.RECORDING]
    makers.matched([sound], [theirs])
    actions.execute_order(rep, order)
    rows = list(queries.rows_of(order))
    assert [(row.found, row.block is not None) for row in rows] == [
        (Found.NO_STANDING, False), (Found.RECORDING, True),
    ]  # fmt: skip


def test_executing_twice_is_executing_once() -> None:
    label, rep = makers.label()
    order = filed(rep, label, makers.recordings(label, 1)[0].isrc)
    actions.execute_order(rep, order)
    lines = Entry.objects.count()
    with pytest.raises(errors.AlreadyExecuted):
        actions.execute_order(rep, order)
    assert (Entry.objects.count(), Block.objects.count()) == (lines, 1)


class Cut(BaseException):
    """A kill in the middle: nothing after it runs."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", ["block_many", "write_order", "put"])
def test_an_execution_that_is_cut_leaves_nothing(after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    label, rep = makers.label()
    tracks = makers.tracks(makers.person(), makers.sounds(2))
    order = filed(rep, label, "\n".join(f"/audio{t.pk}" for t in tracks))
    room = {"block_many": actions.rights, "write_order": actions.ledger, "put": actions.jobs}[after]
    whole = getattr(room, after)

    def cut(*given: Any, **more: Any) -> None:
        whole(*given, **more)
        raise Cut

    monkeypatch.setattr(room, after, cut)
    with pytest.raises(Cut):
        actions.execute_order(rep, order)
    monkeypatch.undo()
    assert not Block.objects.exists()
    assert not Entry.objects.exists()
    assert not OrderRow.objects.exclude(block=None).exists()
    assert Order.objects.get().state == Order.State.DRAFT
    assert actions.execute_order(rep, Order.objects.get()).state == Order.State.EXECUTED


# --- who may -----------------------------------------------------------------------------------------


def test_a_stranger_files_and_executes_nothing() -> None:
    label, rep = makers.label()
    order = filed(rep, label, makers.recordings(label, 1)[0].isrc)
    stranger = makers.person()
    with pytest.raises(NotRepresented):
        filed(stranger, label, "/audio1")
    with pytest.raises(NotRepresented):
        actions.execute_order(stranger, order)
    with pytest.raises(errors.NoSuchOrder):
        queries.order_for(stranger.pk, order.public_id)


def test_a_body_orders_within_its_mandate_and_in_the_name_of_its_principal() -> None:
    label, rep = makers.label()
    body, agent = makers.label("body")
    mine = makers.recordings(label, 1)[0]
    catalogue.record_mandate(body, label, "mandate 1", territory="DE")
    with pytest.raises(OutsideMandate):
        filed(agent, label, mine.isrc, territory="Worldwide")
    order = filed(agent, label, mine.isrc, territory="DE")
    actions.execute_order(agent, order)
    assert (order.organisation, order.on_behalf_of) == (body, label)
    assert Block.objects.get().claimant == label
    assert entries()[-1]["actor"] == {"class": "body", "name": body.name}
    for person in (agent, rep):
        assert queries.order_for(person.pk, order.public_id) == order
    for side in (body, label):
        assert list(queries.orders_of(side.pk)) == [order]


def test_a_mandate_that_ended_executes_nothing() -> None:
    label, _ = makers.label()
    body, agent = makers.label("body")
    mandate = catalogue.record_mandate(body, label, "mandate 1")
    order = filed(agent, label, makers.recordings(label, 1)[0].isrc)
    catalogue.end_mandate(mandate)
    with pytest.raises(NotRepresented):
        actions.execute_order(agent, order)


# --- what the log says -------------------------------------------------------------------------------


def test_the_log_has_one_line_of_the_order_that_counts_its_rows_and_commits_to_them() -> None:
    label, rep = makers.label()
    mine = makers.recordings(label, 3)
    lone = makers.tracks(makers.person(), makers.sounds(1))[0]
    order = filed(rep, label, "\n".join([*(r.isrc for r in mine), mine[0].isrc, f"/audio{lone.pk}"]))
    actions.execute_order(rep, order)
    said = entries()
    (head,) = [body for body in said if body["kind"] == "order"]
    assert head["count"] == 4
    assert list(order_differences(said)) == []
    assert {row.block.entry.order_id for row in queries.rows_of(order) if row.block} == {order.entry.pk}


# --- notices -----------------------------------------------------------------------------------------


def test_a_notice_comes_to_hold_every_copy_of_its_sound_and_owns_nothing(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    sound, copy = makers.sounds(2)
    track, again = makers.tracks(makers.person(), [sound, copy])
    order = filed(rep, label, f"/audio{track.pk}")
    actions.execute_order(rep, order)
    assert verdicts([track]) == {Verdict.BLOCK: 1}
    for _ in range(2):  # a job runs at least once
        stay_down.learn.func(order.pk)
    ((listed, taught),) = ear.knows.items()
    assert taught == sound.pk
    assert Block.objects.filter(scope=ScopeKind.RECORDING.value, scope_id=listed, kind="notice").count() == 1
    makers.matched([copy], [catalogue.Recording.objects.get(pk=listed)])
    assert verdicts([again]) == {Verdict.BLOCK: 1}
    assert list(order_differences(entries())) == []
    # Named again, by the same or another label, it is a notice again and nobody's recording.
    other, their_rep = makers.label()
    for by, org in ((rep, label), (their_rep, other)):
        (row,) = queries.rows_of(filed(by, org, f"/audio{again.pk}"))
        assert row.found == Found.FILE
    (row,) = queries.rows_of(filed(rep, label, f"recording {listed}"))
    assert row.found == Found.NOT_FOUND


def test_uploaders_are_told_of_an_order_once_each() -> None:
    from akkord.cases.telling import tell_uploaders
    from akkord.flow.models import News

    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    sounds = makers.sounds(3)
    member = makers.person()
    tracks = makers.tracks(member, sounds)
    makers.matched(sounds[:2], [mine] * 2)
    order = filed(rep, label, f"{mine.isrc}\n/audio{tracks[2].pk}")
    actions.execute_order(rep, order)
    assert Job.objects.filter(task__endswith="tell_uploaders").count() == 1
    tell_uploaders.func(order.pk)
    assert list(News.objects.values_list("topic", "kind")) == [(f"person:{member.pk}", "order")]


# --- how quick ---------------------------------------------------------------------------------------


def thousand(rep: Any, label: Any, count: int = 1000) -> tuple[list[Any], str]:
    """`count` lone files and as many tracks matched to as many of one's recordings, one list of all."""
    member = makers.person()
    unknown, known = makers.sounds(count), makers.sounds(count)
    mine = makers.recordings(label, count)
    tracks = makers.tracks(member, unknown) + makers.tracks(member, known)
    makers.matched(known, mine)
    return tracks, "\n".join(f"https://akkord.example/audio{track.pk}" for track in tracks)


def test_an_order_over_two_thousand_tracks_asks_the_database_by_the_batch_and_not_by_the_row(
    django_assert_max_num_queries: Any,
) -> None:
    label, rep = makers.label()
    licensed(rep, label)
    tracks, text = thousand(rep, label)
    with django_assert_max_num_queries(60):
        order = filed(rep, label, text)
    with django_assert_max_num_queries(160):
        actions.execute_order(rep, order)
    assert queries.summary_of(order)["recording"] == queries.summary_of(order)["file"] == 1000
    assert verdicts(tracks) == {Verdict.BLOCK: 2000}


def test_the_number_of_queries_does_not_grow_with_the_rows_of_a_batch() -> None:
    counted = []
    for rows in (10, 60):
        label, rep = makers.label()
        _, text = thousand(rep, label, rows)
        with CaptureQueriesContext(connection) as filing:
            order = filed(rep, label, text)
        with CaptureQueriesContext(connection) as executing, transaction.atomic():
            actions.execute_order(rep, order)
        counted.append((len(filing), len(executing)))
    assert counted[1][0] - counted[0][0] <= 4  # SQLite splits an insert of many columns
    assert counted[1][1] - counted[0][1] <= 12
    print(counted)  # noqa: T201
