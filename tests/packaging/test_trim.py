"""What a bundle leaves out is only what nothing in it reaches."""

from __future__ import annotations

import runpy
from pathlib import Path

TRIM = runpy.run_path(str(Path(__file__).resolve().parents[2] / "packaging" / "trim.py"))
LINKS = {
    "/qt/libqxcb.so": "/qt/libQt6XcbQpa.so.6",
    "/qt/libQt6XcbQpa.so.6": "/qt/libQt6Gui.so.6",
    "/qt/libqeglfs.so": "/qt/libQt6Quick.so.6",
}


def imports(file: str) -> set[tuple[str, str | None]]:
    """What a made-up library links to."""
    return {(Path(LINKS[file]).name, LINKS[file])} if file in LINKS else set()


def entry(folder: str, file: str, kind: str = "BINARY") -> tuple[str, str, str]:
    """A library of the made-up Qt, as PyInstaller lists it."""
    return f"{folder}/{file}", f"/qt/{file}", kind


def test_a_library_stays_when_a_kept_plugin_reaches_it() -> None:
    platform = "PySide6/Qt/plugins/platforms"
    found = [
        entry(platform, "libqxcb.so"),
        entry(platform, "libqeglfs.so"),
        entry("PySide6/Qt/lib", "libQt6XcbQpa.so.6"),
        entry("PySide6/Qt/lib", "libQt6Gui.so.6"),
        entry("PySide6/Qt/lib", "libQt6Quick.so.6"),
        entry("numpy", "core.so", "EXTENSION"),
    ]
    names = [Path(name).name for name, _, _ in TRIM["trim"](found, imports)]
    assert names == ["libqxcb.so", "libQt6XcbQpa.so.6", "libQt6Gui.so.6", "core.so"]


def test_links_to_what_is_left_out_go_as_well() -> None:
    kept = entry("lib", "libQt6Gui.so.6")
    links = [(name, f"lib/{name}", "SYMLINK") for name in ("libQt6Gui.so.6", "libQt6Quick.so.6")]
    assert TRIM["without_dangling"]([kept, *links]) == [kept, links[0]]
    assert TRIM["without_dangling"](links, beside=[kept]) == links[:1]
