"""What is wrong with a report, where, and what its sender has to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `word` names it for programs; `line` is 0 when it is about the whole file,
    `file` is empty when it is about the whole report, `cell` when it is about the whole line."""

    word: str
    file: str
    line: int
    cell: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = ":".join(filter(None, (self.file, str(self.line) if self.line else "")))
        cell = f" {self.cell}:" if self.cell else ""
        return f"{place or 'report'}:{cell} {self.what}; {self.mend}"
