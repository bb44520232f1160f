"""A strict reader of DSR reports, written from the standard: it shares nothing with the writer.

from akkord.royalties.dsr.reading import Fault, Source, read_report

for part in read_report([Source(path.name, lambda path=path: path.open("rb")) for path in paths]):
    if isinstance(part, Fault):
        print(part)  # file, line, cell, what is wrong, what to do
"""

from .faults import Fault
from .report import Part, Source, read_report
from .rows import ReadRow

__all__ = ["Fault", "Part", "ReadRow", "Source", "read_report"]
