"""Run as a program (`upload` or `order`): a life whose process is killed at its n-th operation, for every n.

Every statement, every commit (before and after), and every opening for writing, link, rename, removal and
fsync in the data folder is an operation. After each death a fresh process does what a client and a worker
would do, and what was acknowledged is compared with what is there. Sound is not decoded here: box and ear
are stand-ins that find the label's first recording in everything. Writes {"deaths": n, "faults": […]}.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from ledger.killing import Death, forked

SIZE = 3000


class Dying(Death):
    """Also dies where a file gets a second name, and before and after each commit.

    A statement counts once: between one and the next nothing changes that a kill could tell apart.
    """

    def asked(self, execute: Any, sql: Any, parameters: Any, many: Any, context: Any) -> Any:
        self.step()
        return execute(sql, parameters, many, context)

    def committed(self, commit: Callable[[], None]) -> Callable[[], None]:
        def dying() -> None:
            self.step()
            commit()
            self.step()

        return dying

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.link":
            self.step()
        super().heard(event, arguments)


class Journal:
    """What was acknowledged to a client, written where no kill of the server reaches it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text("")

    def note(self, *words: object) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        os.write(handle, (" ".join(map(str, words)) + "\n").encode())
        os.close(handle)

    def read(self) -> list[list[str]]:
        return [line.split() for line in self.path.read_text().splitlines()]


def dies(at: int, life: Callable[[], None]) -> bool:
    """Run `life` in a forked process that is killed at its n-th operation; False when it got through."""
    with forked() as child:
        if not child:
            death = Dying(at, os.environ["AKKORD_DATA"])
            sys.addaudithook(death.heard)
            os.fsync = death.synced(os.fsync)
            from django.db import connection

            connection.ensure_connection()
            connection._commit = death.committed(connection._commit)
            with connection.execute_wrapper(death.asked):
                death.armed = True
                life()
                death.armed = False
            os._exit(0)
        ended = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(ended) or ended == 0, f"operation {at}: {ended}"
        return ended != 0


def stand_in() -> None:
    """A box and an ear that never open a file."""
    from akkord.music.actions import recognising
    from akkord.sound import box, ear
    from akkord.sound.models import Sound

    def examine(sound: Sound) -> Sound:
        Sound.objects.filter(pk=sound.pk).update(state="examined", seconds=60.0, print="0" * 64)
        return Sound.objects.get(pk=sound.pk)

    def render(sound: Sound) -> Sound:
        Sound.objects.filter(pk=sound.pk).update(rendition="1" * 64)
        return sound

    box.examine_sound, box.render_sound = examine, render
    ear.generation = lambda: 1
    ear.look_up = lambda sound, since=0: ear.Heard(1, [whole_match()])
    ear.add_reference = lambda recording, sound: 1
    ear.references_name = lambda: "stand-in"
    ear.uploads_name, ear.make_findable = lambda: "stand-in", lambda sounds: "stand-in"
    ear.print_of, ear.ask = lambda sound: sound, lambda sounding: []
    assert recognising.ear is ear


def whole_match() -> Any:
    from akkord.catalogue.models import Recording
    from music.conftest import Found

    return Found(Recording.objects.order_by("pk").values_list("pk", flat=True)[0])


def work_off() -> None:
    """What another worker does a minute later, when the dead one's leases have run out."""
    from akkord.flow import clock
    from akkord.flow.worker import Worker
    from akkord.music.actions import forget_expired
    from akkord.music.tasks import finish_received
    from akkord.store.files import files
    from akkord.store.partials import partials

    with clock.at(clock.now() + timedelta(minutes=1)):
        finish_received.func()
        Worker().drain()
    long_ago = (clock.now() - timedelta(hours=1)).timestamp()
    for folder in (files().incoming, partials().folder):
        for path in folder.iterdir():
            os.utime(path, (long_ago, long_ago))
    forget_expired()


def differences() -> list[str]:
    from django.utils.module_loading import import_string

    from akkord.config.wiring import RESTRICTIONS
    from akkord.ledger import sequencing
    from akkord.ledger.audit import audit

    sequencing.sequence.func()
    held = chain.from_iterable(import_string(name)() for name in RESTRICTIONS)
    return [f"{f.what.value} {f.detail} {f.thing}" for f in audit(held).findings]


# --- the life of an upload ---------------------------------------------------------------------------


def uploads(journal: Journal) -> Iterator[str]:
    from cases import makers

    person = makers.person()
    for at in count(1):
        data = hashlib.sha256(str(at).encode()).digest() * (SIZE // 32)
        killed = dies(at, lambda data=data, at=at: send(journal, person, f"{at}.mp3", data))  # type: ignore[misc]
        resume(journal, person, f"{at}.mp3", data)
        work_off()
        yield from (f"operation {at}: {fault}" for fault in upload_faults(journal, f"{at}.mp3", data))
        journal.path.write_text("")
        if not killed:
            return


def send(journal: Journal, person: Any, name: str, data: bytes) -> None:
    """A client's three requests, and the worker's jobs after them."""
    from akkord.flow.worker import Worker
    from akkord.music import actions

    upload = actions.begin_upload(person, name, len(data))
    journal.note("begun", upload.pk)
    for start in (0, 1000):
        piece = data[:1000] if start == 0 else data[1000:]
        journal.note("offset", actions.append_bytes(upload, start, iter([piece])))
    Worker().drain()


def resume(journal: Journal, person: Any, name: str, data: bytes) -> None:
    """The client comes back: asks how far its upload is, and sends the rest."""
    from akkord.music import actions, queries

    said = dict(line for line in journal.read())
    if "begun" not in said:
        upload = actions.begin_upload(person, name, len(data))
        journal.note("begun", upload.pk)
    else:
        upload = queries.upload_of(person.pk, said["begun"])
    story = queries.upload_story(person.pk, upload.pk)
    if story.received < int(said.get("offset", 0)):
        journal.note("lost", f"{said['offset']}>{story.received}")
    if story.state == "arriving" and story.received < len(data):
        actions.append_bytes(upload, story.received, iter([data[story.received :]]))


def upload_faults(journal: Journal, name: str, data: bytes) -> Iterator[str]:
    from akkord.flow.models import Job
    from akkord.ledger.models import Entry
    from akkord.music.models import Hearing, Match, Track, Upload
    from akkord.store.files import files
    from akkord.store.partials import partials

    said = dict(line for line in journal.read())
    if "lost" in said:
        yield f"acknowledged bytes are gone: {said['lost']}"
    upload = Upload.objects.get(pk=said["begun"])
    if upload.state != "blocked" or upload.sound is None:
        yield f"it stands in {upload.state}: {list(Job.objects.exclude(error='').values_list('error'))}"
        return
    if files().read(upload.sound.sha256) != data:
        yield "other bytes"
    lines = Entry.objects.filter(thing=f"upload:{upload.pk}")
    wanted = {
        "tracks": (Track.objects.filter(upload=upload).count(), 1),
        "hearings": (Hearing.objects.filter(sound=upload.sound).count(), 1),
        "matches": (Match.objects.filter(sound=upload.sound).count(), 1),
        "lines": (list(lines.values_list("kind", flat=True)), ["restrict"]),
        "unfinished jobs": (Job.objects.exclude(state="done").filter(run_at__lte=upload.made_at).count(), 0),
        "left behind": ([p.name for p in (*files().incoming.iterdir(), *partials().folder.iterdir())], []),
        "second lives": (Upload.objects.filter(filename=name).exclude(state="arriving").count(), 1),
    }
    yield from (f"{what}: {is_}, not {should}" for what, (is_, should) in wanted.items() if is_ != should)


# --- the execution of an order -----------------------------------------------------------------------


def orders(journal: Journal) -> Iterator[str]:
    from cases import makers

    label, rep = makers.label()
    for at in count(1):
        order, tracks = filed_order(label, rep)
        killed = dies(at, lambda order=order: execute(journal, rep, order))  # type: ignore[misc]
        acknowledged = journal.read() != []
        if acknowledged and audible(tracks):
            yield f"operation {at}: acknowledged, and still heard"
        try_again(rep, order)
        if audible(tracks):
            yield f"operation {at}: executed, and still heard"
        work_off()
        yield from (f"operation {at}: {fault}" for fault in order_faults(order))
        journal.path.write_text("")
        if not killed:
            return


def filed_order(label: Any, rep: Any) -> tuple[Any, list[Any]]:
    """An order over two recordings, a copy of one, and a file nobody knows."""
    from akkord.cases import actions
    from cases import makers

    recordings = makers.recordings(label, 2)
    sounds = makers.sounds(2)
    tracks = makers.tracks(makers.person(), sounds)
    makers.matched(sounds[:1], recordings[:1])
    text = "\n".join([f"/audio{t.pk}" for t in tracks] + [r.isrc for r in recordings])
    return actions.file_order(rep, label, title="Autumn", reason="Not licensed", text=text), tracks


def execute(journal: Journal, rep: Any, order: Any) -> None:
    from akkord.cases import actions
    from akkord.flow.worker import Worker

    actions.execute_order(rep, order)
    journal.note("executed", order.pk)
    Worker().drain()


def try_again(rep: Any, order: Any) -> None:
    """The client whose connection broke asks once more."""
    from akkord.cases import actions, errors

    order.refresh_from_db()
    try:
        actions.execute_order(rep, order)
    except errors.AlreadyExecuted:
        return


def audible(tracks: list[Any]) -> bool:
    from akkord.music import queries
    from akkord.music.rules import Listener

    decisions = queries.decide_for(
        Listener(None, "RU"), queries.tracks_by_numbers([t.pk for t in tracks]).values()
    )
    return any(decision.audible for decision in decisions.values())


def order_faults(order: Any) -> Iterator[str]:
    from akkord.cases.models import OrderRow
    from akkord.ledger.models import Entry
    from akkord.rights.models import Block

    rows = OrderRow.objects.filter(order=order)
    laid = set(rows.exclude(block=None).values_list("block_id", flat=True))
    line = Entry.objects.filter(thing=f"order:{order.pk}")
    wanted = {
        "orders' lines": (line.count(), 1),
        "rows without a block": (rows.filter(block=None).count(), 0),
        "blocks of rows": (len(laid), 3),
        # one more: the sound of the unknown file, learnt from the notice over it
        "blocks": (Block.objects.filter(case=order.pk).count(), 4),
        "lines of rows": (Entry.objects.filter(order=line.first()).count(), 3),
        "count of the order's line": (json.loads(bytes(line.get().body))["count"], 3),
    }
    yield from (f"{what}: {is_}, not {should}" for what, (is_, should) in wanted.items() if is_ != should)


TRIALS: dict[str, Callable[[Journal], Iterator[str]]] = {"upload": uploads, "order": orders}


def main(trial: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akkord.config.settings")
    django.setup()
    call_command("prepare", stdout=sys.stderr)
    from django.conf import settings

    from cases import makers

    settings.WAKES["line_written"] = []  # the log has its own deaths (tests/ledger)
    stand_in()
    label, _ = makers.label()
    makers.recordings(label, 1)
    counted = {"deaths": -1}

    def counting(at: int, life: Callable[[], None]) -> bool:
        counted["deaths"] += 1
        return dying(at, life)

    dying = globals()["dies"]
    globals()["dies"] = counting
    with_journal = Journal(Path(os.environ["AKKORD_JOURNAL"]))
    faults = [*TRIALS[trial](with_journal), *differences()]
    sys.stdout.write(json.dumps(counted | {"faults": faults}))


if __name__ == "__main__":
    main(sys.argv[1])
