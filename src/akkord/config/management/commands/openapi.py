"""`akkord manage openapi`: the OpenAPI document of the native API."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from akkord.api.urls import api


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Print the OpenAPI document of /api/v1."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(api.get_openapi_schema(), indent=1, default=str, ensure_ascii=False))
