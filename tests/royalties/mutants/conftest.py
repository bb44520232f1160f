"""Puts the suite of procedures and the list of their faults on the path."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "law"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
