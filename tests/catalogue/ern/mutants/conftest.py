"""Puts the rules' suites, the writer of messages and the loader of faulty copies on the path."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
RIGHTS = HERE.parents[2] / "rights"
for folder in (HERE, HERE.parent, RIGHTS / "mutants", RIGHTS / "rules"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
