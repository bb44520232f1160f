"""How API tokens are kept, and the one that only reads."""

import hashlib

READING = "read"  # the scope of a token that changes nothing


def token_digest(text: str) -> str:
    """How a token is kept: it is 256 random bits, so a plain hash keeps it as well as a slow one would."""
    return hashlib.sha256(text.encode()).hexdigest()
