"""`make texts`: brings every catalogue up to date with the code, and says what is missing.

python -m featherbrush.app.languages        all catalogues
python -m featherbrush.app.languages fr     begins French as well
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from featherbrush.app.languages.catalogue import catalogues, update
from featherbrush.app.texts import FOLDER


def main(codes: Sequence[str]) -> int:
    """Update the catalogues; returns 1 when one of them misses translations."""
    wrong = [code for code in codes if not code.isalpha()]
    if wrong:
        print(f"{wrong[0]}: not the code of a language; give one such as fr", file=sys.stderr)
        return 2
    missing = 0
    for path in sorted({*catalogues(), *(FOLDER / f"{code}.po" for code in codes)}):
        open_entries = update(path).untranslated_entries()
        missing += len(open_entries)
        print(f"{path.name}: {len(open_entries)} texts to translate")
        for entry in open_entries:
            print(f"  {entry.msgid!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
