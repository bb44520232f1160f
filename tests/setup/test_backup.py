"""A backup taken while the site runs gives the site back: its pages, its files, its log that goes on."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from living_site import LivingSite, until
from setup.databases import empty_database, run

READS = """
import django; django.setup()
from akkord.people.models import Person
print(sorted(Person.objects.values_list("name", flat=True)))
"""


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LivingSite, Path]]:
    """A living site with somebody in it, and a backup of it."""
    folder = tmp_path_factory.mktemp("backup")
    with LivingSite(folder / "data") as site:
        site.people("before@example.org")
        (site.data / "files" / "ab").mkdir(parents=True, exist_ok=True)
        (site.data / "files" / "ab" / "abcdef").write_bytes(b"sound")
        (site.data / "renditions" / "ab").mkdir(parents=True, exist_ok=True)
        (site.data / "renditions" / "ab" / "x").write_bytes(b"made again")
        until(lambda: (site.data / "log" / "checkpoint").exists(), 60, what="a published log")
        site.manage("backup", str(folder / "backup"))
        site.people("after@example.org")
        yield site, folder / "backup"


def another(tmp_path: Path) -> LivingSite:
    return LivingSite(tmp_path / "other")


def test_a_backup_gives_the_site_back_as_it_was(backed_up: tuple[LivingSite, Path], tmp_path: Path) -> None:
    site, backup = backed_up
    other = another(tmp_path)
    other.manage("restore", str(backup))
    assert other.python(READS).strip() == "['Before']"
    assert (other.data / "files/ab/abcdef").read_bytes() == b"sound"
    assert not (other.data / "renditions/ab/x").exists()
    for name in ("secret", "log-key"):
        assert (other.data / name).read_bytes() == (site.data / name).read_bytes()
    assert "OK" in other.manage("audit")


def test_nobody_else_of_the_machine_reads_a_backup(backed_up: tuple[LivingSite, Path]) -> None:
    assert backed_up[1].stat().st_mode & 0o077 == 0


def test_what_is_new_is_copied_and_what_is_gone_leaves(
    backed_up: tuple[LivingSite, Path], tmp_path: Path
) -> None:
    site, first = backed_up
    backup = tmp_path / "backup"
    shutil.copytree(first, backup)
    gone = site.data / "files/ab/fedcba"
    gone.write_bytes(b"erased later")
    site.manage("backup", str(backup))
    assert (backup / "files/ab/fedcba").exists()
    gone.unlink()
    kept = (backup / "files/ab/abcdef").stat().st_ino
    site.manage("backup", str(backup))
    assert not (backup / "files/ab/fedcba").exists()
    assert (backup / "files/ab/abcdef").stat().st_ino == kept
    assert len(list(backup.glob("database-*"))) == 1
    assert "sound" in site.manage("restore", "--check", str(backup))


@pytest.mark.parametrize("name", ["files/ab/abcdef", "database", "log/checkpoint"])
def test_a_changed_byte_is_found_before_anything_is_written(
    name: str, backed_up: tuple[LivingSite, Path], tmp_path: Path
) -> None:
    backup, other = tmp_path / "backup", another(tmp_path)
    shutil.copytree(backed_up[1], backup)
    named = json.loads((backup / "manifest.json").read_text())["database"] if name == "database" else name
    spoilt = bytearray((backup / named).read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (backup / named).write_bytes(spoilt)
    with pytest.raises(AssertionError, match="not as it was written"):
        other.manage("restore", str(backup))
    assert not (other.data / "akkord.sqlite3").exists()
    assert not (other.data / "files").exists()


def test_a_site_that_has_people_is_not_written_over(backed_up: tuple[LivingSite, Path]) -> None:
    site, backup = backed_up
    with pytest.raises(AssertionError, match="has a database already"):
        site.manage("restore", str(backup))


def test_a_path_out_of_the_backup_is_refused(backed_up: tuple[LivingSite, Path], tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(backed_up[1], backup)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["../outside"] = {"size": 1, "sha256": "0" * 64, "mtime_ns": 0}
    (tmp_path / "outside").write_bytes(b"x")
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(AssertionError, match="missing from the backup"):
        another(tmp_path).manage("restore", str(backup))


@pytest.mark.parametrize("inside", ["backup", "."])
def test_a_backup_into_the_site_itself_is_refused(inside: str, backed_up: tuple[LivingSite, Path]) -> None:
    site, _ = backed_up
    with pytest.raises(AssertionError, match="choose another folder"):
        site.manage("backup", str(site.data / inside))


def test_a_folder_with_other_things_is_left_alone(backed_up: tuple[LivingSite, Path], tmp_path: Path) -> None:
    site, _ = backed_up
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(AssertionError, match="something else"):
        site.manage("backup", str(tmp_path))
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_the_restored_log_goes_on(backed_up: tuple[LivingSite, Path], tmp_path: Path) -> None:
    other = another(tmp_path)
    other.manage("restore", str(backed_up[1]))
    with other:
        other.ready(90)
        assert "Before" in other.python(READS)


@pytest.mark.django_db  # for the run on PostgreSQL to choose it, too
def test_either_kind_of_database_comes_back(tmp_path: Path) -> None:
    makes = "import django; django.setup()\nfrom akkord.people.models import Person\n"
    makes += "Person.objects.create_user('anna@example.org', 'a good long passphrase', name='Anna')"
    with empty_database(tmp_path, "backed_up") as site, empty_database(tmp_path, "restored") as other:
        run(site, "-m", "django", "prepare")
        run(site, "-c", makes)
        run(site, "-m", "django", "backup", str(tmp_path / "backup"))
        run(other, "-m", "django", "restore", str(tmp_path / "backup"))
        assert run(other, "-c", READS) == run(site, "-c", READS)
        assert "Anna" in run(other, "-c", READS)
        run(other, "-m", "django", "prepare")  # it goes on as a site that was always there
