"""The walls of the box: limits, no new privileges, landlock, a list of the only system calls allowed.

Landlock (Linux 5.13 and later; landlock(7)) refuses every path and TCP port; the system-call filter
(seccomp(2)) leaves reading and writing of descriptors already open, memory without execution, and threads.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import sys
from typing import Any

try:
    import pyseccomp
except (ImportError, OSError, RuntimeError):  # no libseccomp on this machine: `seal` then says so
    pyseccomp = None

MEMORY = 1280 * 1024 * 1024  # bytes a child may map beyond what the warm process had mapped
CPU_BASE, CPU_PER_HOUR = 20, 45  # seconds, and seconds per hour of sound: three times what honest files take
MOST_HOURS = 12
OPEN_FILES = 16

_PR_SET_NO_NEW_PRIVS, _PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 38, 1, 4
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_PROT_EXEC = 4
_CLONE_THREAD = 0x00010000

_ALLOWED = (
    "read", "write", "readv", "writev", "pread64", "lseek", "fstat", "close", "munmap", "mremap", "madvise",
    "brk",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "exit", "exit_group", "futex",
    "clock_gettime", "clock_getres", "clock_nanosleep", "gettimeofday", "getpid", "gettid", "getrandom",
    "sched_yield", "sched_getaffinity", "getrusage", "restart_syscall", "set_robust_list", "rseq",
)  # fmt: skip


def baseline_bytes() -> int:
    """Address space this process has mapped already."""
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    return 0


def limit(cpu_per_hour: int, baseline: int) -> None:
    """Set the limits that every Unix has; soft CPU limit for a short sound, hard one for the longest."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_BASE, CPU_BASE + MOST_HOURS * cpu_per_hour))
    if sys.platform == "linux":  # elsewhere RLIMIT_AS is not kept or cannot be set
        resource.setrlimit(resource.RLIMIT_AS, (baseline + MEMORY, baseline + MEMORY))


def allow_cpu(seconds: float, cpu_per_hour: int) -> None:
    """Raise the soft CPU limit in step with the sound decoded so far."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(hard, CPU_BASE + int(seconds / 3600 * cpu_per_hour)), hard))


def seal() -> None:
    """Close every way out of this process for good; raises OSError if the kernel refuses to.

    A kernel without landlock is no error here: whether the walls hold is for the proof to say.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _prctl(libc, _PR_SET_PDEATHSIG, int(signal.SIGKILL))
    _prctl(libc, _PR_SET_DUMPABLE, 0)
    _prctl(libc, _PR_SET_NO_NEW_PRIVS, 1)
    _landlock(libc)
    _filter_calls()


def _prctl(libc: Any, option: int, value: int) -> None:
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} was refused")


def _landlock(libc: Any) -> None:
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return
    files = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)  # kinds of access each version knows
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = (ctypes.c_uint64 * 3)((1 << files) - 1, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    handle = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint(0))
    if handle < 0:
        raise OSError(ctypes.get_errno(), "landlock made no ruleset")
    if libc.syscall(_RESTRICT_SELF, ctypes.c_int(handle), ctypes.c_uint(0)) != 0:
        raise OSError(ctypes.get_errno(), "landlock did not restrict")
    os.close(handle)


def _filter_calls() -> None:
    if pyseccomp is None:
        raise OSError(errno.ENOSYS, "libseccomp is not installed")
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in _ALLOWED:
        rules.add_rule(pyseccomp.ALLOW, name)
    for name in ("mmap", "mprotect"):  # memory may be had, but never be made executable
        rules.add_rule(pyseccomp.ALLOW, name, pyseccomp.Arg(2, pyseccomp.MASKED_EQ, _PROT_EXEC, 0))
    # A thread of this process is no way out, and libavfilter wants one; a process would be one.
    rules.add_rule(
        pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    )
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags cannot be seen: glibc then uses clone
    rules.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0))
    rules.load()
