"""An order of ten thousand rows, by HTTP as those send it who file it: a label's own, and a court's annex.

    ./akkord bench order [--rows 10000] [--only label|court] [--database postgresql://…] [--json]

Preview, execution (of an annex from its second approval), what is silent once that was acknowledged, lines of
the log, and the certificate checked as outsiders check it. `cpu` is what the site's web process itself
worked, without a database that is a process of its own: on a busy machine the wall says little.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _living
import httpx

from living_site import ROOT, SOURCES, LivingSite, until

sys.path[:0] = map(str, SOURCES)

from akkord.disclosure import check

HERE = Path(__file__).parent
BOUNDS = {"preview": 5.0, "execution": 10.0}  # seconds of the wall, promised of an idle machine of two cores
RANGE = {"Range": "bytes=0-16383"}
# Of these tracks, how many the law silences now; and how many lines the log holds of each kind.
COUNTED = """
import json, sys, django; django.setup()
from collections import Counter
from akkord.ledger.models import Entry
from akkord.music import queries as music
from akkord.music.models import Track
from akkord.music.rules import Listener
asked, silent = json.load(sys.stdin), 0
for start in range(0, len(asked), 1000):
    some = list(Track.objects.filter(pk__in=asked[start:start + 1000]))
    decided = music.decide_for(Listener(None, "RU"), some)
    silent += sum(one.verdict.name == "BLOCK" for one in decided.values())
print(json.dumps({"silent": silent, "lines": Counter(Entry.objects.values_list("kind", flat=True))}))
"""


class Filed:
    """A site with a list to be filed, and what was measured on the way."""

    def __init__(self, site: LivingSite, kind: str, rows: int) -> None:
        made = [sys.executable, str(HERE / "_orders_world.py"), kind, str(rows)]
        world = subprocess.run(made, env=site.env, capture_output=True, text=True, check=False)
        if world.returncode:
            raise SystemExit(world.stderr[-3000:])
        self.site, self.world = site, json.loads(world.stdout)
        self.took: dict[str, dict[str, float]] = {}
        self.listener = site.browser(address="127.0.1.1")  # in Russia, where the court's act holds
        self.urls = [self.start(track).json()["url"] for track in self.world["sample"]]
        assert all(self.listener.get(url, headers=RANGE).status_code == 206 for url in self.urls)
        self.before = self.counted()

    def timed(self, name: str, once: Callable[[], httpx.Response], expected: int = 200) -> httpx.Response:
        """One request, and how long it and the web process took."""
        assert self.site.web is not None
        wall, cpu = time.perf_counter(), _living.cpu_of(self.site.web)
        answer = once()
        self.took[name] = {
            "wall": time.perf_counter() - wall,
            "cpu": _living.cpu_of(self.site.web) - cpu,
        }
        assert answer.status_code == expected, (name, answer.status_code, answer.text[:2000])
        return answer

    def start(self, track: int) -> httpx.Response:
        """A guest of the site asks to listen."""
        return self.listener.send_form(f"/listen/{track}")

    def counted(self) -> dict[str, Any]:
        """What the law says of all it must silence, and the lines of the log."""
        answer = subprocess.run(
            [sys.executable, "-c", COUNTED], env=self.site.env, input=json.dumps(self.world["silent"]),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        said: dict[str, Any] = json.loads(answer.stdout)
        return said

    def silence(self) -> dict[str, Any]:
        """Every road to the sample: addresses handed out before, whole and in part, new starts, its pages."""
        begun, sounded = time.perf_counter(), 0
        for url in self.urls:
            answers = [self.listener.get(url, headers=RANGE), self.listener.get(url)]
            sounded += sum(one.status_code != 403 or len(one.content) > 1000 for one in answers)
        ranges = time.perf_counter() - begun
        sounded += sum(self.start(track).status_code != 403 for track in self.world["sample"])
        pages = [self.listener.get(f"/audio{track}").text for track in self.world["sample"]]
        sounded += sum("data-playable" in page for page in pages)
        return {"asked": len(self.urls), "sounded": sounded, "ranges": ranges}

    def account(self, document: httpx.Response) -> dict[str, Any]:
        """What was done, as the log and the certificate tell it."""
        begun, said = time.process_time(), document.json()
        vkey = self.listener.get("/log/vkey").text.strip()
        faults = [
            what for fine, what in check.check_certificate(said, check.Verifier.from_vkey(vkey)) if not fine
        ]
        checked, now = time.process_time() - begun, self.counted()
        lines = {kind: count - self.before["lines"].get(kind, 0) for kind, count in now["lines"].items()}
        return {
            "rows": len(self.world["lines"]),
            "silent": f"{now['silent']} of {len(self.world['silent'])}",
            "lines": {kind: count for kind, count in lines.items() if count},
            "certificate": {
                "summary": {kind: count for kind, count in said["summary"].items() if count},
                "megabytes": len(document.content) / 1e6,
                "check_cpu": checked,
                "faults": faults[:5],
            },
        }


def by_label(site: LivingSite, rows: int) -> dict[str, Any]:
    """A label's own order through the API: filed and shown, executed by the one who filed it."""
    filed = Filed(site, "label", rows)
    clerk = site.api(filed.world["clerk"])
    asked = {"title": "Autumn", "reason": "Not licensed", "rows": filed.world["lines"]}
    address = f"/organisations/{filed.world['label']}/orders"
    order = filed.timed("preview", lambda: clerk.post(address, json=asked), 201).json()["id"]
    filed.timed("execution", lambda: clerk.post(f"/orders/{order}/execute"))
    silence = filed.silence()
    until(lambda: clerk.get(f"/orders/{order}/certificate").status_code == 200, 120, 0.5, "the signed lines")
    document = filed.timed("certificate", lambda: clerk.get(f"/orders/{order}/certificate"))
    return {"seconds": filed.took, "silence": silence} | filed.account(document)


def by_court(site: LivingSite, rows: int) -> dict[str, Any]:
    """A court's act on the staff's desk: its annex shown, judged by one of them, approved by another."""
    filed = Filed(site, "court", rows)
    one, other = (site.browser(email) for email in filed.world["staff"])
    act = ACT | {"rows": "\n".join(filed.world["lines"])}
    page = filed.timed("preview", lambda: one.send_form("/staff/proceedings/new/court", **act))
    assert "/staff/proceedings/new" not in str(page.url), page.text[-2000:]
    one.send_form(f"{page.url.path}/step", event="judgment", actor="court")
    asked = re.search(r"/staff/approvals/\d+/approve", other.get(page.url.path).text)
    assert asked is not None
    filed.timed("execution", lambda: other.send_form(asked[0]))
    silence = filed.silence()
    address = f"{page.url.path}/certificate.json"
    until(
        lambda: one.get(address).headers["content-type"] == "application/json", 120, 0.5, "the signed lines"
    )
    document = filed.timed("certificate", lambda: one.get(address))
    return {"seconds": filed.took, "silence": silence} | filed.account(document)


ACT = {
    "country": "RU",
    "subject": "music",
    "court": "Arbitration Court of St Petersburg",
    "case_number": "A56-20000/2014",
    "date": "2026-11-16",
    "claimant": "Northwind Records",
    "defendant": "The site",
    "operative": "Remove the recordings of the annex.",
    "kind": "final",
    "days": "10",
}


def told(kind: str, said: dict[str, Any]) -> None:
    """What was measured, as a table."""
    print(f"\n{kind}: {said['rows']:,} rows")
    for name, each in said["seconds"].items():
        bound = f"   (at most {BOUNDS[name]:.0f})" if name in BOUNDS else ""
        print(f"  {name:12} {each['wall']:7.2f} s wall {each['cpu']:7.2f} s cpu{bound}")
    silence, paper = said["silence"], said["certificate"]
    print(f"  silent at acknowledgement: {said['silent']}; every way to {silence['asked']} of them asked:")
    print(f"    {silence['sounded']} sounded; addresses known before asked in {silence['ranges']:.2f} s")
    print("  lines of the log: " + ", ".join(f"{count:,} {kind}" for kind, count in said["lines"].items()))
    classes = ", ".join(f"{count:,} {name}" for name, count in paper["summary"].items())
    print(
        f"  certificate: {classes}; {paper['megabytes']:.1f} MB, checked in {paper['check_cpu']:.1f} s cpu:"
    )
    print("    " + ("; ".join(paper["faults"]) or "it verifies"))


KINDS = {"label": by_label, "court": by_court}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--database", default="", help="an empty PostgreSQL; otherwise SQLite")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sources = os.pathsep.join(map(str, [*SOURCES, ROOT / "tests"]))
    settings = {"AKKORD_DATABASE_URL": options.database} if options.database else {}
    if options.database and not options.only:
        parser.error("--database is emptied by nobody: say --only which")
    found = {}
    for kind in [options.only] if options.only else KINDS:
        with _living.site(PYTHONPATH=sources, **settings) as living:
            found[kind] = KINDS[kind](living, options.rows)
        if not options.json:
            told(kind, found[kind])
    if options.json:
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
