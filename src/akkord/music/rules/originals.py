"""How the files of one's own originals are called in their ZIP."""

from . import tidy_words

LEFT_OUT = "left-out.txt"
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))  # of any system that unpacks it


def file_name(place: int, artist: str, title: str, suffix: str) -> str:
    """Unlike that of any other place: "0007 Artist - Title.flac"."""
    whole = tidy_words(f"{artist} - {title}" if artist else title, 120).translate(_NOT_IN_NAMES).strip(". ")
    return f"{place:04d} {whole}".strip() + f".{suffix}"


def left_out_line(title: str, artist: str, site: str, page: str) -> str:
    """A line of the list of what is not in it, with the page that says why."""
    return f"{tidy_words(f'{artist} - {title}' if artist else title, 400)}\t{site.rstrip('/')}/{page}\n"
