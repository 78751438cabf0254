"""One heap for all threads: glibc gives them up to eight a core, and what is free in one the others cannot use."""

import ctypes

M_ARENA_MAX = -8
"""Its number in glibc's malloc.h: heaps are called arenas there."""
HEAPS = 1


def one_heap() -> bool:
    """Let this process and its children have `HEAPS` of them; False where the C library has no such setting.

    Python holds its own lock for nearly all it allocates: more heaps make little faster here. Measured with 50 calls
    at once on streams, after 3,000 of them: a worker held 202 MB, 56 of them free, with one heap 165 MB.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # musl, macOS
        return False
    return bool(mallopt(M_ARENA_MAX, HEAPS))
