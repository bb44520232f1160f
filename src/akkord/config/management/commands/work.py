"""`akkord worker`: take jobs until told to stop, after the box has proven itself."""

from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand

from akkord.flow import running
from akkord.flow.worker import Worker
from akkord.sound.box import prove

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Run a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--width", type=int, default=2, help="jobs at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        running.hold()
        worker = Worker(options["width"])
        box, detail = prove()
        (log.error if box == "refused" else log.info)("box", state=box, detail=detail)
        worker.announce(box, detail)
        worker.serve()
