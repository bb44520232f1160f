"""Lines of a statement added up for a drawing and its table: by territory, by recording."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MOST = 12

Row = Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """What one territory or recording earned in one currency; `name` is empty for all that have no row."""

    name: str
    currency: str
    plays: int
    amount: int


def added_up(rows: Iterable[Row], name: Callable[[Row], str], most: int = MOST) -> list[Figure]:
    """By currency, the greatest amounts first; all beyond `most` of a currency are one figure without a name.

    What waits is left out: nobody is due it yet.
    """
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        if row["waits"]:
            continue
        key = (row["currency"], name(row))
        plays, amount = sums.get(key, (0, 0))
        sums[key] = (plays + int(row["plays"]), amount + int(row["amount"]))
    figures: list[Figure] = []
    for currency in sorted({currency for currency, _ in sums}):
        own = [Figure(named, code, *sums[code, named]) for code, named in sums if code == currency]
        own.sort(key=lambda figure: (-figure.amount, figure.name))
        figures += own[:most]
        if rest := own[most:]:
            figures.append(
                Figure("", currency, sum(each.plays for each in rest), sum(each.amount for each in rest))
            )
    return figures


def greatest(figures: Iterable[Figure]) -> dict[str, int]:
    """currency → its greatest amount, which a bar is as long as."""
    most: dict[str, int] = {}
    for figure in figures:
        most[figure.currency] = max(most.get(figure.currency, 0), figure.amount)
    return most
