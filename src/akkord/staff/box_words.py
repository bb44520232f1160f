"""What a worker told of its box, in the reader's language: what a hostile file would try, and how it went."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# As `earprint.box.proof` names what it tries.
TRIED = {
    "read another file": gettext_lazy("read another file"),
    "make a file": gettext_lazy("make a file"),
    "list a folder": gettext_lazy("list a folder"),
    "reopen the upload by its descriptor": gettext_lazy("reopen the upload by its descriptor"),
    "connect to this machine": gettext_lazy("connect to this machine"),
    "open a socket of the machine": gettext_lazy("open a socket of the machine"),
    "run a program": gettext_lazy("run a program"),
    "start a process": gettext_lazy("start a process"),
    "stop the process above": gettext_lazy("stop the process above"),
    "open a file through a concat script": gettext_lazy("open a file through a concat script"),
    "open a file through an HLS playlist": gettext_lazy("open a file through an HLS playlist"),
    "remove a file": gettext_lazy("remove a file"),
}
_RESULT = re.compile(f"({'|'.join(map(re.escape, TRIED))}): (refused|WAS POSSIBLE)")


def box_words(detail: str) -> str:
    """The same with each attempt and its result in words of the reader; what else it says stays as it is."""

    def said(found: re.Match[str]) -> str:
        result = _("not possible") if found[2] == "refused" else _("WAS POSSIBLE")
        return f"{TRIED[found[1]]}: {result}"

    return _RESULT.sub(said, detail)
