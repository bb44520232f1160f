"""All tests of the site keep their state in a folder of their own, which is gone when they end."""

import atexit
import gc
import os
import shutil
import socket
import tempfile
from pathlib import Path

if "AKKORD_DATA" not in os.environ:  # before Django reads its settings
    _folder = tempfile.mkdtemp(prefix="akkord-tests-")
    os.environ["AKKORD_DATA"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.signals import connection_created
from django.dispatch import receiver

# What the machine does besides is no fault of a rule; how long things take is told by bench/.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@receiver(connection_created)
def _reads_wait_for_nothing(connection, **_said) -> None:  # type: ignore[no-untyped-def]
    """Threads of a test share one database in memory, whose tables are locked while one of them reads; the
    site's own, a file, is read beside its writer."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection.connection.execute("PRAGMA read_uncommitted = 1")


SAME_ALWAYS = {"django_content_type", "auth_permission"}  # written anew, one by one, when they are gone


def _emptied(operations: BaseDatabaseOperations, _style: object, tables: list[str], **_: object) -> list[str]:
    """After a test with transactions of its own: of 200 tables it wrote into a few, and PostgreSQL takes a
    second to empty all."""
    named = [operations.quote_name(table) for table in tables if table not in SAME_ALWAYS]
    asked = (f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {name})" for at, name in enumerate(named))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [f"DELETE FROM {named[at]}" for (at,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rates and counters of one test are not those of the next; a track of the same number is another."""
    from akkord.music.queries.levels import forget_levels
    from akkord.music.queries.remembering import forget_answers
    from akkord.store.made import pictures, renditions

    cache.clear()
    pictures.cache_clear()
    renditions.cache_clear()
    forget_answers()
    forget_levels()


def pytest_configure() -> None:
    """A fresh clone has no compiled messages; a server compiles them when it is prepared.

    Passwords of tests are hashed quickly: the real way takes half a second of a core, by intent, for each
    person made. The living sites of tests/living_site.py hash as everybody's.

    Between tests only what holds rows is emptied.
    """
    from akkord.config.messages import compile_all

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    type(connection.ops).sql_flush = _emptied  # type: ignore[method-assign, assignment]
    compile_all([Path(__file__).resolve().parents[1] / "src/akkord/locale"])


def pytest_collection_finish(session: pytest.Session) -> None:
    """Nine thousand tests stay to the end: nobody looks for garbage among them.

    Of each test two short words are told to the process that counts reruns, and TCP lets the second wait
    40 ms for the receipt of the first: three minutes of a whole run.
    """
    gc.freeze()
    if line := getattr(session.config.failures_db, "sock", None):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/browser needs Chromium; of two processes one takes the whole of a file."""
    here = Path(__file__).parent / "browser"
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
