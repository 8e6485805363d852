"""Start the command line: python -m canifork COMMAND."""

import sys

from canifork.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
