"""`akkord manage read_delivery`: show what is understood of DDEX messages, without importing anything."""

import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from akkord.catalogue.ern import read_parts
from akkord.catalogue.ern.faults import Fault
from akkord.catalogue.ern.message import Deal, Header, Part, Party, Purge, Release, Resource, Version
from akkord.catalogue.ern.schemas import Schemas
from akkord.catalogue.ern.sentences import sentence, told
from akkord.catalogue.ern.shapes import (
    Shape,
    deal_shape,
    header_shape,
    party_shape,
    period_shape,
    purge_shape,
    release_shape,
    resource_shape,
    version_shape,
)

LISTS = ("parties", "recordings", "resources", "releases", "deals", "purges", "faults")


class Command(BaseCommand):
    """Exit code 1 when a file is refused."""

    requires_system_checks = []
    help = "Show what is understood of DDEX release messages. Nothing is imported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument(
            "--json", action="store_true", help="print one JSON document a file, each on a line"
        )
        parser.add_argument(
            "--dpid",
            default=settings.DPID,
            help="the service deals must be for (AKKORD_DPID, else the recipient)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        show = _Document if options["json"] else _Summary
        dpid = options["dpid"].replace("-", "").upper()
        refused = [self._show(path, show, dpid) for path in options["file"]]
        if any(refused):
            sys.exit(1)

    def _show(self, path: Path, show: "type[_Document | _Summary]", dpid: str) -> bool:
        check = Schemas(Path(settings.DDEX_SCHEMAS)) if settings.DDEX_SCHEMAS else None
        try:
            source = path.open("rb")
        except OSError as wrong:
            raise CommandError(f"{path}: {wrong.strerror}") from wrong
        with source, ExitStack() as spools:
            shown = show(path.name, dpid, spools)
            for part in read_parts(source, path.name, check=check):
                shown.add(part)
            shown.write(self.stdout)
        return shown.refused


class _Shown:
    """What both ways of showing remember: what the message is, and whether it is refused."""

    def __init__(self, file: str, dpid: str, spools: ExitStack) -> None:
        self.file, self.dpid, self.refused = file, dpid, False
        self.version: Version | None = None
        self.header: Header | None = None
        self._releases: dict[str, None] = {}
        self._dealt: set[str] = set()

    @property
    def without_deals(self) -> list[str]:
        """References of releases that are described and not licensed."""
        return [release for release in self._releases if release not in self._dealt]

    def add(self, part: Part) -> None:
        match part:
            case Release():
                self._releases[part.reference] = None
            case Deal():
                self._dealt.update(part.releases)
            case Version():
                self.version = part
            case Header():
                self.header = part
                self.dpid = self.dpid or next(iter(part.recipient.dpids), "")
            case Fault():
                self.refused |= part.refuses_message


class _Document(_Shown):
    """One JSON document on one line; its lists are spooled, so that 100 MB are read in little memory."""

    def __init__(self, file: str, dpid: str, spools: ExitStack) -> None:
        super().__init__(file, dpid, spools)
        self._lists: dict[str, IO[str]] = {
            name: spools.enter_context(
                tempfile.SpooledTemporaryFile(1024 * 1024, "w+", encoding="utf-8")  # noqa: SIM115  (entered)
            )
            for name in LISTS
        }

    def add(self, part: Part) -> None:
        super().add(part)
        found = _listed(part, self.dpid)
        if found is None:
            return
        name, shape = found
        spool = self._lists[name]
        spool.write(("," if spool.tell() else "") + _json(shape))

    def write(self, out: Any) -> None:
        head = {"file": self.file, "refused": self.refused}
        head |= version_shape(self.version or Version("", "", ""))
        head["header"] = header_shape(self.header) if self.header else None
        head["update_indicator"] = self.header.update if self.header else ""
        out.write("{" + ",".join(f"{_json(key)}:{_json(value)}" for key, value in head.items()), ending="")
        for name, spool in self._lists.items():
            out.write(f",{_json(name)}:[", ending="")
            for chunk in _chunks(spool):
                out.write(chunk, ending="")
            out.write("]", ending="")
        out.write(f',"releases_without_deals":{_json(self.without_deals)}}}')


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _chunks(spool: IO[str]) -> Iterator[str]:
    spool.seek(0)
    while chunk := spool.read(64 * 1024):
        yield chunk


def _listed(part: Part, dpid: str) -> tuple[str, Shape] | None:
    """Which list a part belongs to, and what it looks like there."""
    match part:
        case Party():
            return "parties", party_shape(part)
        case Resource():
            return "recordings" if part.sounding else "resources", resource_shape(part)
        case Release():
            return "releases", release_shape(part)
        case Deal():
            return "deals", deal_shape(part, dpid)
        case Purge():
            return "purges", purge_shape(part)
        case Fault():
            return "faults", fault_shape(part)
    return None


def fault_shape(fault: Fault) -> Shape:
    return {
        "severity": fault.severity.value,
        "scope": fault.scope.value,
        "word": fault.word,
        "about": fault.about,
        "file": fault.file,
        "path": fault.place.path,
        "line": fault.place.line,
        "sentence": sentence(fault),
    }


class _Summary(_Shown):
    """Lines for people: what it is, what is in it, what is wrong with it."""

    def __init__(self, file: str, dpid: str, spools: ExitStack) -> None:
        super().__init__(file, dpid, spools)
        self._lines: list[str] = []

    def add(self, part: Part) -> None:
        super().add(part)
        match part:
            case Resource() if part.sounding:
                named = next((each.value for each in part.ids), "")
                self._lines.append(f"  recording {part.reference}: {named}  {part.artist} — {part.title}")
            case Release():
                named = next((each.value for each in part.ids), "")
                self._lines.append(
                    f"  release {part.reference} ({part.kind}): {named}  {part.artist} — {part.title}"
                )
            case Deal():
                self._lines.append(f"  deal {_deal_line(part, self.dpid)}")
            case Purge():
                self._lines.append(f"  purge {' '.join(each.value for each in part.ids)}")
            case Fault():
                self._lines.append(f"  {part.severity.value.upper()} {told(part)}")

    def write(self, out: Any) -> None:
        what = f"ERN {self.version.number} {self.version.kind}" if self.version else ""
        made = f", {self.header.sender.name} {self.header.created.isoformat()}" if self.header else ""
        test = " TEST" if self.header and self.header.test else ""
        out.write(f"{self.file}: {what}{test}{made}{' REFUSED' if self.refused else ''}")
        for line in self._lines:
            out.write(line)
        if self.without_deals:
            out.write(f"  without a deal: {' '.join(self.without_deals)}")


def _deal_line(deal: Deal, dpid: str) -> str:
    period = {key: value for key, value in period_shape(deal.validities[0]).items() if value}
    parts = [
        " ".join(deal.releases),
        str(deal.territories),
        "TAKE DOWN" if deal.ends_rights else " ".join(term.value for term in deal.uses),
        " ".join(term.value for term in deal.models),
        " ".join(f"{key} {value}" for key, value in period.items()),
        "" if deal.is_for(dpid) else "NOT FOR US",
    ]
    return " | ".join(filter(None, parts))
