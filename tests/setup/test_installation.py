"""What an operator installs: locks with hashes, images and compose files that say what the site needs."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from akkord import VERSION

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    requirements = re.split(r"\n(?=\S)", text.strip())
    for requirement in requirements:
        assert re.match(r"[a-z0-9._-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_test_lock_holds_everything_the_site_runs_on() -> None:
    run, test = (set(re.findall(r"^([a-z0-9._-]+==\S+)", (ROOT / lock).read_text(), re.M)) for lock in LOCKS)
    assert run <= test


def test_the_site_knows_its_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_every_dependency_has_a_lower_bound_and_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    parsed = tomllib.loads(text)
    for requirement in [*parsed["project"]["dependencies"], *parsed["dependency-groups"]["test"]]:
        assert ">=" in requirement, requirement
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "# " in line, f"{requirement}: what is it for?"


def test_compose_has_every_part_and_only_settings_that_exist() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = compose["services"]
    assert {"prepare", "web", "worker", "postgres", "redis", "nginx"} == set(services)
    for name in services["web"]["environment"]:
        assert name in settings_read(), name
    for service in services.values():
        for other in service.get("depends_on", {}):
            assert other in services
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (ROOT / source).exists(), volume
    assert "akkord.config.front:application" in (ROOT / "Dockerfile").read_text()


def test_compose_keeps_files_in_a_bucket_where_its_env_file_names_one() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name in ("prepare", "web", "worker"):  # whoever keeps or sends a file
        told = services[name]["environment"]
        for setting in ("AKKORD_STORE", "AKKORD_STORE_KEY", "AKKORD_STORE_SECRET"):
            assert told[setting] == f"${{{setting}:-}}", setting  # from .env; unset, the volume


def test_everything_the_image_copies_is_there() -> None:
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source


def test_every_setting_is_documented() -> None:
    told = (ROOT / "docs/operators/settings.md").read_text()
    assert not {name for name in settings_read() if f"`{name}`" not in told}


def settings_read() -> set[str]:
    """Every environment variable the site reads."""
    sources = (path.read_text() for path in (ROOT / "src").rglob("*.py"))
    return {name for source in sources for name in re.findall(r'"(AKKORD_[A-Z_]+)"', source)}


def test_the_licences_are_there() -> None:
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()
    for library in ("earprint", "tilelog"):
        assert "Apache License" in (ROOT / "libs" / library / "LICENSE").read_text()
        project = tomllib.loads((ROOT / "libs" / library / "pyproject.toml").read_text())
        assert project["project"]["license"] == "Apache-2.0"


def test_relative_links_of_the_documents_lead_somewhere() -> None:
    for document in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "libs").glob("*/README.md"),
    ]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} → {target}"


def test_every_test_that_shows_a_promise_is_there() -> None:
    page = (ROOT / "docs/subsystems/first-release.md").read_text()
    named = set(re.findall(r"`([a-z_]+/test_[a-z_]+\.py)`", page))
    assert len(re.findall(r"^\| \d+ \|", page, re.M)) == 27
    assert [test for test in named if not (ROOT / "tests" / test).is_file()] == []


def test_every_file_the_map_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+\.py)`", (ROOT / "ARCHITECTURE.md").read_text()))
    assert len(named) > 12
    for path in named:
        assert (ROOT / "src/akkord" / path).exists(), path


def test_every_room_of_the_house_is_on_the_map() -> None:
    drawn = (ROOT / "ARCHITECTURE.md").read_text().split("```")[1]
    rooms = {p.parent.name for p in (ROOT / "src/akkord").glob("*/__init__.py")}
    assert rooms <= set(re.findall(r"[a-z]+", drawn))
