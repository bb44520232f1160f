"""`python -m earprint` is the command `earprint`."""

import sys

from earprint.cli import main

sys.exit(main())
