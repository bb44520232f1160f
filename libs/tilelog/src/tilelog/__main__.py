"""`python -m tilelog`: the same as the `tilelog` command."""

import sys

from tilelog.cli import main

sys.exit(main())
