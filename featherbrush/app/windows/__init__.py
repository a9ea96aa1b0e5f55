"""The main window, its compare view, its dialogs and how it all looks."""
