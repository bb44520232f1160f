"""Text on paper: lines as wide as their column, and not a letter lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.words.paper import _font, _wide, wrapped


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=80), st.floats(20, 200))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: float) -> None:
    _font()
    lines = wrapped(text, width, 7.0)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= 1 or _wide(line, 7.0) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", ("",)), ("a\n\nb", ("a", "", "b")), ("one two", ("one two",)), ("  one ", ("one",))],
)
def test_lines_that_fit_stay_as_they_are(text: str, lines: tuple[str, ...]) -> None:
    _font()
    assert wrapped(text, 500.0, 7.0) == lines
