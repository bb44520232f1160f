"""`akkord manage pages`: the registry of pages, every one of them."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from akkord.config.registry import all_pages


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "List every page: address, who may see it, what of the sample world it needs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = all_pages()
        if options["json"]:
            self.stdout.write(json.dumps([{"url": p.path} | asdict(p) for p in pages], indent=1))
            return
        for page in pages:
            self.stdout.write(f"{page.path:40} {page.seed:9} {', '.join(page.roles)}")
