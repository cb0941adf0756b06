"""`python -m modellkommune` is the operator's command line."""

import sys

from modellkommune.portals.operator.main import main

if __name__ == "__main__":
    sys.exit(main())
