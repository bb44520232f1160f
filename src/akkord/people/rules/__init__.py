"""What is true of accounts and of what they show, on plain values."""

from .tokens import READING, token_digest

__all__ = ["READING", "token_digest"]
