"""Every action of the studio in one table: its words, its shortcuts, what it teaches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One action: ``text`` for menus, ``tip`` a sentence that teaches, ``icon`` a meaning.

    Text and tip are English; they are translated where they are shown.
    """

    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    checkable: bool = False


SPECS: dict[str, ActionSpec] = {
    "new": ActionSpec("&New map", ("Ctrl+N",), "Start again from one class everywhere."),
    "open": ActionSpec(
        "&Open...",
        ("Ctrl+O",),
        "Open a document, a label map, or a picture to trace over.",
        "open",
    ),
    "gallery": ActionSpec(
        "&Gallery...",
        ("Ctrl+Shift+N",),
        "Begin with an example or one of your templates.",
    ),
    "save": ActionSpec("&Save", ("Ctrl+S",), "Write the document where it came from.", "save"),
    "save-as": ActionSpec("Save &as...", ("Ctrl+Shift+S",)),
    "save-template": ActionSpec(
        "Save as &template...", (), "Keep the document in the gallery, to begin from again."
    ),
    "save-compressed": ActionSpec("Save the &compressed picture...", ("Ctrl+E",)),
    "save-original": ActionSpec("Save the &original picture...", ("Ctrl+Shift+E",)),
    "export-picture": ActionSpec(
        "&Picture, up to 4 times as large...",
        ("Ctrl+Alt+E",),
        "PNG, JPEG or TIFF, drawn anew by the model at the larger size or enlarged as it is.",
    ),
    "export-layers": ActionSpec(
        "Map and pictures as &layers...",
        (),
        "An OpenRaster file for Krita, GIMP or MyPaint; work goes on in the present file.",
    ),
    "export-ids": ActionSpec(
        "Label map as class &ids...", (), "An indexed PNG whose pixels are class numbers."
    ),
    "export-colors": ActionSpec(
        "Label map in its &colours...", (), "A PNG in the colours of the classes."
    ),
    "copy-picture": ActionSpec(
        "Copy pict&ure",
        ("Ctrl+Shift+C",),
        "Put the picture on the clipboard. Ctrl and drag takes it out as a file.",
    ),
    "quit": ActionSpec("&Quit", ("Ctrl+Q",)),
    "timelapse": ActionSpec(
        "&Time-lapse...",
        ("Ctrl+Shift+T",),
        "See the map and its picture being painted again; export it as MP4 or GIF.",
    ),
    "undo": ActionSpec("&Undo", ("Ctrl+Z",), "Take back the last stroke.", "undo"),
    "redo": ActionSpec(
        "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do again what was taken back.", "redo"
    ),
    "clear": ActionSpec(
        "&Clear to background",
        ("Del",),
        "Fill what is selected, or the whole map, with the background.",
    ),
    "zoom-in": ActionSpec("Zoom &in", ("+", "=", "Ctrl++", "Ctrl+=")),
    "zoom-out": ActionSpec("Zoom &out", ("-", "Ctrl+-")),
    "zoom-fit": ActionSpec("&Fit", ("Ctrl+0",), "Show the whole map.", "fit"),
    "zoom-actual": ActionSpec("&100 %", ("Ctrl+1",)),
    "rotate-left": ActionSpec(
        "Turn the view &left",
        ("Ctrl+[",),
        "By 15 degrees. Shift, space and dragging turn it freely.",
        "rotate-left",
    ),
    "rotate-right": ActionSpec(
        "Turn the view &right",
        ("Ctrl+]",),
        "By 15 degrees. Shift, space and dragging turn it freely.",
        "rotate-right",
    ),
    "rotate-reset": ActionSpec("View &upright", ("Ctrl+\\",), "Take the turn of the view back."),
    "mirror": ActionSpec(
        "&Mirror the view",
        ("M",),
        "Fresh eyes: swap left and right of what is seen. The map stays as it is.",
        "mirror",
        checkable=True,
    ),
    "patterns": ActionSpec(
        "Class &patterns",
        (),
        "Draw every class with a pattern of its own, to tell them apart without colours.",
        checkable=True,
    ),
    "underlay-load": ActionSpec(
        "&Underlay...", (), "Lay a photograph over the map to trace it.", "picture"
    ),
    "underlay-show": ActionSpec(
        "Sho&w the underlay", (), "Look at the map with or without it.", "eye", checkable=True
    ),
    "underlay-remove": ActionSpec("Remo&ve the underlay"),
    "side-by-side": ActionSpec(
        "&Side by side",
        ("S",),
        "The original and the compressed picture beside each other.",
        "side-by-side",
        checkable=True,
    ),
    "divider": ActionSpec(
        "&Divider",
        ("D",),
        "One picture with a line to drag: the original left of it, the compressed right.",
        "divider",
        checkable=True,
    ),
    "flip": ActionSpec(
        "One p&icture",
        ("Ctrl+3",),
        "One picture in full size; hold C to see the other in its place.",
        "flip",
        checkable=True,
    ),
    "difference": ActionSpec(
        "Di&fference map",
        ("Ctrl+4",),
        "Where the pictures differ, and by how many levels of 255.",
        "difference",
        checkable=True,
    ),
    "lens": ActionSpec(
        "L&ens",
        ("Ctrl+5",),
        "A circle at the cursor shows the other picture. Ctrl and the wheel set its size.",
        "lens",
        checkable=True,
    ),
    "blind": ActionSpec(
        "&Blind vote",
        ("Ctrl+6",),
        "Both pictures without their names: say which is better, then see which it was.",
        "blind",
        checkable=True,
    ),
    "flip-sides": ActionSpec(
        "E&xchange the pictures", ("C",), "Hold the key to see each picture in the other's place."
    ),
    "show-navigator": ActionSpec("&Navigator", ("N",), checkable=True),
    "show-palette": ActionSpec("&Classes", checkable=True),
    "show-figures": ActionSpec("&Figures", checkable=True),
    "show-style": ActionSpec("S&tyles", checkable=True),
    "show-models": ActionSpec(
        "&Models",
        (),
        "Every model there is, how fast it is here, and which two compare.",
        checkable=True,
    ),
    "theme-system": ActionSpec("As the &system", checkable=True),
    "theme-dark": ActionSpec("&Dark", checkable=True),
    "theme-light": ActionSpec("&Light", checkable=True),
    "brush": ActionSpec(
        "&Brush",
        ("B",),
        "Paint with the chosen class. A pen's pressure sets the width.",
        "brush",
        checkable=True,
    ),
    "eraser": ActionSpec(
        "&Eraser", ("E",), "Paint with the background class.", "eraser", checkable=True
    ),
    "line": ActionSpec(
        "&Line",
        ("L",),
        "Drag a straight line: a horizon, a river bank.",
        "line",
        checkable=True,
    ),
    "fill": ActionSpec(
        "&Fill",
        ("F",),
        "Give a whole connected area the chosen class.",
        "fill",
        checkable=True,
    ),
    "pencil": ActionSpec(
        "Pe&ncil",
        ("Shift+B",),
        "Draw thin, hard lines of one to three pixels on a sketch.",
        "pencil",
        checkable=True,
    ),
    "rectangle": ActionSpec(
        "&Rectangle",
        ("U",),
        "Drag a filled rectangle. Shift makes a square, Ctrl draws around the middle.",
        "rectangle",
        checkable=True,
    ),
    "ellipse": ActionSpec(
        "Ell&ipse",
        ("O",),
        "Drag a filled ellipse. Shift makes a circle, Ctrl draws around the middle.",
        "ellipse",
        checkable=True,
    ),
    "polygon": ActionSpec(
        "Pol&ygon",
        ("Y",),
        "Click the corners of a filled area; Enter, a double click or the first corner closes it. "
        "Shift turns in steps of 45 degrees, Backspace takes the last corner back.",
        "polygon",
        checkable=True,
    ),
    "lasso": ActionSpec(
        "Lass&o",
        ("Q",),
        "Circle an area freely: it is filled while you draw.",
        "lasso",
        checkable=True,
    ),
    "select": ActionSpec(
        "&Select",
        ("A",),
        "Choose the part that may change. Shift adds, Alt subtracts, a click drops it.",
        "select",
        checkable=True,
    ),
    "move": ActionSpec(
        "&Move selection",
        ("V",),
        "Drag what is selected, or everything. Arrow keys move it by a pixel, with Shift by ten.",
        "move",
        checkable=True,
    ),
    "fill-everywhere": ActionSpec(
        "Fill &every pixel of the class",
        ("Shift+F",),
        "The fill tool takes all areas of a class, joined or not.",
        checkable=True,
    ),
    "symmetry-vertical": ActionSpec(
        "Mirror left and ri&ght",
        ("X",),
        "Paint on both sides of an upright axis at once.",
        checkable=True,
    ),
    "symmetry-horizontal": ActionSpec(
        "Mirror &above and below",
        ("Shift+X",),
        "Paint on both sides of a level axis at once.",
        checkable=True,
    ),
    "protect": ActionSpec(
        "&Protect the class under the cursor",
        ("Shift+L",),
        "No tool changes a protected class. The same key lets it go again.",
    ),
    "protect-none": ActionSpec("Protect no&thing", (), "Let every class be painted over again."),
    "cut": ActionSpec("Cu&t", ("Ctrl+X",), "Copy what is selected, and leave background.", "cut"),
    "copy": ActionSpec("&Copy", ("Ctrl+C",), "Copy what is selected, or the whole map.", "copy"),
    "paste": ActionSpec(
        "&Paste", ("Ctrl+V",), "Lay what was copied over the map, ready to be moved.", "paste"
    ),
    "select-all": ActionSpec("Select &all", ("Ctrl+A",)),
    "deselect": ActionSpec("&Deselect", ("Ctrl+Shift+A",), "Let the whole map change again."),
    "invert-selection": ActionSpec(
        "&Invert selection", ("Ctrl+I",), "Select what is not selected."
    ),
    "flip-horizontally": ActionSpec(
        "Flip &horizontally", ("Shift+H",), "Mirror what is selected, or the whole map."
    ),
    "flip-vertically": ActionSpec(
        "Flip &vertically", ("Shift+V",), "Turn what is selected, or the whole map, upside down."
    ),
    "picker": ActionSpec(
        "Eye&dropper",
        ("P", "I"),
        "Take the class under the cursor. Any tool does it while Ctrl is held.",
        "eyedropper",
        checkable=True,
    ),
    "brush-smaller": ActionSpec("S&maller brush", ("[",)),
    "brush-larger": ActionSpec("La&rger brush", ("]",)),
    "pause": ActionSpec(
        "&Pause",
        ("Ctrl+.",),
        "Stop making pictures; painting goes on. Resume to see the picture of the map as it is.",
        "pause",
        checkable=True,
    ),
    "open-model": ActionSpec(
        "&Open model...",
        ("Ctrl+M",),
        "Use a model file (.onnx with a model card).",
        "model",
    ),
    "add-model": ActionSpec(
        "&Add a model...",
        ("Ctrl+Shift+M",),
        "Copy a model file into your folder, where it stays on offer.",
    ),
    "style-keep": ActionSpec(
        "&Keep this style",
        ("K",),
        "Put the style among the favourites of this document.",
        "favourite",
    ),
    "style-default": ActionSpec(
        "&Default style",
        ("Shift+R",),
        "The style that the model begins with: light and season, or colours.",
        "default-style",
    ),
    "style-random": ActionSpec(
        "&Random style",
        ("R",),
        "Throw the dice for another style: light and season, or colours.",
        "random",
    ),
    "style-picture": ActionSpec(
        "Style from a &picture...",
        ("Ctrl+Shift+I",),
        "Take light and season, or colours, from a picture. Dropping one on the styles does the same.",
        "picture",
    ),
    "commands": ActionSpec(
        "&Commands...",
        ("Ctrl+Shift+P",),
        "Type a few letters of what you want done; Enter does it.",
    ),
    "shortcuts": ActionSpec("&Keyboard shortcuts", ("F1",), "Every key there is, as it is now."),
    "edit-shortcuts": ActionSpec(
        "&Edit shortcuts...", (), "Give actions the keys that your hands know."
    ),
    "tour": ActionSpec("&Tour", (), "Two minutes through the window; painting goes on meanwhile."),
    "about": ActionSpec("&About Featherbrush", (), "What it is made of, with all licences."),
}

TOOL_NAMES = (
    "brush",
    "pencil",
    "eraser",
    "line",
    "rectangle",
    "ellipse",
    "polygon",
    "lasso",
    "fill",
    "picker",
    "select",
    "move",
)
