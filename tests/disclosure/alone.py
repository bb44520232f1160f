"""The site's check.py as an outsider runs it: with the library tilelog, and without anything else of ours."""

import subprocess
import sys
from pathlib import Path

LIBRARY = Path(__file__).parents[2] / "libs/tilelog/src"
_RUN = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
sys.modules["django"] = sys.modules["akkord"] = None
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def alone(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `script` in a Python that finds nothing of the site."""
    command = [sys.executable, "-I", "-c", _RUN, str(LIBRARY), str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
