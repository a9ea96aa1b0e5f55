"""The painting surface: view, tools, brushes, input, and recordings of strokes."""

from featherbrush.app.canvas.canvas_view import CanvasView
from featherbrush.app.canvas.driver import ToolDriver
from featherbrush.app.canvas.settings import ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.view import ViewTransform

__all__ = ["CanvasView", "ToolDriver", "ToolKind", "ToolSettings", "ToolState", "ViewTransform"]
