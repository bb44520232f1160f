"""Puts the law's suite and the loader of faulty copies on the path."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "rules"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
