"""What a server's process does with memory, in a process of its own: it can't be undone."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes
from motvekt.site import interpreter

class Told(ctypes.Structure):
    '''As mallinfo(3) has it: the fourth is how many pieces are the system's.'''

    _fields_ = [(f"_{number}", ctypes.c_size_t) for number in range(10)]

def pieces():
    told = ctypes.CDLL(None).mallinfo2
    told.restype = Told
    return told()._3

FIRST
for size in (2_000_000, 1_000_000):
    large = bytearray(size)
    del large
before = pieces()
page = bytearray(200_000)
print(pieces() - before)
"""


CURIOUS = """
import subprocess, sys
from motvekt.site import interpreter

FIRST
looking = "import os; print(b'=' in open(f'/proc/{os.getppid()}/environ', 'rb').read())"
done = subprocess.run((sys.executable, "-c", looking), capture_output=True, text=True)
print(done.stdout.strip() or done.stderr.strip().splitlines()[-1].partition(":")[0])
"""
# Nobody may look into others for being root.
AS_ANYBODY = ("setpriv", "--bounding-set=-all") if os.geteuid() == 0 else ()


@pytest.mark.skipif(sys.platform != "linux", reason="about Linux")
def test_what_a_server_starts_cant_look_into_it() -> None:
    said = [
        subprocess.run(
            (*AS_ANYBODY, sys.executable, "-c", CURIOUS.replace("FIRST", first)),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for first in ("interpreter.set_up()", "")
    ]
    assert said == ["PermissionError\n", "True\n"]


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="another C library than glibc since 2.33")
def test_what_is_large_is_the_systems_whatever_was_larger_before() -> None:
    said = [
        subprocess.run(
            (sys.executable, "-c", PROGRAM.replace("FIRST", first)), capture_output=True, text=True, check=True
        ).stdout
        for first in ("interpreter.set_up()", "")
    ]
    assert said == ["1\n", "0\n"]
