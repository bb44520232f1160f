"""A stranger's installation works from the README: `pip install`, every command, the example in Python.

What this proves: the library's folder alone makes a wheel; the wheel holds all that is needed (the table
of rarities too); nothing is imported that its pyproject does not declare; and what the README tells people
to type does what it says, word for word, on files as it names them.

How: the folder is copied away from the repository and installed with pip into a new, empty environment. So
that this takes seconds and no network, the declared dependencies are not downloaded: links to the copies
this test itself runs with lie in a folder that the new environment looks in, and nothing else lies there.
Only the wheel's builder (hatchling) comes from the network, where the environment of the tests has none.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import venv
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from band import RATE, song
from sound_files import encode

LIBRARY = Path(__file__).parents[1]
README = (LIBRARY / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """What the README shows in one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def link(requirements: Iterable[str], folder: Path) -> None:
    """Links to the installed distributions that are required, and to what they themselves require."""
    folder.mkdir(exist_ok=True)
    waiting, seen = [Requirement(one) for one in requirements], set()
    while waiting:
        asked = waiting.pop()
        if asked.name in seen or (asked.marker and not asked.marker.evaluate({"extra": ""})):
            continue
        seen.add(asked.name)
        found = importlib.metadata.distribution(asked.name)
        assert asked.specifier.contains(found.version, prereleases=True), f"{asked} but {found.version}"
        for name in {
            path.parts[0] for path in found.files or [] if path.parts[0] not in ("..", "__pycache__")
        }:
            (folder / name).symlink_to(Path(str(found.locate_file(name))))
        waiting += [Requirement(one) for one in found.requires or []]


class Stranger:
    """Somebody with an empty environment and a shell."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.environment = folder, folder / "environment"
        venv.create(self.environment, with_pip=True)
        ours = ("PYTHON", "VIRTUAL_ENV", "DJANGO", "AKKORD")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        path = f"{self.environment}/bin:/usr/bin:/bin"
        self.variables = {**kept, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    def types(self, command: str) -> str:
        """What a command prints; it has to end well."""
        shell = ["sh", "-ec", command]
        done = subprocess.run(
            shell, cwd=self.folder, env=self.variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, script: str) -> str:
        (self.folder / "example.py").write_text(script)
        return self.types("python example.py")

    def finds(self, name: str) -> Path:
        """A folder whose contents the environment can import."""
        (packages,) = self.environment.glob("lib/python*/site-packages")
        (packages / f"{name}.pth").write_text(f"{self.folder / name}\n")
        return self.folder / name


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """With the library installed as the README says, and the files it names."""
    made = Stranger(tmp_path_factory.mktemp("stranger"))
    shutil.copytree(
        LIBRARY, made.folder / "libs/earprint", ignore=shutil.ignore_patterns("__pycache__", "tests")
    )
    install = blocks("sh")[0].splitlines()[0]
    assert install == "pip install ./libs/earprint"
    builder = made.finds("builder")
    try:
        link(["hatchling"], builder)
    except importlib.metadata.PackageNotFoundError:
        try:
            made.types(f"pip install --quiet --target {builder} hatchling")
        except AssertionError:
            pytest.skip("hatchling, which builds the wheel, is not here and cannot be had")
    made.types(f"{install} --quiet --no-deps --no-index --no-build-isolation")
    shutil.rmtree(builder)
    shutil.rmtree(made.folder / "libs")
    say = "import importlib.metadata as m; print(*m.requires('earprint'), sep='\\n')"
    link(made.python(say).splitlines(), made.finds("declared"))
    sound = song(3, 30)
    for folder, name, kind, begin in (("music", "song.flac", "flac", 0), ("", "upload.mp3", "mp3", 6)):
        (made.folder / folder).mkdir(exist_ok=True)
        (made.folder / folder / name).write_bytes(encode(sound[begin * RATE :], kind))
    shutil.copy(made.folder / "music/song.flac", made.folder)
    (made.folder / "uploads").mkdir()
    shutil.copy(made.folder / "upload.mp3", made.folder / "uploads")
    return made


def test_nothing_is_imported_that_is_not_declared(stranger: Stranger) -> None:
    """Every module can be imported, where there is nothing beyond the declared dependencies.

    Only the one that is for an extra says what it wants.
    """
    told = stranger.python(
        "import importlib, importlib.util, pkgutil, earprint\n"
        "others = ('django', 'pytest', 'hatchling', 'packaging', 'identifying', 'ray')\n"
        "assert not any(importlib.util.find_spec(name) for name in others)\n"
        "names = [m.name for m in pkgutil.walk_packages(earprint.__path__, 'earprint.')]\n"
        "for name in names:\n"
        "    try:\n"
        "        if not name.endswith('__main__'):\n"
        "            importlib.import_module(name)\n"
        "    except ImportError as error:\n"
        "        assert name == 'earprint.far', name\n"
        "        assert \"pip install 'earprint[ray]'\" in str(error), error\n"
        "print(len(names), earprint.__file__)\n"
    )
    count, where = told.split()
    assert int(count) == len(list((LIBRARY / "src/earprint").rglob("*.py"))) - 1
    assert where.startswith(str(stranger.environment))


def test_every_command_of_the_readme_works_as_it_stands_there(stranger: Stranger) -> None:
    commands = [
        part.split("#")[0].strip() for line in blocks("sh")[0].splitlines()[1:] for part in line.split(";")
    ]
    said = {}
    for command in commands:
        assert command.startswith("earprint ")
        said[command.split()[1]] = stranger.types(command.replace("/srv/", ""))
    assert set(said) >= {"add", "find", "scan", "compare", "info", "verify", "merge", "export", "import"}
    assert said["add"] == "added 1 of 1\n"
    for name, asked in (("find", "upload.mp3"), ("scan", "uploads/upload.mp3")):
        answer = json.loads(said[name])
        assert (answer["query"], answer["complete"]) == (asked, True)
        (row,) = answer["results"]
        assert set(row) == set(re.findall(r'"(\w+)"', README.split("`{", 1)[1].split("}]}`")[0])) - {
            "query", "complete", "results",
        }  # fmt: skip
        assert row["track"] == "music/song.flac"
        assert row["ref_start"] - row["query_start"] == pytest.approx(6, abs=0.2)
    assert (stranger.folder / "both.svg").read_text().startswith("<svg")
    assert json.loads(said["info"])["tracks"] == 1
    assert json.loads(stranger.types("earprint info elsewhere"))["tracks"] == 1


def test_the_example_in_python_finds_the_recording(stranger: Stranger) -> None:
    example = blocks("python")[0]
    shutil.rmtree(stranger.folder / "references", ignore_errors=True)
    (line,) = stranger.python(example).splitlines()
    track, score, p_false, tempo = line.split()[:4]
    assert (int(track), float(tempo)) == (1, pytest.approx(1, abs=0.01))
    assert float(score) > 5
    assert float(p_false) < 1e-4


def test_shards_work_as_the_readme_says(stranger: Stranger) -> None:
    stranger.types("rm -rf references shards; earprint add references music/*.flac")
    split, find = blocks("sh")[1].splitlines()
    assert stranger.types(split) == ""
    answer = stranger.types(find)
    assert json.loads(answer)["results"][0]["track"] == "music/song.flac"
    assert answer == stranger.types("earprint find references upload.mp3 --json")
    (listed,) = re.findall(r'`("complete": false, "lost": [^`]*)`', README)
    where = stranger.folder / "shards/shard-0001"
    where.rename(stranger.folder / "away")
    (lost,) = json.loads("{" + listed.replace("\n", " ") + "}")["lost"].items()
    assert (
        stranger.types(f"{find.split('#')[0]} && exit 1 || true").count(
            f'"{lost[0]}": "{lost[1].rstrip("…")}'
        )
        == 1
    )
    (stranger.folder / "away").rename(where)


@pytest.mark.skipif(
    os.environ.get("EARPRINT_WITHOUT_RAY") == "1", reason="EARPRINT_WITHOUT_RAY: Ray is NOT tested"
)
def test_shards_on_ray_work_as_the_readme_says(stranger: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger.types("rm -rf references shards; earprint add references music/*.flac")
    stranger.types(blocks("sh")[1].splitlines()[0])
    link(["ray"], stranger.folder / "engine")
    monkeypatch.setitem(stranger.variables, "PYTHONPATH", str(stranger.folder / "engine"))
    (line,) = blocks("sh")[2].splitlines()
    answer = json.loads(stranger.types(line))
    assert (answer["complete"], answer["results"][0]["track"]) == (True, "music/song.flac")
    assert stranger.python(blocks("python")[1]).startswith("True [('music/song.flac', ")
