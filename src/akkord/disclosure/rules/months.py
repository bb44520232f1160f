"""Which months of a year have ended: only their counts are published, so that a published count stays."""

from datetime import datetime


def ended_months(year: int, at: datetime) -> list[str]:
    """["2026-01", …]: the months of `year` that were over at the instant `at` (UTC)."""
    return [f"{year:04}-{month:02}" for month in range(1, 13) if (year, month) < (at.year, at.month)]
