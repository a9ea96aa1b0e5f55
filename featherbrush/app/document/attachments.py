"""What is attached to the pixels of a document, and whether its file has it too."""

from __future__ import annotations

from dataclasses import dataclass, field

from featherbrush.app.document.extras import Favourite, Guard, Selection, Underlay


@dataclass
class Attachments:
    """Selection, guard, underlay and favourites of one document.

    The first two are ways of working; underlay and favourites are work, so `modified` says
    whether they changed since `mark_saved`.
    """

    selection: Selection | None = None
    guard: Guard = field(default_factory=Guard)
    underlay: Underlay | None = None
    favourites: tuple[Favourite, ...] = ()
    _saved: tuple[Underlay | None, tuple[Favourite, ...]] = (None, ())

    @classmethod
    def of_file(cls, underlay: Underlay | None, favourites: tuple[Favourite, ...]) -> Attachments:
        """What came with a canvas: its file has it already."""
        return cls(underlay=underlay, favourites=favourites, _saved=(underlay, favourites))

    @property
    def modified(self) -> bool:
        """Whether underlay or favourites differ from what was saved."""
        underlay, favourites = self._saved
        return underlay is not self.underlay or favourites != self.favourites

    def mark_saved(self) -> None:
        """Take the present underlay and favourites as what the file holds."""
        self._saved = (self.underlay, self.favourites)
