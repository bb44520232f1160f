"""`akkord manage bring_archive FILE [EMAIL]`: check an archive, or hand it in for somebody here."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from akkord.archive import actions, counting
from akkord.archive.bringing_life import KINDS
from akkord.archive.errors import WORDS, Fault, Refused
from akkord.archive.opening import PIECE, opened
from akkord.people.queries import person_by_email


class Command(BaseCommand):
    """Exit code 1 when the archive is refused, with the file and the row."""

    requires_system_checks = []
    help = (
        "Check an archive of another Akkord site: its signature, every file, every row. With the mail address"
        " of somebody here, who has asked for it, it is handed in for them as if they had brought it and said"
        " yes: the worker takes it in, and they see at /settings/data/bring how it goes. Repeated, nothing is"
        " doubled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP as it was downloaded there")
        parser.add_argument("email", nargs="?", help="for whom it is taken in; without, it is only checked")
        parser.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS), help="these kinds")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._look(options["file"])
            if options["email"]:
                self._take(options["file"], options["email"], options["only"])
        except Refused as refused:
            raise CommandError(_told(refused.fault)) from refused

    def _look(self, file: Path) -> None:
        with opened(file) as archive:
            archive.check_files()
            about, name = archive.manifest, counting.name_in(archive)
            self.stdout.write(f"{name}, {about.site}{about.person}, {about.made_at:%Y-%m-%d}")
            for kind, number in counting.holds(archive).items():
                self.stdout.write(f"{number:>8} {kind}")

    def _take(self, file: Path, email: str, kinds: list[str]) -> None:
        person = person_by_email(email)
        if person is None:
            raise CommandError(f"nobody here has the address {email}")
        with file.open("rb") as data:
            bringing = actions.bring(person, iter(partial(data.read, PIECE), b""), file.stat().st_size, kinds)
        self.stdout.write(f"handed in for {person.name} (id{person.pk}): /settings/data/bring/{bringing.pk}")


def _told(fault: Fault) -> str:
    row = f"row {fault.row}" if fault.row else ""
    where = ", ".join(each for each in (fault.file, row, fault.detail) if each)
    return f"{WORDS[fault.code]} ({where})" if where else str(WORDS[fault.code])
