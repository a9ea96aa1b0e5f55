"""How the work is looked at: turning, navigator, underlay, and everything about comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from featherbrush.app.canvas.view import ViewTransform
from featherbrush.app.looks.tokens import Tokens
from featherbrush.app.panels.navigator import Navigator
from featherbrush.app.synthesis.choice import Choice
from featherbrush.app.synthesis.comparison import AgreementMeter, Pairs
from featherbrush.app.windows.blind_vote import BlindVote
from featherbrush.app.windows.compare_bar import CompareBar
from featherbrush.app.windows.compare_layout import CompareMode
from featherbrush.app.windows.flipping import Flipping
from featherbrush.app.windows.underlay import UnderlayActions, UnderlayBar
from featherbrush.app.windows.vote_bar import VoteBar

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

TURNS = ("rotate-left", "rotate-right", "mirror")


class Viewing(QObject):
    """Makes the parts that show the work, and keeps them in step with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        actions, document = window.actions_by_name, window.document
        self.navigator = Navigator(window.canvas, [actions[name] for name in TURNS])
        self.underlay = UnderlayActions(
            document, background=window.background, messages=window.messages, parent=self
        )
        self.underlay_bar = UnderlayBar(document, actions["underlay-show"])
        self.compare_bar = CompareBar([actions[mode.value] for mode in CompareMode])
        self.vote_bar = VoteBar()
        self.pairs = Pairs(window.bridge, self)
        self.meter = AgreementMeter(self.pairs, window.background, self)
        self.vote = BlindVote(
            window.compare,
            self.vote_bar,
            self.pairs,
            settings=window.settings,
            messages=window.messages,
            parent=self,
        )
        self.flipping = Flipping(window.compare, actions["flip-sides"], self)

    def connect_actions(self) -> None:
        """Connect the actions and signals; called once everything in the window is there."""
        window, actions, canvas = self._window, self._window.actions_by_name, self._window.canvas
        for name, call in {
            "rotate-left": canvas.rotate_left,
            "rotate-right": canvas.rotate_right,
            "rotate-reset": canvas.reset_rotation,
            "mirror": canvas.mirror,
            "underlay-load": lambda: self.underlay.load(window.files.dialogs.open_underlay()),
            "underlay-remove": self.underlay.remove,
        }.items():
            actions[name].triggered.connect(lambda _=False, call=call: call())
        actions["underlay-show"].triggered.connect(self.underlay.show)
        actions["patterns"].toggled.connect(canvas.set_patterns)
        actions["show-navigator"].setChecked(True)
        actions["show-navigator"].toggled.connect(self.navigator.setVisible)
        canvas.view_changed.connect(self._show_view)
        window.compare.mode_changed.connect(self._make_room)
        window.document.underlay_changed.connect(self._show_underlay)
        window.document.replaced.connect(self._forget)
        window.models.changed.connect(self._use_model)
        window.theme.changed.connect(self._retheme)
        self.meter.changed.connect(self._show_agreement)
        self.vote_bar.export_asked.connect(lambda: self.vote.export(window.files.dialogs))
        self._retheme(window.theme.tokens)
        self._show_view(canvas.view)
        self._show_underlay()

    def _show_view(self, view: ViewTransform) -> None:
        actions = self._window.actions_by_name
        actions["mirror"].setChecked(view.mirrored)
        actions["rotate-reset"].setEnabled(view.rotation != 0)

    def _show_underlay(self) -> None:
        underlay = self._window.document.underlay
        actions = self._window.actions_by_name
        actions["underlay-show"].setEnabled(underlay is not None)
        actions["underlay-show"].setChecked(underlay is not None and underlay.visible)
        actions["underlay-remove"].setEnabled(underlay is not None)

    def _make_room(self, mode: CompareMode) -> None:
        """The vote takes the place of the figures: what counts then is what is seen."""
        wanted = self._window.actions_by_name["show-figures"].isChecked()
        self._window.figures_panel.setVisible(wanted and mode is not CompareMode.BLIND)

    def _show_agreement(self) -> None:
        comparison, fresh = self.meter.comparison, self.meter.fresh
        self.compare_bar.show_agreement(comparison.agreement if comparison else None, fresh=fresh)
        apart = comparison.apart if comparison else None
        self._window.compare.set_difference(apart, stale=not fresh)

    def _forget(self) -> None:
        self.pairs.forget()
        self.meter.forget()

    def _use_model(self, choice: Choice) -> None:
        self._forget()
        self.vote.use_model(choice)

    def _retheme(self, tokens: Tokens) -> None:
        self.navigator.set_tokens(tokens)
