"""One block while its records go by: their order, and the records they name."""

from collections.abc import Iterator, Mapping
from typing import Any

from .orders import START, Order
from .rows import Said

# Lists that belong together: names with ids (ids may be missing), and types with amounts.
_PEOPLE = (
    "MusicalWorkComposerAuthor",
    "MusicalWorkArranger",
    "MusicPublisher",
    "MusicalWorkContributor",
    "ComposerAuthor",
    "Arranger",
    "WorkContributor",
)
_AMOUNTS = (
    ("CalculationType", ("CalculationValue",)),
    ("DeductionType", ("DeductionsInCurrencyOfTransaction", "DeductionsInCurrencyOfAccounting")),
    (
        "UsageIndependentFeeType",
        ("UsageIndependentFeeInCurrencyOfTransaction", "UsageIndependentFeeInCurrencyOfAccounting"),
    ),
)


class BlockCheck:
    """The state of one block; memory grows with the recordings and releases of this block alone."""

    def __init__(self, order: Order) -> None:
        self._order, self._state = order, START
        self._uploads = ""
        self._resources: set[str] = set()
        self._releases: set[str] = set()
        self._sale = ""
        self._uses: int | None = None
        self._by_subscribers: int | None = None

    def add(self, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        """What is wrong with this record after those before it."""
        yield from self._follow(code)
        yield from self._mixed(code)
        match code:
            case "AS01.02" | "AS02.03":
                yield from self._new(self._resources, "ResourceReference", cells)
            case "RE01.02" | "RE02":
                yield from self._new(self._releases, "ReleaseReference", cells)
                for each in cells.get("UsedResources", ()):
                    yield from self._there(self._resources, "UsedResources", each)
            case "LC01" | "MW01.02":
                yield from self._there(self._resources, "ResourceReference", cells.get("ResourceReference"))
            case "RU01.02" | "RU02.02":
                parent = cells.get("ParentResourceReference")
                yield from self._there(self._resources, "ParentResourceReference", parent)
                if code == "RU01.02" and len(cells.get("DspReleaseId", ())) != len(cells.get("Usages", ())):
                    yield Said("lists_differ", "Usages", "not one number for each upload", "write as many")
            case "SU01.02" | "SU02.02":
                yield from self._transacted(cells)
            case "SU03.02":
                yield from self.subscribers()
                self._sale, self._uses = cells.get("SalesTransactionId", ""), cells.get("Usages")
                self._by_subscribers = None
            case "ST01" | "LI01.03":
                yield from self._of_sale(cells)
                if code == "ST01":
                    self._by_subscribers = (self._by_subscribers or 0) + cells.get("Usages", 0)

    def end(self) -> Iterator[Said]:
        """What is missing when the block ends."""
        yield from self.subscribers()
        if self._state not in self._order.block_end:
            yield Said("block_incomplete", "", "the block ends before it is whole", "send all its records")

    def subscribers(self) -> Iterator[Said]:
        """Uses by type of subscriber are the uses of their sale."""
        if self._by_subscribers is not None and self._uses not in (None, self._by_subscribers):
            yield Said(
                "subscribers_differ",
                "Usages",
                f"by subscribers there are {self._by_subscribers} uses, the sale has {self._uses}",
                "let ST01 add up to the SU03 before them",
            )

    def _follow(self, code: str) -> Iterator[Said]:
        steps = self._order.block.get(self._state, {})
        if code in steps:
            self._state = steps[code]
            return
        before = "at the beginning of a block" if self._state == START else "after the record before it"
        yield Said(
            "wrong_order", "", f"{code} cannot stand {before}", "order the records as the profile says"
        )
        self._state = next(
            (found[code] for found in self._order.block.values() if code in found), self._state
        )

    def _mixed(self, code: str) -> Iterator[Said]:
        if code not in ("RU01.02", "RU02.02"):
            return
        if self._uploads and self._uploads != code:
            yield Said(
                "uploads_mixed",
                "",
                "uploads are told together (RU01) and one by one (RU02) in one block",
                "use one of the two in a block",
            )
        self._uploads = code

    def _new(self, there: set[str], cell: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        reference = cells.get(cell)
        if reference is None:
            return
        if reference in there:
            yield Said("reference_twice", cell, f"{reference!r} is in the block already", "number them anew")
        there.add(reference)

    def _there(self, there: set[str], cell: str, reference: str | None) -> Iterator[Said]:
        if reference is not None and reference not in there:
            yield Said(
                "reference_missing",
                cell,
                f"{reference!r} names no record before it in the block",
                "send that record in the same block, before this one",
            )

    def _transacted(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        release, resource = cells.get("TransactedRelease"), cells.get("TransactedResource")
        if (release is None) == (resource is None):
            yield Said(
                "transacted_not_one",
                "TransactedResource",
                "either a release or a recording is transacted",
                "fill one of the two cells",
            )
        yield from self._there(self._releases, "TransactedRelease", release)
        yield from self._there(self._resources, "TransactedResource", resource)

    def _of_sale(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        parent = cells.get("ParentSalesTransactionId")
        if parent is not None and parent != self._sale:
            yield Said(
                "parent_differs",
                "ParentSalesTransactionId",
                f"{parent!r} is not the sale before it ({self._sale!r})",
                "put the record under its sale",
            )


def of_itself(code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
    """What a record says against itself."""
    for person in _PEOPLE:
        names, ids = cells.get(f"{person}Name", ()), cells.get(f"{person}PartyId", ())
        if ids and len(names) != len(ids):
            yield Said(
                "lists_differ", f"{person}PartyId", "not one id for each name", "keep empty places: a||b"
            )
    for types, amounts in _AMOUNTS:
        yield from _amounts(types, amounts, cells)
    if code == "SR08":
        yield from _label_line(cells)
    if ("SubPeriodStartDate" in cells) != ("SubPeriodEndDate" in cells):
        yield Said("half_a_period", "SubPeriodEndDate", "one of two days is missing", "give both or none")


def _amounts(types: str, amounts: tuple[str, ...], cells: Mapping[str, Any]) -> Iterator[Said]:
    wanted = len(cells.get(types, ()))
    for cell in amounts:
        given = cells.get(cell, ())
        # a label's deductions are mandatory: without a type they are one nought
        if len(given) != wanted and not (types == "DeductionType" and not wanted and given == (0,)):
            yield Said("lists_differ", cell, f"not one amount for each {types}", "write as many")


def _label_line(cells: Mapping[str, Any]) -> Iterator[Said]:
    uses, back, net = cells.get("TotalUsages"), cells.get("Returns"), cells.get("NetUsage")
    if None not in (uses, back, net) and net != uses - back:  # type: ignore[operator]
        yield Said("net_usage", "NetUsage", f"{net} is not {uses} less {back}", "subtract the returns")
    if "PriceType" in cells and "PriceRangeType" in cells:
        yield Said("two_prices", "PriceRangeType", "a price type and a price range", "give one of the two")
