"""The one way in which an input is refused: which file, which place in it, and why."""

from __future__ import annotations


class Refused(Exception):
    """An input cannot be used.

    `place` is a path inside the document (`matters.0.harms.0.severity`, `line 12`, `/components/3/purl`), empty
    for the document as a whole; `reason` is one clause for a person; `file` is filled in by whoever opened it.
    Doors show it as one line and exit with 2; nothing has been written when it is raised.
    """

    def __init__(self, place: str, reason: str, *, file: str = "") -> None:
        super().__init__(place, reason, file)
        self.place = place
        self.reason = " ".join(reason.split())
        self.file = file

    def in_file(self, file: str) -> Refused:
        """The same refusal, naming the file it was found in (an inner name is kept)."""
        return Refused(self.place, self.reason, file=self.file or file)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)
