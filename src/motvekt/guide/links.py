"""Where a link of a pack's may lead: out of the system in three ways, or to an item of the guide."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlsplit

from motvekt.guide.parts import BY_ID

_REFERENCE = re.compile(rf"({'|'.join((*BY_ID, 'pages'))})/[a-z][a-z0-9-]*")
_TELEPHONE = re.compile(r"tel:\+?[0-9]{3,15}")
_MAIL = re.compile(r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# In ASCII: to Unicode, a dotted capital I and a long s are letters of these too.
_WEB = re.compile(r"(?ai:https)://[^\s\\<>\"]+")
# Names, no numbers: the last label has letters only, or is a name in other letters as it is sent («xn--…»).
_HOST = re.compile(r"(?ai)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]+)(:[0-9]{1,5})?")


class Target(StrEnum):
    """What a link leads to."""

    WEB = "web"
    CALL = "call"
    ITEM = "item"


def target(url: str) -> Target | None:
    """What the link leads to; None where a pack may not link there.

    Web addresses are https, and name a host in the letters it is sent with (`xn--…`), without a user name. Numbers for
    a host, `//host`, relative addresses and all other schemes lead nowhere.
    """
    if _REFERENCE.fullmatch(url):
        return Target.ITEM
    if _TELEPHONE.fullmatch(url) or _MAIL.fullmatch(url):
        return Target.CALL
    return Target.WEB if _WEB.fullmatch(url) and _names_a_host(url) else None


def _names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_HOST.fullmatch(parts.netloc))
