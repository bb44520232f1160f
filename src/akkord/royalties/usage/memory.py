"""Small pages while months are counted: a third of counting was the kernel clearing huge ones for NumPy and
for Arrow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

# What the variable NUMPY_MADVISE_HUGEPAGE sets, at run time; NumPy's type hints leave it out.
from numpy._core.multiarray import _set_madvise_hugepage  # type: ignore[attr-defined]


@contextmanager
def small_pages() -> Iterator[None]:
    """NumPy asks for no huge pages meanwhile, and Arrow takes its memory from where all others do; whoever
    gains by them has them again afterwards.
    """
    before, pool = _set_madvise_hugepage(False), pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(pool)
        _set_madvise_hugepage(before)
