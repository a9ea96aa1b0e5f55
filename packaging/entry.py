"""What the bundle's executable runs: the same command line as an installed `featherbrush`."""

import sys

from featherbrush.app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
