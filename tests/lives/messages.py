"""Two who write while the server is killed and lines are cut: a few in a test, many in a bench."""

import json
import random
import threading
import time
from dataclasses import dataclass

import httpx

from living_site import LivingSite, until

PEOPLE = ("anna@example.org", "boris@example.org")
FRIENDS = """
import django; django.setup()
from akkord.people import actions, queries
anna, boris = (queries.person_by_email(email) for email in {people})
actions.befriend(anna, boris)
print(anna.pk, boris.pk)
"""


class Writer(threading.Thread):
    """Sends its messages one after the other, each until the server has answered for it."""

    def __init__(self, site: LivingSite, email: str, other: int, name: str, each: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.api, self.other, self.name_ = site.api(email), other, name
        self.each, self.pause = each, pause
        self.chance = random.Random(name)
        self.answered = 0

    def run(self) -> None:
        for number in range(self.each):
            said = {"client_id": f"{self.name_}-{number}", "text": f"{self.name_} {number}"}
            while not self.sent(said):
                time.sleep(0.1)
            self.answered = number + 1
            time.sleep(self.pause)

    def sent(self, said: dict[str, str]) -> bool:
        # Now and then the writer's own line is cut: it does not hear the answer and sends again.
        patience = 0.004 if self.chance.random() < 0.2 else 5.0
        try:
            answer = self.api.post(f"/people/{self.other}/messages", json=said, timeout=patience)
        except httpx.TransportError:
            return False
        assert answer.status_code in (201, 502, 503), answer.text
        return answer.status_code == 201


class Listener(threading.Thread):
    """An open page: leaves now and then, comes back by Last-Event-ID, keeps what it was told in its order."""

    def __init__(self, site: LivingSite, email: str, person: int) -> None:
        super().__init__(daemon=True)
        self.site, self.person = site, person
        self.headers = {"Authorization": site.api(email).headers["Authorization"]}
        self.told: list[tuple[int, str]] = []
        self.last = "0"  # from the beginning of the news
        self.ended = threading.Event()
        self.chance = random.Random(email)

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.listen()
            except httpx.TransportError:
                time.sleep(0.1)

    def listen(self) -> None:
        place = f"{self.site.url}/live?topics=person:{self.person},dialogs"
        headers = self.headers | {"Last-Event-ID": self.last}
        leave = time.monotonic() + self.chance.uniform(0.5, 2.5)
        number, kind = "", ""
        with httpx.stream("GET", place, headers=headers, timeout=httpx.Timeout(5, read=2)) as answer:
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    number = line.removeprefix("id: ")
                elif line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                    assert kind != "resync"
                elif line.startswith("data: "):
                    said = json.loads(line.removeprefix("data: "))
                    self.last = number
                    if kind == "message":
                        self.told.append((said["seq"], said["text"]))
                    if time.monotonic() > leave:
                        return


Thread = list[tuple[int, str]]  # (place, words)


@dataclass(frozen=True)
class Came:
    """The dialog as the server keeps it at the end, and as each of the two open pages was told it."""

    kept: Thread
    told: list[Thread]


def through(site: LivingSite, each: int, kills: int, pause: float, patience: float = 180) -> Came:
    """Both write `each` messages while the server is killed so often, from first to last; then what came of
    them."""
    site.people(*PEOPLE)
    anna, boris = (int(n) for n in site.python(FRIENDS.format(people=PEOPLE)).split())
    writers = [
        Writer(site, PEOPLE[0], boris, "anna", each, pause),
        Writer(site, PEOPLE[1], anna, "boris", each, pause),
    ]
    listeners = [Listener(site, PEOPLE[0], anna), Listener(site, PEOPLE[1], boris)]
    for thread in [*listeners, *writers]:
        thread.start()
    for kill in range(1, kills + 1):
        share = 2 * each * kill // (kills + 1)
        until(lambda so=share: sum(w.answered for w in writers) >= so, patience, 0.01)  # type: ignore[misc]
        site.kill(site.web)
        site.start_web()
    for writer in writers:
        writer.join(patience)
        assert not writer.is_alive()
    kept = _kept(site)
    for listener in listeners:
        until(lambda one=listener: {*one.told} >= {*kept}, 60, what="everything to be told")  # type: ignore[misc]
        listener.ended.set()
    return Came(kept, [listener.told for listener in listeners])


def _kept(site: LivingSite) -> Thread:
    api = site.api(PEOPLE[0])
    dialog = api.get("/dialogs").json()["items"][0]["number"]
    found = [api.get(f"/dialogs/{dialog}/messages/1").json()]
    while said := api.get(f"/dialogs/{dialog}/messages?after={found[-1]['seq']}&limit=200").json()["items"]:
        found += said
    return [(m["seq"], m["text"]) for m in found]


def faults(came: Came, each: int) -> dict[str, int]:
    """What is wrong with it: messages lost, doubled, or told in another order than they are kept in."""
    written = {f"{name} {n}" for name in ("anna", "boris") for n in range(each)}
    words = [text for _seq, text in came.kept]
    return {
        "lost": len(written - {*words}),
        "doubled": len(words) - len({*words}),
        "gaps": sum(seq != place for place, (seq, _text) in enumerate(came.kept, start=1)),
        "out of order": sum(
            [text for text in words if text.startswith(name)] != [f"{name} {n}" for n in range(each)]
            for name in ("anna", "boris")
        ),
        "told otherwise": sum(told != came.kept for told in came.told),
    }
