"""How API tokens are kept."""

import hashlib


def token_digest(text: str) -> str:
    """How a token is kept: it is 256 random bits, so a plain hash keeps it as well as a slow one would."""
    return hashlib.sha256(text.encode()).hexdigest()
