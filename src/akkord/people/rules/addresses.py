"""Short addresses: what one may be, and which of them look like one another.

Latin letters, digits, point and underscore, as VK had them: 5 to 32 characters, beginning with a letter. A
site's own words and everything shaped like one of its numbered addresses are refused. Two names that could be
taken for each other share a likeness, and the likeness is given out once. Only Latin is taken, so the
look-alikes of Unicode TR39 that are left are those within ASCII.
"""

import re
from datetime import timedelta

SHAPE = re.compile(r"[a-z][a-z0-9_.]{3,30}[a-z0-9]")
NUMBERED = re.compile(
    r"(id|club|public|event|wall|audio|audios|album|albums|photo|photos|photoalbum|video|videos|board|topic|playlist|podcast|podcasts"
    r"|artist|note|doc|page|im|c|feed|post|group|app|u|user|users)-?[0-9_.-]*"
)
RESERVED = frozenset(
    [
        "about", "abuse", "account", "accounts", "admin", "administrator", "akkord", "album", "albums",
        "api", "archive", "archive.zip", "artist", "artists", "audio", "audios", "badge", "blog", "board",
        "boards",
        "canary", "canary.txt", "club", "clubs", "comment", "comments", "contact", "copyright", "court",
        "demands", "dialogs", "dmca", "doc", "documents", "drafts",
        "edit", "email", "emails", "embed",
        "event", "events", "everyone", "explore", "federation", "feed",
        "followers", "friends", "guest", "health", "help", "home", "icons", "imprint", "inbox", "index",
        "invite", "invites", "jobs", "legal", "letters", "license", "listen", "live", "livez", "login",
        "logout", "mail", "manifest", "manifest.webmanifest", "me", "messages", "moderator", "moment",
        "moments", "music",
        "notices", "nobody", "notifications", "null", "oembed",
        "official", "operator", "originals.zip", "outbox", "owner", "people", "photo", "photos", "pieces",
        "notifications", "null", "official", "offline", "operator", "outbox", "owner", "people", "photo",
        "photos",
        "playlist", "playlists", "podcast", "podcasts", "police", "post", "posts", "press", "privacy",
        "proceedings",
        "profile", "public", "queue", "radio", "readyz", "register", "registration", "report", "reports",
        "restore", "rights", "robots", "room", "rooms", "root", "rules", "search", "security", "server",
        "settings",
        "share", "signin", "signup", "site", "sitemap", "staff", "static", "status", "store", "stream",
        "support", "system", "terms", "test", "tokens", "transparency", "undefined", "upload",
        "uploads", "user", "users", "verify", "video", "videos", "waiting", "wall", "webfinger",
        "welcome",
    ]
)  # fmt: skip
PAUSE = timedelta(days=30)  # between two changes

_ALIKE = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "i": "l",
        "5": "s",
        "2": "z",
        "8": "b",
        "3": "e",
        "4": "a",
        "6": "b",
        "9": "g",
        "q": "g",
        "j": "l",
    }
)


def tidy_address(text: str) -> str:
    """As it is kept and compared: small letters, without what stands around it."""
    return text.strip().removeprefix("@").lower()


def fault_of(name: str) -> str:
    """Why a tidy name cannot be an address: "shape" or "reserved"; "" when it can."""
    if not SHAPE.fullmatch(name) or ".." in name or "__" in name:
        return "shape"
    if NUMBERED.fullmatch(name) or likeness(name) in _RESERVED_LIKENESSES:
        return "reserved"
    return ""


def likeness(name: str) -> str:
    """Names that could be taken for each other have the same."""
    plain = name.replace("_", "").replace(".", "").translate(_ALIKE)
    return plain.replace("rn", "m").replace("vv", "w").replace("cl", "d")


_RESERVED_LIKENESSES = frozenset(likeness(word) for word in RESERVED)
