"""The models panel in its dock: the library, models that come and go, cores, calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QObject, Qt
from PySide6.QtWidgets import QDockWidget

from featherbrush.app.panels.model_words import verdict_text
from featherbrush.app.panels.models_panel import ModelsPanel
from featherbrush.app.synthesis.calibration import Calibration
from featherbrush.app.synthesis.choice import Choice, choice_for, choices, comparable, versus
from featherbrush.app.synthesis.speeds import Speeds
from featherbrush.app.synthesis.state import Side
from featherbrush.app.texts import one_line, tr
from featherbrush.app.windows.cores_menu import CoresMenu
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.install import install_model
from featherbrush.engine.library import Library, ModelEntry, default_library
from featherbrush.engine.machine import describe_machine
from featherbrush.engine.resources import user_models_dir

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

THREADS = "synthesis/threads"
DOCK_WIDTH = 320


class ModelShelf(QObject):
    """What the models panel shows of a window's models, and what it does with them.

    The library is read when the panel is first seen, or when `begin` starts the calibration.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library: Library | None = None
        self._speeds: Speeds | None = None
        self._measuring = False
        self.calibration = Calibration(window.document, window.bridge, self)
        self.panel = ModelsPanel()
        self.panel.setMinimumWidth(DOCK_WIDTH)
        self.cores = CoresMenu(window)
        self.dock = QDockWidget(tr("Models"), window)
        self.dock.setObjectName("modelsDock")
        self.dock.setWidget(self.panel)
        self.dock.hide()

    def connect_actions(self) -> None:
        """Put the dock into the window; connect panel, menus and actions."""
        window, panel = self._window, self.panel
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        show = window.actions_by_name["show-models"]
        show.toggled.connect(self.dock.setVisible)
        self.dock.visibilityChanged.connect(lambda _: show.setChecked(not self.dock.isHidden()))
        self.dock.visibilityChanged.connect(lambda shown: self.show() if shown else None)
        window.actions_by_name["add-model"].triggered.connect(self.ask_for_model)
        panel.add_wanted.connect(self.ask_for_model)
        panel.dropped.connect(self.add)
        panel.remove_wanted.connect(self.remove)
        panel.use_wanted.connect(self.use)
        panel.side_wanted.connect(self.put_on_side)
        self.calibration.measured.connect(self._measured)
        self.cores.chosen.connect(self.set_cores)
        self.cores.mark(window.models.threads)
        window.models.changed.connect(self._changed)
        window.bridge.timed.connect(self._show_time)

    def begin(self) -> None:
        """Take up what the settings remember, and measure when nobody paints."""
        kept = str(self._window.settings.value(THREADS, ""))
        threads = int(kept) if kept.isdigit() else None
        if threads in self.cores.offered:
            self._window.models.set_threads(threads)
            self.cores.mark(threads)
        self._measuring = True
        self.reload()
        self._show_memory(self._window.models.current)

    def close(self) -> None:
        """Stop measuring."""
        self.calibration.close()

    @property
    def library(self) -> Library:
        """The models that there are, read when first asked for."""
        if self._library is None:
            self._library = default_library()
        return self._library

    @property
    def speeds(self) -> Speeds:
        """What is known of this machine's speed with the cores in force."""
        if self._speeds is None:
            self._speeds = Speeds(
                self._window.settings,
                machine=str(describe_machine()),
                threads=self._window.models.threads,
            )
        return self._speeds

    def show(self) -> None:
        """Bring the panel up to date."""
        self.panel.show_library(
            self.library,
            own=user_models_dir(),
            speeds=self.speeds,
            current=self._window.models.current,
        )

    def reload(self) -> None:
        """Read the library again, and offer what it has."""
        self._library = default_library()
        self._window.models.offer(_with(choices(self._library), self._window.models.current))
        if not self.dock.isHidden():
            self.show()
        self._measure()

    # What the artist asks for

    def use(self, entry: ModelEntry) -> None:
        """Paint with a model and its partner."""
        found = choice_for(choices(self.library), entry.card.id)
        if found is not None:
            self._window.models.use(found)

    def put_on_side(self, side: Side, entry: ModelEntry) -> None:
        """Show a model's picture on one side; the other side stays where both take one input."""
        current = self._window.models.current
        other = None if current is None else current.entry(_opposite(side))
        if other is None or not comparable(entry, other):
            self._window.models.use(_alone(side, entry, self.library))
            return
        left, right = (entry, other) if side is Side.ORIGINAL else (other, entry)
        try:
            self._window.models.use(versus(left, right, self.library))
        except FeatherbrushError as problem:
            self._window.messages.error(one_line(problem))

    def ask_for_model(self) -> None:
        """Ask for a model file and add it."""
        path = self._window.files.dialogs.open_model()
        if path is not None:
            self.add(path)

    def add(self, path: Path) -> None:
        """Copy a model into the user's folder; a reason not to becomes a message."""
        window, library = self._window, self.library
        window.background.run(
            lambda: install_model(path, folder=user_models_dir(), library=library),
            done=self._added,
            failed=window.messages.error,
        )

    def remove(self, entry: ModelEntry) -> None:
        """Put one of the user's models into the wastebasket, unless it is in use.

        Where there is no wastebasket the file stays under a name that no library reads.
        """
        window = self._window
        current = window.models.current
        if entry.path.parent != user_models_dir():
            window.messages.error(tr("{name} came with the studio; it stays.", name=entry.card.id))
        elif current is not None and entry in current.entries:
            window.messages.error(
                tr("{name} is in use; choose another model first.", name=entry.card.id)
            )
        elif QFile.moveToTrash(str(entry.path)):
            window.status.tell(tr("{name} is in the wastebasket", name=entry.path.name))
            self.reload()
        else:
            self._set_aside(entry.path)

    def set_cores(self, threads: int | None) -> None:
        """Let pictures take so many cores from now on."""
        self._window.settings.setValue(THREADS, "" if threads is None else threads)
        self.cores.mark(threads)
        self._speeds = None
        self._window.models.set_threads(threads)
        if not self.dock.isHidden():
            self.show()
        self._measure()

    def _set_aside(self, path: Path) -> None:
        aside = path.with_name(f"{path.name}.removed")
        try:
            path.replace(aside)
        except OSError as problem:
            reason = problem.strerror or problem
            self._window.messages.error(
                tr("{path}: cannot be removed: {reason}", path=path, reason=reason)
            )
            return
        self._window.messages.notice(
            tr("There is no wastebasket here; the model's file is called {name} now.", name=aside)
        )
        self.reload()

    def _added(self, entry: ModelEntry) -> None:
        self._window.messages.clear()
        self._window.status.tell(tr("Added {name}", name=entry.card.id))
        self.reload()
        if not self.dock.isHidden():
            self.panel.choose(entry.card.id)

    def _measure(self) -> None:
        if self._measuring:
            self.calibration.measure(
                self.library.entries(), speeds=self.speeds, threads=self._window.models.threads
            )

    def _measured(self, entry: ModelEntry) -> None:
        current = self._window.models.current
        self.panel.show_speed(entry)
        self._show_memory(current)
        if current is None or entry not in current.entries or current.mixed:
            return
        verdict = self.speeds.verdict(current.original, current.compressed)
        if verdict is not None and not verdict.faster:
            self._window.messages.notice(verdict_text(verdict))

    def _changed(self, choice: Choice) -> None:
        """Name the sides by what is on them, and mark the models in use."""
        window = self._window
        names = {side: choice.label(side) for side in Side}
        window.compare.set_titles(names if choice.mixed else {})
        window.figures_panel.set_names(names)
        window.option_bar.state.set_timing(None)
        self.panel.mark(choice)
        self._show_memory(choice)

    def _show_memory(self, choice: Choice | None) -> None:
        if choice is None or self._speeds is None:
            return
        for side in Side:
            entry = choice.entry(side)
            cost = None if entry is None else self._speeds.of(entry)
            self._window.figures_panel.set_memory(side, cost.memory if cost else None)

    def _show_time(self, side: Side) -> None:
        window = self._window
        if side is window.bridge.live_side:
            window.option_bar.state.set_timing(window.bridge.timing(side))


def _opposite(side: Side) -> Side:
    return Side.COMPRESSED if side is Side.ORIGINAL else Side.ORIGINAL


def _alone(side: Side, entry: ModelEntry, library: Library) -> Choice:
    encoder = library.style_encoder(entry.card.pair)
    if side is Side.ORIGINAL:
        return Choice(entry.card.id, original=entry, style_encoder=encoder)
    return Choice(entry.card.id, compressed=entry, style_encoder=encoder)


def _with(offered: tuple[Choice, ...], current: Choice | None) -> tuple[Choice, ...]:
    """The models on offer, and those in use even when the library does not have them as such."""
    if current is None or current in offered:
        return offered
    return (*offered, current)
