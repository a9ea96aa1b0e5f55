import re
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from featherbrush.app.looks.style_sheet import style_sheet
from featherbrush.app.looks.theme import ThemeChoice, resolve
from featherbrush.app.looks.tokens import DARK, LIGHT, Tokens

GREYS = ("window", "panel", "raised", "hover", "pressed", "sunken", "surround", "line")


def luminance(name: str) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2)."""
    color = QColor(name)
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=lambda tokens: tokens.name)
class TestBothThemes:
    def test_what_surrounds_pictures_has_no_tint(self, tokens: Tokens) -> None:
        for name in GREYS:
            color = QColor(getattr(tokens, name))
            assert color.red() == color.green() == color.blue(), name

    def test_text_is_easy_to_read(self, tokens: Tokens) -> None:
        for ground in (tokens.window, tokens.panel, tokens.raised):
            assert contrast(tokens.text, ground) >= 7
            assert contrast(tokens.muted, ground) >= 4.5
        assert contrast(tokens.on_accent, tokens.accent) >= 4.5
        assert contrast(tokens.text, tokens.danger_soft) >= 4.5
        assert contrast(tokens.accent, tokens.panel) >= 3

    def test_the_sheet_uses_every_token_it_names(self, tokens: Tokens) -> None:
        sheet = style_sheet(tokens)
        assert "$" not in sheet
        assert tokens.accent in sheet

    def test_every_colour_is_one(self, tokens: Tokens) -> None:
        for field in fields(tokens):
            if field.name != "name":
                assert QColor(getattr(tokens, field.name)).isValid(), field.name


def test_the_system_decides_unless_the_artist_does() -> None:
    scheme = Qt.ColorScheme
    assert resolve(ThemeChoice.SYSTEM, scheme.Light) is LIGHT
    assert resolve(ThemeChoice.SYSTEM, scheme.Dark) is DARK
    assert resolve(ThemeChoice.SYSTEM, scheme.Unknown) is DARK
    assert resolve(ThemeChoice.LIGHT, scheme.Dark) is LIGHT
    assert resolve(ThemeChoice.DARK, scheme.Light) is DARK


@pytest.mark.parametrize("tokens", [DARK, LIGHT])
def test_boxes_have_their_arrows(qapp: QApplication, tokens: Tokens) -> None:
    paths = re.findall(r'image: url\("([^"]+)"\)', style_sheet(tokens))

    assert paths
    assert all(not QImage(path).isNull() for path in paths)
