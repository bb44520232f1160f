"""Puts the faults and the loader of faulty copies on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
