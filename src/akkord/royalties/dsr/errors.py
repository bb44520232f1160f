"""Why a report is not written, one class a reason; each says what to mend."""


class NotWritable(ValueError):
    """A report that is not written, because what it would say is not what the standard or its lines say."""


class BadCell(NotWritable):
    """A value its cell cannot hold."""

    def __init__(self, record: str, cell: str, value: object, why: str) -> None:
        super().__init__(f"{record} {cell}: {value!r} {why}")
        self.record, self.cell, self.why = record, cell, why


class WrongOrder(NotWritable):
    """Records of a kind, or in an order, that the profile does not have."""


class UnknownSummary(NotWritable):
    """A line gives details for a summary record that the report does not have, or two have one id."""


class SummaryDiffers(NotWritable):
    """A summary record says another sum than its lines make; `totals.summed` writes what they make."""

    def __init__(self, summary: str, cell: str, said: object, made: object) -> None:
        super().__init__(f"summary {summary}: {cell} says {said}, its lines make {made}")
        self.summary, self.cell, self.said, self.made = summary, cell, said, made


class ReportChanged(NotWritable):
    """The blocks were others when they were written than when they were counted."""


class BadName(NotWritable):
    """A part of a file's name that cannot be one: empty, or with a space, an underscore or a slash."""
