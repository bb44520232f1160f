"""How an element of a DDEX message is asked: by local name, whatever its namespace, order or blanks."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element as Element

from .faults import Place

_MOST_COUNTED = 10_000
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def bare(tag: str) -> str:
    """The local name: ERN is written with a prefix, with a default namespace or with none."""
    return tag.rpartition("}")[2]


def name_of(element: Element) -> str:
    return bare(str(element.tag))


def words(text: str | None) -> str:
    """Text on one line: messages are indented by hand, and line ends stand within values."""
    return " ".join(text.split()) if text else ""


@lru_cache(maxsize=1024)
def _patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{*}}{name}" for name in names)


def all_of(element: Element, *names: str) -> Iterator[Element]:
    """Its children of these names, in the order of the message."""
    found: Iterator[Element] = element.iterchildren(*_patterns(names))
    return found


def first(element: Element, *path: str) -> Element | None:
    """The first element under each step of the path in turn."""
    found: Element | None = element
    for step in path:
        found = next(all_of(found, step), None) if found is not None else None
    return found


def text(element: Element | None, *path: str) -> str:
    """What stands at the path, empty when nothing does."""
    found = first(element, *path) if element is not None else None
    return words(found.text) if found is not None else ""


def texts(element: Element, *names: str) -> tuple[str, ...]:
    """What stands in each child of these names, without empty ones and doubles."""
    return tuple(dict.fromkeys(filter(None, (words(child.text) for child in all_of(element, *names)))))


def says_yes(element: Element | None) -> bool:
    """An xs:boolean that is there and true."""
    return element is not None and words(element.text).lower() in ("true", "1")


def language(element: Element) -> str:
    return words(element.get("LanguageAndScriptCode") or element.get(_XML_LANGUAGE))


def attribute(element: Element, name: str) -> str:
    return words(element.get(name))


def place_of(element: Element, unit: Element, unit_path: str) -> Place:
    """Where an element stands: the path of the unit it was read in, and its steps within."""
    steps: list[str] = []
    here: Element | None = element
    while here is not None and here is not unit:
        steps.append(_step(here))
        here = here.getparent()
    return Place("/".join([unit_path, *reversed(steps)]), element.sourceline or 0)


def _step(element: Element) -> str:
    """Its name, with its number when it has brothers of that name; ten thousand are not counted through."""
    name = name_of(element)
    before = sum(1 for _ in islice(element.itersiblings(f"{{*}}{name}", preceding=True), _MOST_COUNTED))
    alone = not before and next(element.itersiblings(f"{{*}}{name}"), None) is None
    return name if alone or before == _MOST_COUNTED else f"{name}[{before + 1}]"
