"""Faulty copies of the reading of messages: what of it is imported anew, and the suite that judges it."""

from pathlib import Path

import ern_face

from faulty_copies import Copies

TESTS = Path(ern_face.__file__).parent
SUITE = "test_rules_*.py"
READING = Copies("akkord.catalogue", ("ern",), ern_face.face)
