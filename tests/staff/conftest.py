"""An operator and a member, each at the door, and a server that is well."""

import os
import socket
from pathlib import Path

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.flow.models import WorkerBeat
from akkord.ledger import actions, sequencing
from akkord.people.models import Person


@pytest.fixture
def well(db: None, settings, tmp_path: Path) -> WorkerBeat:  # type: ignore[no-untyped-def]
    """A server whose log is signed and whose worker beats, its box proven."""
    settings.DATA = tmp_path
    actions.begin_log()
    sequencing.sequence.func()
    return WorkerBeat.objects.create(
        worker="w1", host=socket.gethostname(), process=os.getpid(), seen_at=clock.now(), box="full"
    )


@pytest.fixture
def member(db: None) -> Person:
    return Person.objects.create_user("anna@example.org", "correct horse", name="Anna")


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    staff = Person.objects.create_user("op@example.org", "correct horse", name="Olga", is_staff=True)
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def member_client(member: Person) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
