"""`featherbrush`: opens the studio, or runs a command without a window."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 2 a mistake of the user's, 130 Ctrl-C).

    arguments: without the program's name; None for those of this process.
    """
    # The bundle's executable is also what multiprocessing starts for its children.
    multiprocessing.freeze_support()
    try:
        from featherbrush.app.commands.cli import run

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # also while the above is still being imported
        return 130


if __name__ == "__main__":
    sys.exit(main())
