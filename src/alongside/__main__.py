"""`python -m alongside` is the command `alongside`."""

import sys

from alongside.cli import main

sys.exit(main())
