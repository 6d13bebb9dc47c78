"""Runs a command under what a unit of systemd forbids, without systemd: `python -I tests/sandbox.py UNIT COMMAND...`

Held by it: system calls, families of addresses, memory that is both written and run, namespaces, capabilities, limits
and the mask of files, as systemd does it: a filter of its own for each, which goes with every process that begins. Not
held by it: what systemd mounts (ProtectSystem and all that hides a path) and the user. It knows nothing of the rest of
these tests, since it runs as a program in any folder.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import resource
import shlex
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ANALYZE = shutil.which("systemd-analyze")
LIBRARY = "libseccomp.so.2"

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NOT_EQUAL, EQUAL, AT_LEAST, MASKED = 1, 4, 5, 7
UNKNOWN = -1
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, PR_SET_MDWE = 38, 24, 65


def is_possible() -> bool:
    """Whether this machine has what it takes."""
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    return sys.platform == "linux" and ANALYZE is not None


# --- What a unit says -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A unit's settings in their order. An empty one takes those before it back."""

    settings: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, file: Path) -> Unit:
        whole = re.sub(r"\\\n\s*", " ", file.read_text())
        lines = (line.partition("=") for line in whole.splitlines() if "=" in line and not line.startswith("#"))
        return cls(tuple((name.strip(), value.strip()) for name, _, value in lines))

    def all(self, name: str) -> list[str]:
        found: list[str] = []
        for key, value in self.settings:
            if key == name:
                found = [*found, value] if value else []
        return found

    def last(self, name: str) -> str:
        return (self.all(name) or [""])[-1]

    def is_on(self, name: str) -> bool:
        return self.last(name) == "yes"

    def command(self) -> list[str]:
        return shlex.split(self.last("ExecStart"))

    def environment(self, credentials: str) -> dict[str, str]:
        """What it sets itself, with its folder of credentials for `%d`."""
        said = " ".join(self.all("Environment")).replace("%d", credentials)
        return dict(word.split("=", 1) for word in shlex.split(said))

    def credentials(self) -> dict[str, str]:
        """Name to the file that it is of."""
        return dict(one.split(":", 1) for one in self.all("LoadCredential"))


def groups() -> dict[str, list[str]]:
    """What systemd means by `@group`: calls, and other groups."""
    assert ANALYZE
    said = subprocess.run([ANALYZE, "syscall-filter"], capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = {}
    name = ""
    for line in re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines():
        word = line.strip()
        if line.startswith("@"):
            name = word
            found[name] = []
        elif word and not word.startswith("#") and name and line.startswith(" "):
            found[name].append(word)
    return found


def expanded(words: Iterable[str], known: dict[str, list[str]]) -> Iterator[str]:
    """Calls by name, of groups and of groups in them."""
    for word in words:
        if word.startswith("@"):
            yield from expanded(known[word], known)
        else:
            yield word


def allowed(lines: list[str], known: dict[str, list[str]]) -> set[str]:
    """The calls of a list that begins with what is allowed; `~` takes out again. What every process needs is in it."""
    assert lines
    assert not lines[0].startswith("~"), "a list of what is forbidden"
    found = set(expanded(["@default"], known))
    for line in lines:
        named = set(expanded(line.removeprefix("~").split(), known))
        found = found - named if line.startswith("~") else found | named
    return found


# --- Filters ----------------------------------------------------------------------------------------------------------


class Comparison(ctypes.Structure):
    """`struct scmp_arg_cmp`."""

    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    ]


class Filter:
    """One filter of libseccomp's. `otherwise` is what comes of a call that no rule is about."""

    def __init__(self, otherwise: int = ALLOW) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.seccomp_init(ctypes.c_uint32(otherwise)))

    def rule(self, action: int, name: str, *compared: tuple[int, int, int, int]) -> Filter:
        """What comes of a call, where its arguments are so. A call that this machine doesn't have is left out."""
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            arguments = (Comparison * len(compared))(*(Comparison(*one) for one in compared))
            failed = self._library.seccomp_rule_add_array(
                self._context, ctypes.c_uint32(action), number, len(compared), arguments
            )
            assert not failed, (name, failed)
        return self

    def refuse(self, name: str, *compared: tuple[int, int, int, int], how: int = errno.EPERM) -> Filter:
        return self.rule(ERRNO | how, name, *compared)

    def load(self) -> None:
        failed = self._library.seccomp_load(self._context)
        assert not failed, failed


def has(argument: int, bits: int) -> tuple[int, int, int, int]:
    """These bits are all set in an argument."""
    return argument, MASKED, bits, bits


def no_other_families(unit: Unit) -> None:
    families = {int(getattr(socket, name)) for name in unit.last("RestrictAddressFamilies").split()}
    made = Filter()
    for number in range(max(families) + 1):
        if number not in families:
            made.refuse("socket", (0, EQUAL, number, 0), how=errno.EAFNOSUPPORT)
    made.refuse("socket", (0, AT_LEAST, max(families) + 1, 0), how=errno.EAFNOSUPPORT).load()


def nothing_written_is_run() -> None:
    """As systemd did it before the kernel could, and as it does now."""
    write, run, shared = 0x2, 0x4, 0o100000
    made = Filter().refuse("mmap", has(2, write | run)).refuse("shmat", has(2, shared))
    made.refuse("mprotect", has(2, run)).refuse("pkey_mprotect", has(2, run)).load()
    ctypes.CDLL(None).prctl(PR_SET_MDWE, 1, 0, 0, 0)


NAMESPACES = (0x00000080, 0x02000000, 0x08000000, 0x20000000, 0x40000000, 0x00020000, 0x10000000, 0x04000000)


def no_namespaces() -> None:
    made = Filter().refuse("setns").refuse("clone3", how=errno.ENOSYS)
    for flag in NAMESPACES:
        made.refuse("unshare", has(0, flag)).refuse("clone", has(0, flag))
    made.load()


def no_realtime() -> None:
    made = Filter()
    for policy in (os.SCHED_FIFO, os.SCHED_RR, 6):
        made.refuse("sched_setscheduler", (1, EQUAL, policy, 0))
    made.load()


def no_files_of_others_rights() -> None:
    made = Filter().refuse("openat2", how=errno.ENOSYS)
    for bit in (stat.S_ISUID, stat.S_ISGID):
        for name, place in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mknod", 1), ("mknodat", 2), ("creat", 1)):
            made.refuse(name, has(place, bit))
        made.refuse("open", has(1, os.O_CREAT), has(2, bit)).refuse("openat", has(2, os.O_CREAT), has(3, bit))
    made.load()


def personality_stays() -> None:
    now = ctypes.CDLL(None).personality(ctypes.c_ulong(0xFFFFFFFF))
    Filter().refuse("personality", (0, NOT_EQUAL, now, 0)).load()


SWITCHES = {
    "MemoryDenyWriteExecute": nothing_written_is_run,
    "RestrictNamespaces": no_namespaces,
    "RestrictRealtime": no_realtime,
    "RestrictSUIDSGID": no_files_of_others_rights,
    "LockPersonality": personality_stays,
}
CALLS = {
    "PrivateDevices": "@raw-io",
    "ProtectClock": "@clock",
    "ProtectHostname": "sethostname setdomainname",
    "ProtectKernelLogs": "syslog",
    "ProtectKernelModules": "@module",
}
"""Which calls a setting forbids beside what it hides."""


def only_these_calls(unit: Unit, known: dict[str, list[str]]) -> None:
    error = unit.last("SystemCallErrorNumber")
    made = Filter(ERRNO | int(getattr(errno, error)) if error else KILL)
    for name in sorted(allowed(unit.all("SystemCallFilter"), known)):
        made.rule(ALLOW, name)
    made.load()


# --- The process ------------------------------------------------------------------------------------------------------


def confine(unit: Unit) -> None:
    """This process from now on, and every one that it begins. libseccomp knows no architecture but the machine's own:
    a call of another one ends the process, as with SystemCallArchitectures=native.
    """
    known = groups()
    os.umask(int(unit.last("UMask") or "0022", 8))
    for name, value in unit.settings:
        if name.startswith("Limit"):
            most = resource.RLIM_INFINITY if value == "infinity" else int(value)
            resource.setrlimit(getattr(resource, f"RLIMIT_{name.removeprefix('Limit')}"), (most, most))
    library = ctypes.CDLL(None)
    # Nothing that begins has a capability, root's own processes neither. The unit's user would have none to begin with.
    if os.geteuid() == 0 and ("CapabilityBoundingSet", "") in unit.settings:
        for capability in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
            library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if unit.is_on("NoNewPrivileges"):
        library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if unit.all("RestrictAddressFamilies"):
        no_other_families(unit)
    for name, restrict in SWITCHES.items():
        if unit.is_on(name):
            restrict()
    forbidden = Filter()
    for name, words in CALLS.items():
        if unit.is_on(name):
            for call in set(expanded(words.split(), known)):
                forbidden.refuse(call)
    forbidden.load()
    if unit.all("SystemCallFilter"):
        only_these_calls(unit, known)


if __name__ == "__main__":
    confine(Unit.read(Path(sys.argv[1])))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - what it is for
