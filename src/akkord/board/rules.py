"""What is true of topics, on plain values."""

MOST_TITLE, MOST_CHARACTERS = 120, 4000
PAGE = 20


def tidy(text: str) -> str:
    """As it is kept: line ends as \\n, no controls, nothing around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or ord(letter) >= 32).strip()


def writable(closed: bool, keeper: bool, member: bool) -> bool:
    """Members write in open topics; keepers also in closed ones."""
    return keeper or (member and not closed)
