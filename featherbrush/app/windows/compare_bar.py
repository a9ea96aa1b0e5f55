"""The strip over the pictures: how they are compared, and how closely they agree."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from featherbrush.app.looks.tokens import METRICS
from featherbrush.app.panels.steady_label import SteadyLabel
from featherbrush.app.texts import figure, tr
from featherbrush.engine.agreement import EQUAL_DB, Agreement

HEIGHT, SEGMENT = 40, QSize(34, 28)


class CompareBar(QWidget):
    """A segmented control of the modes, and the agreement of the two pictures."""

    def __init__(self, modes: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._agreement = SteadyLabel(
            widest=tr("PSNR {psnr} dB   SSIM {ssim}", psnr="000.0", ssim="0.0000"),
            alignment=Qt.AlignmentFlag.AlignRight,
        )
        self._agreement.setToolTip(
            tr(
                "<b>Agreement of the two pictures</b><br>PSNR: how small the differences are, "
                "pixel by pixel. SSIM: how alike edges and textures are, 1 is the same. Grey "
                "while one of the pictures is still to come."
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(METRICS.gap, 0, METRICS.margin, 0)
        row.addWidget(_segments(modes), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._agreement)
        self.show_agreement(None, fresh=False)

    def show_agreement(self, agreement: Agreement | None, *, fresh: bool) -> None:
        """Show the figures of the latest pair; pale when it is not of the newest pictures."""
        text = agreement_text(agreement)
        self._agreement.setText(text)
        self._agreement.setEnabled(fresh)
        self._agreement.setAccessibleName(tr("Agreement: {figures}", figures=text or "–"))

    @property
    def agreement_text(self) -> str:
        """What it says of the agreement."""
        return self._agreement.text()

    @property
    def fresh(self) -> bool:
        """Whether it says it of the newest pictures."""
        return self._agreement.isEnabled()


def agreement_text(agreement: Agreement | None) -> str:
    """Return the figures as people read them, an empty text for none."""
    if agreement is None:
        return ""
    if agreement.psnr >= EQUAL_DB:
        return tr("The same pixels")
    psnr = figure(f"{agreement.psnr:.1f}")
    if agreement.ssim is None:
        return tr("PSNR {psnr} dB", psnr=psnr)
    return tr("PSNR {psnr} dB   SSIM {ssim}", psnr=psnr, ssim=figure(f"{agreement.ssim:.3f}"))


def _segments(actions: Sequence[QAction]) -> QFrame:
    """Return buttons in one frame, of which one is always chosen."""
    frame = QFrame()
    frame.setObjectName("segments")
    frame.setAccessibleName(tr("How the pictures are compared"))
    row = QHBoxLayout(frame)
    row.setContentsMargins(2, 2, 2, 2)
    row.setSpacing(1)
    for action in actions:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setProperty("segment", True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(METRICS.icon, METRICS.icon))
        button.setFixedSize(SEGMENT)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text().replace("&", ""))
        row.addWidget(button)
    return frame
