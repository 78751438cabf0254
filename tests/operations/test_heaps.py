"""A process of many threads holds its memory in one heap."""

import platform
import subprocess
import sys

import pytest

from voicebot.heaps import HEAPS
from voicebot.settings import ROOT

THREADS = 24
COUNT_HEAPS = f"""
import ctypes, threading
BEFORE
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = (ctypes.c_int, ctypes.c_void_p)
libc.fclose.argtypes = (ctypes.c_void_p,)
all_here = threading.Barrier({THREADS})
def work():
    all_here.wait()
    assert libc.malloc(1_000)
    all_here.wait()
threads = [threading.Thread(target=work) for _ in range({THREADS})]
[each.start() for each in threads]
[each.join() for each in threads]
file = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""


def heaps(before: str) -> int:
    """How many heaps a process has whose threads all allocated at once."""
    code = COUNT_HEAPS.replace("BEFORE", before)
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return told.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has such heaps")
def test_many_threads_have_one_heap() -> None:
    assert heaps("") > HEAPS, "the test counts nothing"
    assert heaps("from voicebot.heaps import one_heap; assert one_heap()") == HEAPS
