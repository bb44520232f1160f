"""Every migration can be undone, in one transaction with the others, and takes nothing away that is used."""

from typing import Any

import pytest
from django.db.migrations import DeleteModel, Migration, RemoveConstraint, RemoveField, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

# Before there was a way back: what these took away comes back empty.
TOOK_AWAY = {"cases.0005_claims", "music.0004_held_against"}
# Lead back only while no row needs the wider one; blocks have lines in the public log, and are never let go.
HOLD_ON = {
    "dialogs.0002_photos", "rights.0002_claims", "rights.0004_blocks_on_posts",
    "rights.0005_remove_block_block_scope_known_and_more", "rights.0006_blocks_on_photos",
    "rights.0007_declared_standing", "rights.0008_remove_block_block_scope_known_and_more",
    "rights.0009_documents", "royalties.0007_threshold",
}  # fmt: skip


@pytest.fixture
def migrations(settings: Any) -> list[Migration]:
    """All there are, the framework's among them. The suite itself does without."""
    settings.MIGRATION_MODULES = {}
    return list(MigrationLoader(None).disk_migrations.values())


def test_every_migration_can_be_undone(migrations: list[Migration]) -> None:
    one_way = [
        f"{migration}: {operation.describe()}"
        for migration in migrations
        for operation in migration.operations
        if not operation.reversible
    ]
    assert one_way == []


def test_every_migration_is_part_of_the_one_transaction(migrations: list[Migration]) -> None:
    assert [str(each) for each in migrations if not each.atomic] == []


def test_nothing_is_taken_away_by_the_release_that_stops_using_it(migrations: list[Migration]) -> None:
    """A column or table goes a release later: until then the version before finds in it what people wrote.
    Whoever adds a name to the list has let a release pass."""
    taken = {
        str(migration)
        for migration in migrations
        if migration.__module__.startswith("akkord.")
        and any(isinstance(each, RemoveField | DeleteModel) for each in migration.operations)
    }
    assert taken == TOOK_AWAY


def test_a_wider_constraint_says_what_becomes_of_rows_the_version_before_cannot_hold(
    migrations: list[Migration],
) -> None:
    silent = {
        str(migration)
        for migration in migrations
        if any(isinstance(each, RemoveConstraint) for each in migration.operations)
        and not any(isinstance(each, RunPython | RunSQL) for each in migration.operations)
    }
    assert silent == HOLD_ON
