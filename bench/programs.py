"""Programs that are no Python packages: installed on Debian where that is allowed, asked for where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


class Missing(Exception):
    """A program is not there and could not be installed."""


def need(program: str) -> str:
    """The path of a program whose Debian package has the same name. Raises Missing."""
    if found := shutil.which(program):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"bench: installs {program}", file=sys.stderr)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", program]):
            apt = ["apt-get", "-qq", *command]
            subprocess.run(apt, env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        if found := shutil.which(program):
            return found
    raise Missing(f"needs {program} (Debian: apt-get install {program})")
