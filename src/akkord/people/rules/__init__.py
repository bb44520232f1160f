"""What is true of accounts and of what they show, on plain values."""

from .tokens import token_digest

__all__ = ["token_digest"]
