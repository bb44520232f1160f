"""The sample's people are led from the version of 29 November to this one, write, go back, and come again."""

from pathlib import Path
from typing import Any

import pytest

from setup.databases import empty_database, everything, run

# The first migrations of each room that came after that day; what depends on them came later, too.
NEWER = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
graph = executor.loader.graph
newer = set()
for first in (
    ("alerts", "0004_fresh"), ("documents", "0001_documents"), ("podcasts", "0001_initial"),
    ("search", "0003_letters_of_two"), ("wall", "0013_receipts"),
):
    newer |= set(graph.backwards_plan(first))
plan = executor.migration_plan(graph.leaf_nodes(), clean_start=True)
older = [(each, False) for each, _ in plan if (each.app_label, each.name) not in newer]
"""
MAKE_OLDER = NEWER + "from akkord.config.tables import make_at_once; make_at_once(executor, older)"
# The site is told that it came from there.
CAME_FROM_OLDER = (
    NEWER
    + """
from akkord.flow import clock
from akkord.staff.upgrades import Upgrade
applied = [(each.app_label, each.name) for each, _ in older]
Upgrade(clock.now().isoformat(), "29 November", "this one", applied).write()
"""
)
PEOPLE_WRITE = """
import django; django.setup()
from datetime import timedelta
from akkord.dialogs import actions as dialogs
from akkord.documents import actions as documents
from akkord.flow import clock
from akkord.ledger.sequencing import sequence
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.restraints import RestraintKind
from akkord.wall import actions as wall
anna, bela = (
    Person.objects.create_user(f"{name}@example.org", "a good long passphrase", name=name)
    for name in ("Anna", "Bela")
)
people.befriend(anna, bela)
paper = documents.send_in(anna, "notes.txt", b"what we play")
wall.write_post(anna, wall_person=anna, text="A post of the newer version", document_ids=[paper.pk])
dialogs.write(anna, bela, dialogs.Words("A message with a paper", documents=[paper.pk]))
soon = clock.now() + timedelta(days=1)
people.restrain(bela.pk, RestraintKind.QUIET, soon, rule="spam", appeal_until=soon, reported=False)
sequence.func()
"""
PUBLISH = "import django; django.setup()\nfrom akkord.ledger.sequencing import sequence; sequence.func()"
MOVES_ON = "ledger_signedhead"


def shape(told: Any) -> Any:
    return {table: [said["columns"], said["constraints"]] for table, said in told.items()}


@pytest.mark.django_db  # for the run on PostgreSQL to choose it, too
def test_nothing_older_is_lost_on_the_way_back(tmp_path: Path) -> None:
    with empty_database(tmp_path, "older") as older, empty_database(tmp_path, "living") as site:
        run(older, "-c", MAKE_OLDER)
        run(site, "-m", "django", "prepare", "--sample")
        run(site, "-c", CAME_FROM_OLDER)
        run(site, "-m", "django", "rollback", "--yes")
        run(site, "-c", PUBLISH)
        before = everything(site)
        assert shape(before) == shape(everything(older))
        assert "Upgraded" in run(site, "-m", "django", "prepare")
        run(site, "-c", PEOPLE_WRITE)
        told = run(site, "-m", "django", "rollback", "--yes")
        assert "documents.document: 1" in told
        assert "dialogs.attachment.document: 1" in told
        after = everything(site)
        assert shape(after) == shape(before)
        for table in before.keys() - {MOVES_ON}:
            assert not set(before[table]["rows"]) - set(after[table]["rows"]), table
        assert "A post of the newer version" in str(after["wall_post"])
        assert "A message with a paper" in str(after["dialogs_message"])
        assert len(after["ledger_entry"]["rows"]) == len(before["ledger_entry"]["rows"]) + 1
        run(site, "-m", "django", "prepare")
        assert "OK" in run(site, "-m", "django", "audit")
