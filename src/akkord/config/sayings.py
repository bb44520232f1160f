"""What the site says, found in its own code: Jinja2 pages and Python, for the translators and their test.

Django's own makemessages needs GNU gettext on the machine and does not read Jinja2.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import InternationalizationExtension

Key = tuple[str, str | None]  # msgid and its plural
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def find_messages(source: Path) -> dict[Key, list[str]]:
    """(msgid, plural) → the places that say it, under one folder of Python files and Jinja2 pages."""
    found: dict[Key, list[str]] = {}
    for path in sorted([*source.rglob("*.py"), *source.glob("web/pages/**/*.html")]):
        read = _in_page if path.suffix == ".html" else _in_python
        for line, key in read(path.read_text(encoding="utf-8")):
            found.setdefault(key, []).append(f"{path.relative_to(source).as_posix()}:{line}")
    return found


def _in_page(text: str) -> Iterator[tuple[int, Key]]:
    pages = Environment(extensions=[InternationalizationExtension], trim_blocks=True, lstrip_blocks=True)
    for line, _function, said in pages.extract_translations(text):  # type: ignore[attr-defined]
        yield line, _key(said if isinstance(said, tuple) else (said,))


def _in_python(text: str) -> Iterator[tuple[int, Key]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _called(node.func) in _CALLS:
            said = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if said:
                yield node.lineno, _key(said)


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _key(said: Iterable[str | None]) -> Key:
    words = [word for word in said if word is not None]
    return words[0], words[1] if len(words) > 1 else None
