"""The registry's words: every page of the site is declared, so that none is untested or unreachable."""

from dataclasses import dataclass

EVERYONE = ("guest", "member", "label", "operator")
MEMBERS = ("member", "label", "operator")
SENDER = ("sender",)  # the member who sent in the first of the music that is not a label's


@dataclass(frozen=True)
class Page:
    """A page: its address in the sample world, who may see it, what of the seed it needs.

    `path` is a real address in the sample world ("/id1"); `route` the pattern's name in urls.
    """

    route: str
    path: str
    roles: tuple[str, ...] = EVERYONE  # the others are refused or sent to sign in
    seed: str = "people"  # "none" | "people" | "music" (tracks must have arrived)
