"""People with tokens, and a folder for what arrives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.store import files as store_files
from akkord.store import partials as store_partials


@pytest.fixture(autouse=True)
def _door(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    store_files.files.cache_clear()
    store_partials.partials.cache_clear()
    yield
    store_files.files.cache_clear()
    store_partials.partials.cache_clear()


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create_user("anna@example.org", "a good long passphrase", name="Anna")


@pytest.fixture
def boris(db: None) -> Person:
    return Person.objects.create_user("boris@example.org", "a good long passphrase", name="Boris")


@pytest.fixture
def token(anna: Person) -> str:
    return issue_token(anna, "test")


@pytest.fixture
def signed_in(client: Client, anna: Person) -> Client:
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
