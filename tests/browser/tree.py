"""A page as a screen reader has it: Chromium's accessibility tree written down, and what is wrong in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession

BRIEF = {
    "DisclosureTriangle": "disclosure",
    "RootWebArea": "document",
    "StaticText": "text",
    "Date": "date",
    "DateTime": "date",
}
# Boxes of the layout, of which nothing is said; what is in them counts as being where they are.
SILENT = {"none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "LabelText", "MenuListPopup", "Abbr"}
CONTROLS = {
    *("button", "checkbox", "combobox", "disclosure", "link", "listbox", "menuitem", "radio", "searchbox"),
    *("slider", "spinbutton", "switch", "tab", "textbox", "date"),
}
NAMED = CONTROLS | {"dialog", "alertdialog", "image", "img", "figure", "progressbar", "meter"}
# Where one looks around: what is called the same in here has to be the same.
PLACES = {
    *(
        "listitem",
        "article",
        "banner",
        "contentinfo",
        "dialog",
        "form",
        "group",
        "main",
        "navigation",
        "region",
    ),
    *("row", "document", "radiogroup", "search", "complementary", "date"),
}
STATES = (
    *("checked", "pressed", "expanded", "selected", "invalid", "disabled", "readonly", "level", "modal"),
    "value",
)
UNSAID = {None, "", "false", False}


@dataclass
class Node:
    """One thing a screen reader comes to, with what it says of it."""

    role: str
    name: str
    description: str
    states: dict[str, str]
    address: str
    within: "Node | None" = None
    parts: list["Node"] = field(default_factory=list)

    def __str__(self) -> str:
        said = f'{self.role} "{self.name}"' if self.name else self.role
        for state, value in self.states.items():
            said += f" [{state}]" if value == "true" else f" [{state}={value}]"
        return f"{said} ({self.description})" if self.description else said

    def all(self) -> Iterator["Node"]:
        """This one and all within, in the order they are read."""
        yield self
        for part in self.parts:
            yield from part.all()

    def around(self) -> Iterator["Node"]:
        """What this stands in, from the nearest."""
        if self.within:
            yield self.within
            yield from self.within.around()

    def lines(self, depth: int = 0) -> Iterator[str]:
        yield f"{'  ' * depth}{self}"
        for part in self.parts:
            if part.role != "text" or part.name not in self.name:
                yield from part.lines(depth + 1)


def tree_of(session: CDPSession) -> Node:
    """All of the page that is open."""
    told = {each["nodeId"]: each for each in session.send("Accessibility.getFullAXTree")["nodes"]}
    root = next(each for each in told.values() if "parentId" not in each)
    made = node(root)
    _fill(made, root, told)
    return made


def _fill(place: Node, of: dict[str, Any], told: dict[str, dict[str, Any]]) -> None:
    for number in of.get("childIds", ()):
        if not (child := told.get(number)):
            continue
        if child["ignored"] or child["role"]["value"] in SILENT:
            _fill(place, child, told)
        else:
            part = node(child)
            part.within = place
            place.parts.append(part)
            _fill(part, child, told)


def node(told: dict[str, Any]) -> Node:
    """What Chromium tells of one element, in the words used here."""
    role = told.get("role", {}).get("value", "none")
    known = {each["name"]: each["value"].get("value") for each in told.get("properties", ())}
    known["value"] = told.get("value", {}).get("value")
    states = {state: _word(known[state]) for state in STATES if known.get(state) not in UNSAID}
    if role != "heading":
        states.pop("level", None)  # how deep a list stands in another is seen from the tree
    for switch in {"expanded", "pressed", "checked"} & known.keys():
        states.setdefault(switch, "no")
    return Node(
        BRIEF.get(role, role),
        " ".join(str(told.get("name", {}).get("value", "")).split()),
        " ".join(str(told.get("description", {}).get("value", "")).split()),
        states,
        str(known.get("url", "")),
    )


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def faults(tree: Node) -> list[str]:
    """What would leave somebody who hears the page at a loss."""
    return [*_unnamed(tree), *_alike(tree), *_headings(tree), *_lists(tree)]


def _unnamed(tree: Node) -> Iterator[str]:
    for each in tree.all():
        if each.role in NAMED and not each.name:
            yield f"without a name: {each}, in {each.within}"


def _alike(tree: Node) -> Iterator[str]:
    """Two controls of one name in one place, unless they are links to the same."""
    met: dict[tuple[int, str, str], Node] = {}
    for each in tree.all():
        if each.role not in CONTROLS or "disabled" in each.states:
            continue
        place = next(around for around in each.around() if around.role in PLACES)
        before = met.setdefault((id(place), each.role, each.name), each)
        if before is not each and not (each.role == "link" and each.address == before.address):
            yield f"twice in {place}: {each}"


def _headings(tree: Node) -> Iterator[str]:
    if any("modal" in each.states for each in tree.all()):
        return  # the page behind it is not there meanwhile
    main = [each for each in tree.all() if each.role == "main"]
    if len(main) != 1:
        yield f"{len(main)} contents"
        return
    levels = [int(each.states["level"]) for each in main[0].all() if each.role == "heading"]
    if levels.count(1) != 1:
        yield f"headings of the first level: {levels.count(1)}"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"a heading of level {after} after one of level {before}"


def _lists(tree: Node) -> Iterator[str]:
    for each in tree.all():
        if each.role == "list" and (strange := [part for part in each.parts if part.role != "listitem"]):
            yield f"in a list and no item of it: {strange[0]}"
        if each.role == "listitem" and each.within and each.within.role not in ("list", "listitem"):
            yield f"an item of no list: {each} in {each.within}"
