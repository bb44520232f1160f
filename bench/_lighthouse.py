"""Lighthouse, when it is there: one run of one page, and what its report says in figures."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOW = """Lighthouse is not here, so nothing of it is measured. It needs Node 22 or newer (20 runs it, too):
  npm install --ignore-scripts --prefix FOLDER lighthouse@13
  AKKORD_LIGHTHOUSE=FOLDER/node_modules/.bin/lighthouse ./akkord bench pages"""
LONGEST = 20_000  # ms until a page counts as loaded, though it still hears the news
CATEGORIES = "performance,accessibility,best-practices"
ENOUGH = 800  # of Lighthouse's benchmarkIndex: below it the machine was too busy, and the run does not count


@dataclass(frozen=True)
class Run:
    """Scores from 0 to 1; times in ms; `index` is how fast the machine was meanwhile."""

    performance: float
    accessibility: float
    practices: float
    lcp: float
    tbt: float
    cls: float
    index: float
    short: tuple[str, ...]  # audits below 1, worst first


def program() -> str | None:
    """Where Lighthouse is: AKKORD_LIGHTHOUSE, else the one on the path."""
    return os.environ.get("AKKORD_LIGHTHOUSE") or shutil.which("lighthouse")


def run(lighthouse: str, port: int, url: str, preset: str) -> Run | str:
    """One visit in the Chromium that listens at `port`, as whoever is signed in there; "mobile" or "desktop".

    A sentence where no report came of it: Chromium now and then loses the beginning of a recording.
    """
    command = [
        lighthouse, url, "--quiet", "--output=json", "--output-path=stdout", f"--port={port}",
        f"--only-categories={CATEGORIES}", f"--max-wait-for-load={LONGEST}",
        *(["--preset=desktop"] if preset == "desktop" else []),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr.strip().rpartition("\n")[2]
    report = json.loads(done.stdout)
    return str(report["runtimeError"]["message"]) if report.get("runtimeError") else read(report)


def read(report: Mapping[str, Any]) -> Run:
    """The figures of a report of Lighthouse 12 or 13."""
    audits, categories = report["audits"], report["categories"]

    def figure(audit: str) -> float:
        return float(audits[audit].get("numericValue") or 0)

    counted = {ref["id"] for c in categories.values() for ref in c["auditRefs"] if ref["weight"]}
    short = [(a["score"], name) for name, a in audits.items() if name in counted and _below(a["score"])]
    return Run(
        *(float(categories[name]["score"] or 0) for name in CATEGORIES.split(",")),
        lcp=figure("largest-contentful-paint"),
        tbt=figure("total-blocking-time"),
        cls=figure("cumulative-layout-shift"),
        index=float(report["environment"]["benchmarkIndex"]),
        short=tuple(f"{name} {score:.2f}" for score, name in sorted(short)),
    )


def _below(score: float | None) -> bool:
    return score is not None and score < 0.9
