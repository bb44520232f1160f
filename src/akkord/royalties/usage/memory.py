"""Small pages while months are counted: a third of counting was the kernel clearing huge ones for NumPy."""

from collections.abc import Iterator
from contextlib import contextmanager

# What the variable NUMPY_MADVISE_HUGEPAGE sets, at run time; NumPy's type hints leave it out.
from numpy._core.multiarray import _set_madvise_hugepage  # type: ignore[attr-defined]


@contextmanager
def small_pages() -> Iterator[None]:
    """NumPy asks for no huge pages meanwhile; whoever gains by them has them again afterwards."""
    before = _set_madvise_hugepage(False)
    try:
        yield
    finally:
        _set_madvise_hugepage(before)
