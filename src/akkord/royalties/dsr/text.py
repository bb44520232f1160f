"""Text as it stands in a cell: what cannot be said is replaced, what would divide is escaped.

DSR Part 1, 6.6.4: a backslash before a tab, two before a pipe, three for a backslash. So a run of backslashes
is read in threes, and what is left of it (one before a tab, two before a pipe) belongs to what follows.
Strings have no unprintable characters (6.6.5), and delimiters are not surrounded by spaces (6.6.3.5).
"""

import re
from typing import Final

# The tab can be escaped and stays. A line's end cannot, nor can other control characters or half a pair.
_UNSAYABLE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPES: Final = str.maketrans({"\\": "\\\\\\", "\t": "\\\t", "|": "\\\\|"})


def clean(text: str) -> str:
    """The text without what a cell cannot hold (a space stands there instead), no spaces around it."""
    return _UNSAYABLE.sub(" ", text).strip(" ")


def is_sayable(text: str) -> bool:
    """Whether a cell can hold every character of the text."""
    return _UNSAYABLE.search(text) is None


def escape(text: str) -> str:
    """The text with its delimiters escaped."""
    return text.translate(_ESCAPES)
