"""Two who write while the server is killed and lines are cut: none lost, none doubled, one order for all."""

import json
import random
import threading
import time
from pathlib import Path

import httpx

from living_site import LivingSite, until

EACH = 30  # messages of each of the two
KILLS = 3
PAUSE = 0.05
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

    def __init__(self, site: LivingSite, email: str, other: int, name: str) -> None:
        super().__init__(daemon=True)
        self.api, self.other, self.name_ = site.api(email), other, name
        self.chance = random.Random(name)

    def run(self) -> None:
        for number in range(EACH):
            said = {"client_id": f"{self.name_}-{number}", "text": f"{self.name_} {number}"}
            while not self.sent(said):
                time.sleep(0.1)
            time.sleep(PAUSE)

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


def test_messages_survive_kills_and_cuts(tmp_path: Path) -> None:
    with LivingSite(tmp_path) as site:
        site.people(*PEOPLE)
        anna, boris = (int(n) for n in site.python(FRIENDS.format(people=PEOPLE)).split())
        writers = [Writer(site, PEOPLE[0], boris, "anna"), Writer(site, PEOPLE[1], anna, "boris")]
        listeners = [Listener(site, PEOPLE[0], anna), Listener(site, PEOPLE[1], boris)]
        for thread in [*listeners, *writers]:
            thread.start()
        for _ in range(KILLS):
            time.sleep(1.5)
            site.kill(site.web)
            site.start_web()
        for writer in writers:
            writer.join(180)
            assert not writer.is_alive()
        api = site.api(PEOPLE[0])
        dialog = api.get("/dialogs").json()["items"][0]["number"]
        said = api.get(f"/dialogs/{dialog}/messages?after=1&limit=500").json()["items"]
        first = api.get(f"/dialogs/{dialog}/messages/1").json()
        thread = [(m["seq"], m["text"]) for m in [first, *said]]
        for listener in listeners:
            until(lambda one=listener: {*one.told} >= {*thread}, 60, what="everything to be told")  # type: ignore[misc]
            listener.ended.set()

        assert [seq for seq, _text in thread] == list(range(1, 2 * EACH + 1)), "no gaps"
        for name in ("anna", "boris"):
            own = [text for _seq, text in thread if text.startswith(name)]
            assert own == [f"{name} {n}" for n in range(EACH)], "in the order they were written, each once"
        for listener in listeners:
            assert listener.told == thread, "told in that order, each once"
