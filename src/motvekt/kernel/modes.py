"""Whether others on the machine can read a file. A secret in one that they can is no secret."""

from __future__ import annotations

import os
import struct
from pathlib import Path

_ACL = "system.posix_acl_access"
_USER, _GROUP_OF_FILE, _GROUP, _OTHER = 0x02, 0x04, 0x08, 0x20


def others_can_read(file: Path) -> bool:
    """Whether anybody but the file's owner, root and this process's own user may do anything with it. Raises OSError.

    A credential of systemd's belongs to root and is open to the service's user by a list of its own (ACL): its mode
    then looks open to a group that has no right to it.
    """
    mode = file.stat().st_mode & 0o077
    if not mode:
        return False
    try:
        listed = os.getxattr(file, _ACL)
    except OSError:
        return True
    entries = struct.iter_unpack("<HHI", listed[4:])
    return any(
        rights and (tag in (_GROUP_OF_FILE, _GROUP, _OTHER) or (tag == _USER and who != os.getuid()))
        for tag, rights, who in entries
    )
