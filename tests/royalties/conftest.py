"""A store of its own for each test of royalties, as music's tests have it."""

from music.conftest import data, log

__all__ = ["data", "log"]
