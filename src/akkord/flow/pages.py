"""The registry's words: every page of the site is declared, so that none is untested or unreachable."""

from dataclasses import dataclass

EVERYONE = ("guest", "member", "label", "operator")
MEMBERS = ("member", "label", "operator")
SENDER = ("sender",)  # the member who sent in the first of the music that is not a label's
ARTIST = ("artist",)  # a member with a label of her own: what is under way is under way with her
GUARDED = ("guarded",)  # a member who signs in with a second step, too
UNDER_WAY = "under way"  # a seed of its own: what the artist and others have begun


@dataclass(frozen=True)
class Page:
    """A page: its address in the sample world, who may see it, what of the seed it needs.

    `path` is a real address in the sample world ("/id1"); `route` the pattern's name in urls. Where the
    page is that of something under way, a case or a payment, the address has a hole that is called by what
    stands in it ("/my/decisions/{decision}"): tests/browser/under_way begins it.
    """

    route: str
    path: str
    roles: tuple[str, ...] = EVERYONE  # the others are refused or sent to sign in
    seed: str = "people"  # "none" | "people" | "music" (tracks must have arrived) | "under way"
