"""An installation to steal the database of: what is planted in it, how a dump is taken, and how it is searched."""

from __future__ import annotations

import base64
import bz2
import gzip
import json
import lzma
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import md5, sha1, sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import psycopg
from psycopg import sql

NAME, BORN = "Amina Skuggevåg", date(2010, 2, 3)
WORD = "Skuggevåg"
"""In every text that is planted. It has a letter that each encoding writes in its own way."""


def text(field: str) -> str:
    """What is written into a sealed field, with a word that stands nowhere else."""
    return f"«{word(field)}» sa {NAME} på fredag, født {BORN.isoformat()}."


def word(field: str) -> str:
    return f"{WORD}-{field}"


def fill() -> None:
    """Plant something in every sealed field of both areas, index the names, and print which fields and keys there are.

    Runs in a process of the installation's own.
    """
    from motvekt.consultations.models import Anonymous
    from motvekt.dossiers.name_actions import index_name, search_name
    from motvekt.guide.actions import publish
    from motvekt.kernel.ids import new_id
    from motvekt.organisations.models import Area
    from motvekt.organisations.walls import within
    from motvekt.reports.asking_actions import SOMEBODY, receive_request
    from motvekt.reports.asking_shapes import AskedFor
    from motvekt.reports.kinds import RequestKind
    from motvekt.reports.shapes import Identity
    from motvekt.vault import inventory, keystore, public_keys
    from motvekt.vault.models import DeskPair
    from tests import planted
    from tests.conftest import OPERATOR
    from tests.guides import PACKS, guide_of
    from tests.installation import set_area
    from tests.reported import planted_report

    fields, keys = set(), []
    for place, slug in enumerate(PACKS):
        area = set_area(slug=slug, hosts=[f"{slug}.example.no"], default=not place, by=OPERATOR)
        with within(area.id):
            publish(guide=guide_of(slug), area=slug, by=OPERATOR, press=None)
            school, desk = planted.units(Area.objects.get(slug=slug))
            by = planted.account(area)
            row = planted.everything(school, desk, by, text)
            said = AskedFor(text=text("request"), name=NAME, contact="22 44 66 88", workplace=word("request"))
            receive_request(request_id=new_id(), unit=desk, about=RequestKind.COURSE, said=said, by=SOMEBODY)
            anonymously(desk)
            planted_report(school, by, text("report"), Identity(name=NAME, born=BORN, contact=text("contact")))
            open_now = planted.dossier(desk)
            known: dict[str, Any] = {"name": NAME, "born": BORN, "by": OPERATOR, "controller": desk.organisation_id}
            index_name(dossier=row, desk=desk, **known)
            assert search_name(dossier=open_now, desk=desk, why="new_report", **known)
            for field in inventory.sealed_fields():
                # `item.content`, as it was asked for.
                if field.model._base_manager.filter(**{f"{field.name}__isnull": False}).exists():
                    fields.add(f"{field.model._meta.model_name}.{field.name}")
            keys += [keystore.data_key(row.id, unit.id).hex() for unit in (school, desk)]
            keys.append(keystore.named_key(f"names/{desk.id}").hex())
            keys.append(keystore.data_key(Anonymous.objects.get(unit=desk).pk, desk.id).hex())
            keys.append(keystore._unwrapped(DeskPair.objects.get(unit=desk.id)).hex())
    file = public_keys.public_keys()
    keys += [file.pepper.hex(), file.sealing.hex()]
    print(json.dumps({"fields": sorted(fields), "keys": keys}))


RECEIPT = "8642097531864209"
"""Of whoever wrote anonymously, in both areas."""


def anonymously(desk: Any) -> None:
    """Somebody asks with a picture, replies, and turns it into a report, anonymously; and somebody telephones."""
    from motvekt.consultations import asking_actions
    from motvekt.consultations.asking_actions import Said
    from motvekt.consultations.kinds import Wish
    from motvekt.consultations.models import Telephoned
    from motvekt.consultations.policy import SOMEBODY
    from motvekt.kernel import clock
    from motvekt.organisations.models import Account
    from motvekt.reports.shapes import Identity
    from motvekt.vault import keystore

    keystore.make_desk_pair(desk.id)
    picture = base64.b64encode(text("picture").encode()).decode()
    said = Said(text=text("anonymous"), wish=Wish.CALL, contact=text("callback"), pictures=[("image/png", picture)])
    asking_actions.ask(receipt=RECEIPT, unit=desk, said=said, language="nb", by=SOMEBODY)
    of: dict[str, Any] = {"receipt": RECEIPT, "area": desk.area, "by": SOMEBODY}
    asking_actions.reply(**of, number=1, said=Said(text=text("reply")))
    asking_actions.turn(**of, number=2, said=Said(text=text("turned")), about=Identity(name=NAME, born=BORN))
    by = Account.objects.order_by("email")[0]
    Telephoned.objects.create(area=desk.area, unit=desk, by=by, on=clock.today(), agency="", municipality="")


LEAKS: Mapping[str, Callable[[str], str | bytes]] = {
    "utf-8": lambda said: said,
    "utf-16-le": lambda said: said.encode("utf-16-le"),
    "utf-16-be": lambda said: said.encode("utf-16-be"),
    "latin-1": lambda said: said.encode("latin-1"),
    "base64": lambda said: base64.b64encode(said.encode()).decode(),
    "base64, one on": lambda said: base64.b64encode(b"." + said.encode()).decode(),
    "base64, two on": lambda said: base64.urlsafe_b64encode(b".." + said.encode()).decode(),
    "hex": lambda said: said.encode().hex(),
    "hex, upper": lambda said: said.encode().hex().upper(),
    "url": lambda said: quote_plus(said),
    "json": lambda said: json.dumps(said),
    "reversed": lambda said: said[::-1],
    "upper": lambda said: said.upper(),
    "zlib": lambda said: zlib.compress(said.encode()),
    "gzip": lambda said: gzip.compress(said.encode()),
    "sha256": lambda said: sha256(said.encode()).hexdigest(),
    "md5": lambda said: md5(said.encode(), usedforsecurity=False).hexdigest(),
}
"""Each way in which a text could stand in a column that isn't sealed."""


def leak() -> None:
    """Put a word of its own, written in each of these ways, into columns that aren't sealed."""
    from motvekt.guide.kinds import LANGUAGES, Sheet
    from motvekt.guide.models import Edition, EditionFile
    from motvekt.kernel import clock
    from motvekt.organisations.models import Area, Unit
    from motvekt.organisations.walls import within

    area = Area.objects.order_by("slug")[0]
    with within(area.id):
        like = Unit.objects.get(area=area, slug="skole")
    places = iter([(sheet, language) for sheet in Sheet for language in LANGUAGES])
    with within(like.area_id):
        for number, (way, written) in enumerate(LEAKS.items()):
            value = written(word(way))
            if isinstance(value, str):
                Unit.objects.create(
                    area=like.area, organisation=like.organisation, slug=f"lekkasje-{number}", name=value
                )
                continue
            sheet, language = next(places)
            EditionFile.objects.create(
                edition=Edition.objects.filter(area=like.area)[0], kind=sheet.value, language=language, content=value,
                digest="0" * 64, made_at=clock.now(),
            )  # fmt: skip


@dataclass(frozen=True)
class Dump:
    """All that a thief has: files or a dump as bytes, each value by itself, and the tables that were read."""

    parts: Mapping[str, bytes]
    tables: frozenset[str]

    def holds(self, needle: bytes) -> bool:
        return any(needle in part for part in self.parts.values())


def of_sqlite(file: Path) -> Dump:
    """The database's files as they lie there and after a checkpoint, the dump, and every value."""
    parts = {f"{path.name} as it lay": path.read_bytes() for path in file.parent.glob(f"{file.name}*")}
    with closing(sqlite3.connect(file)) as connection:
        parts["dump"] = "\n".join(connection.iterdump()).encode()
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        assert not busy
        parts |= {path.name: path.read_bytes() for path in file.parent.glob(f"{file.name}*")}
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608
    return Dump(parts | {"values": joined(rows)}, frozenset(tables) - {"sqlite_sequence"})


def of_postgresql(url: str) -> Dump:
    """What pg_dump writes, every row as PostgreSQL writes it as text, and every value."""
    parts = {}
    if program := pg_dump():
        parts["pg_dump"] = subprocess.run([program, "--dbname", url], capture_output=True, check=True).stdout
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = [name for (name,) in found]
        rows, lines = [], []
        for name in tables:
            table = sql.Identifier(name)
            rows += connection.execute(sql.SQL("SELECT * FROM {}").format(table)).fetchall()
            lines += connection.execute(sql.SQL("SELECT t::text FROM {} t").format(table)).fetchall()
    parts["rows"] = "\n".join(line for (line,) in lines).encode()
    return Dump(parts | {"values": joined(rows)}, frozenset(tables))


def pg_dump() -> str | None:
    """The program of the newest server here: an older one refuses."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which("pg_dump")


def joined(rows: Iterable[tuple[object, ...]]) -> bytes:
    """Every value by itself, and what comes out where it is compressed."""
    values = [value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row]
    return b"\n".join([*values, *(inner for value in values for inner in unpacked(value))])


UNPACK: tuple[Callable[[bytes], bytes], ...] = (
    zlib.decompress,
    gzip.decompress,
    lambda value: zlib.decompress(value, -zlib.MAX_WBITS),
    bz2.decompress,
    lzma.decompress,
)


def unpacked(value: bytes) -> Iterator[bytes]:
    for unpack in UNPACK:
        with suppress(zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
            yield unpack(value)


def needles(said: str) -> dict[str, set[bytes]]:
    """A text in every encoding that is looked for."""
    raw = said.encode()
    digests = [make(form) for make in (sha256, sha1, md5) for form in {raw, said.casefold().encode()}]
    return {
        "as it is": {raw, said.casefold().encode(), said.upper().encode()},
        "utf-16": {said.encode("utf-16-le"), said.encode("utf-16-be")},
        "latin-1": {said.encode("latin-1")},
        "base64": based(raw),
        "hex": {raw.hex().encode(), raw.hex().upper().encode()},
        "url": {quote(said).encode(), quote_plus(said).encode(), quote(said).lower().encode()},
        "json": {json.dumps(said)[1:-1].encode()},
        "reversed": {said[::-1].encode(), raw[::-1]},
        "digest": {
            form
            for digest in digests
            for form in (
                digest.digest(),
                digest.hexdigest().encode(),
                digest.hexdigest().upper().encode(),
                base64.b64encode(digest.digest()).rstrip(b"="),
            )
        },
    }


def based(raw: bytes) -> set[bytes]:
    """The characters of base64 that a text makes wherever it begins: at any of three places in a group."""
    found = set()
    for before, own in ((0, 0), (1, 2), (2, 3)):
        whole = (before + len(raw)) // 3 * 3
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            found.add(encode((b"\x00" * before + raw)[:whole])[own:])
    return found


def found(dump: Dump, said: str) -> set[str]:
    """The encodings in which a text stands in a dump."""
    return {way for way, forms in needles(said).items() if any(dump.holds(form) for form in forms)}
