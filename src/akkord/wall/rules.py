"""What is true of posts, on plain values."""

MOST_CHARACTERS = 4000
MOST_TRACKS = 10
PAGE = 20
MARGIN = 20  # looked at beyond a page, of which some may not be for the reader


def tidy_text(text: str) -> str:
    """As it is kept: line ends as \\n, no NUL and other controls, no empty lines around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or ord(c) >= 32).strip()
