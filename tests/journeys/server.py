"""Motvekt on a free port of this machine, with both packs' editions and a clock that a test can set.

It is a process of its own: its database is nobody else's, and a browser's event loop in the tests' process can't
disturb it. Called with `prepare` it makes the editions and the demo's people where there are tables, for
`tests.processes.Stage`. Without, it prints its port; then it reads orders, one a line, and answers each with a line
when it is carried out. `clock MOMENT` sets the clock, `title WORDS` publishes Asker and Bærum's guide anew under that
title, `hire` makes somebody with a password and a role, `note` notes a concern of theirs, `report` lays a report at a
desk, `end EMAIL` ends their roles, `tick` does what the clock does at desks, `ask` asks one of them anonymously,
`reply` answers what came last anonymously to somebody's desk, `left CONCERN` answers with what the database has of
one, and `lies ALIAS` with what desks have written about what lies there under that alias. It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.hashes import make_hashes_cheap

if TYPE_CHECKING:
    from motvekt.site.bodies import Bodies

PACKS = Path(__file__).parents[2] / "packs"


def main() -> None:
    """With the word `prepare` publish, and end; otherwise serve what was published, and obey until the input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
    os.environ["MOTVEKT_DEMO"] = "1"
    import django

    django.setup()
    make_hashes_cheap()
    if sys.argv[1:] == ["prepare"]:
        _make_receipts_cheap()
        _publish()
        _make_desk_keys()
    else:
        _serve()


def _serve() -> None:
    from django.core.servers.basehttp import ThreadedWSGIServer

    _plant_broken_pages()
    server = ThreadedWSGIServer(("127.0.0.1", 0), _handler(), allow_reuse_address=False)
    server.set_app(_application())
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    _obey()
    server.shutdown()
    server.server_close()


def _make_receipts_cheap() -> None:
    """Keys of the public part whose receipts cost next to nothing. Nobody has one yet."""
    from django.conf import settings

    from motvekt.vault import public_keys

    settings.PUBLIC_KEYS.unlink(missing_ok=True)
    public_keys.make_file(settings.PUBLIC_KEYS, public_keys.CHEAPEST)


def _publish() -> None:
    from motvekt.guide import actions
    from motvekt.guide.pack.loader import load
    from motvekt.kernel.actor import Actor
    from motvekt.site.areas import load_areas
    from motvekt.site.cast import load_cast
    from tests.variants import earlier, proposed

    by = Actor("operator", "journeys")
    load_areas(PACKS / "areas.yaml", by=by)
    load_cast(PACKS / "cast.yaml", by=by)
    for folder in sorted(path.parent for path in PACKS.glob("*/pack.yaml")):
        loaded = load(folder)
        if loaded.guide is None:
            sys.exit("\n".join(map(str, loaded.problems)))
        area: dict[str, Any] = {"area": folder.name, "by": by, "press": None}
        actions.publish(guide=earlier(loaded.guide), **area)
        actions.publish(guide=loaded.guide, **area)
        actions.propose(guide=proposed(loaded.guide), **area)


def _make_desk_keys() -> None:
    """Each desk's pair of keys, so that it can be asked anonymously."""
    from motvekt.organisations import queries
    from motvekt.organisations.models import Unit
    from motvekt.organisations.walls import within
    from motvekt.vault import keystore

    for area in queries.ids():
        with within(area):
            for unit in Unit.objects.filter(area=area).exclude(desk=""):
                keystore.make_desk_pair(unit.id)


def _plant_broken_pages() -> None:
    """Two addresses that only this server has: a page that breaks, and one that nobody has opened."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from motvekt.access.guard import public
    from motvekt.site import urls

    @public
    def breaks(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("planted")

    def closed(request: HttpRequest) -> HttpResponse:
        raise AssertionError("the guard let somebody through")

    planted: list[Any] = [path("gaar-i-stykker/", breaks), path("stengt/", closed)]
    urls.urlpatterns += planted


def _handler() -> type:
    from django.core.servers.basehttp import WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        # Otherwise each answer waits 40 ms for the head of it to be acknowledged.
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Quiet


def _application() -> Bodies:
    import logging

    from motvekt.site.wsgi import application

    # The planted page's trace and the address with too many fields are expected.
    for name in ("django.request", "django.security"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return application


def _obey() -> None:
    from motvekt.guide import current, kept
    from motvekt.kernel import clock

    with ExitStack() as standing:
        for line in sys.stdin:
            order, _, what = line.strip().partition(" ")
            if order == "clock":
                standing.enter_context(clock.frozen(datetime.fromisoformat(what)))
            elif order == "hire":
                _hire(**json.loads(what))
            elif order == "report":
                _report(**json.loads(what))
            elif order == "end":
                _end(what)
            elif order == "note":
                _note(**json.loads(what))
            elif order == "ask":
                print(_ask(**json.loads(what)), flush=True)
            elif order == "tick":
                _tick()
            elif order == "reply":
                _reply(**json.loads(what))
            elif order == "lies":
                print(json.dumps(_lies(what)), flush=True)
            elif order == "left":
                print(json.dumps(_left(UUID(what))), flush=True)
            else:
                _publish_anew(what)
            current.forget()
            kept.forget()
            print("done", flush=True)


def _report(
    *, unit: str, desk: str, email: str, alias: str, exit: str = "ordinary", called: str = "", **more: Any
) -> None:
    """A report of somebody's at a desk of Asker and Bærum."""
    from motvekt.organisations import queries
    from motvekt.organisations.models import Account, Unit
    from motvekt.organisations.walls import within
    from motvekt.reports.kinds import Exit
    from tests.reports import sent

    area = queries.area("asker-baerum")
    assert area
    with within(area.id):
        units = Unit.objects.select_related("organisation", "area")
        by = queries.standing(Account.objects.get(email=email), area.id)
        about: dict[str, Any] = {
            "alias": alias,
            "exit_": Exit(exit),
            "called_at": datetime.fromisoformat(called) if called else None,
        }
        sent(by, units.get(area=area, slug=unit), units.get(area=area, slug=desk), **about, **more)


def _hire(*, email: str, name: str, password: str, unit: str, role: str) -> None:
    """Somebody with a password and a role, which waits where it receives."""
    from motvekt.access.roles import Role
    from motvekt.kernel.actor import Actor
    from motvekt.organisations import actions, queries
    from motvekt.organisations.walls import within

    by, area = Actor("operator", "journeys"), queries.area("asker-baerum")
    assert area is not None
    with within(area.id):
        account = queries.account(email) or actions.make_account(
            email=email, name=name, area=area, by=by, password=password
        )
        place = queries.unit(area.id, unit)
        assert place is not None
        actions.appoint(account=account, unit=place, role=Role(role), by=by)


def _note(*, email: str, concern: str, seen: str, more: bool) -> None:
    """Somebody has noted a concern, in the one unit of theirs."""

    from motvekt.concerns import actions
    from motvekt.concerns.texts import Dialogue, Observation, Reflection
    from motvekt.organisations import queries
    from motvekt.organisations.models import Unit
    from motvekt.organisations.walls import within

    account = queries.account(email)
    assert account is not None
    said = (Reflection(protective="Han stoler på treneren."), Dialogue(words="«Jeg mente det ikke.»")) if more else ()
    for place in queries.ids():
        with within(place):
            by = queries.standing(account, place)
            if by.writes:
                unit = Unit.objects.select_related("area", "organisation").get(id=next(iter(by.units)))
                made = actions.note(concern_id=UUID(concern), unit=unit, observation=Observation(seen=seen), by=by)
                for content in said:
                    actions.write(concern=made, content=content, by=by)


def _ask(*, unit: str, receipt: str, text: str, picture: str) -> str:
    """Somebody has asked a desk of Asker and Bærum anonymously, with a picture. Says which arrival it is."""
    from motvekt.consultations import asking_actions
    from motvekt.consultations.asking_actions import Said
    from motvekt.consultations.policy import SOMEBODY
    from motvekt.organisations import queries
    from motvekt.organisations.models import Unit
    from motvekt.organisations.walls import within
    from motvekt.reports.kinds import Wish

    area = queries.area("asker-baerum")
    assert area
    with within(area.id):
        desk = Unit.objects.select_related("organisation", "area").get(area=area, slug=unit)
        said = Said(text=text, wish=Wish.CALL, contact="40 00 00 09", pictures=(("image/png", picture),))
        row = asking_actions.ask(receipt=receipt, unit=desk, said=said, language="nb", by=SOMEBODY)
        return str(row.dossier.arrivals.get().id)


def _reply(*, email: str, text: str, receipt: str) -> None:
    """Somebody who receives answers whoever has this receipt."""
    from motvekt.consultations.queries import by_receipt
    from motvekt.organisations import queries
    from motvekt.organisations.models import Account
    from motvekt.organisations.walls import within
    from tests.anonymous import answered

    area = queries.area("asker-baerum")
    assert area
    with within(area.id):
        by = queries.standing(Account.objects.get(email=email), area.id)
        answered(by_receipt(receipt, area, typed=False).row, by=by, text=text)


def _tick() -> None:
    """What the clock does at desks."""
    from motvekt.reports import clock_actions

    clock_actions.escalate()


def _left(concern: UUID) -> dict[str, int]:
    """How many rows there are of a concern that could lead somebody to a person."""
    from motvekt.dossiers.kinds import ItemKind
    from motvekt.dossiers.models import Item, NameMark
    from motvekt.organisations import queries
    from motvekt.organisations.walls import within
    from motvekt.reports.models import Arrival, Report

    area = queries.area("asker-baerum")
    assert area is not None
    with within(area.id):
        return {
            "items": Item.objects.filter(dossier=concern).count(),
            "identities": Item.objects.filter(dossier=concern, kind=ItemKind.IDENTITY).count(),
            "name marks": NameMark.objects.filter(dossier=concern).count(),
            "reports": Report.objects.filter(dossier=concern).count(),
            "arrivals": Arrival.objects.filter(dossier=concern).count(),
        }


def _lies(alias: str) -> dict[str, int]:
    """How many texts of each kind desks have written about what lies there, and at how many of them it lies."""
    from motvekt.dossiers.kinds import ItemKind
    from motvekt.dossiers.models import Item
    from motvekt.organisations import queries
    from motvekt.organisations.walls import within
    from motvekt.reports.models import Arrival

    area = queries.area("asker-baerum")
    assert area is not None
    with within(area.id):
        rows = Arrival.objects.filter(alias=alias)
        own = Item.objects.filter(dossier__in=rows.values("dossier"), unit__in=rows.values("unit"))
        kinds = {kind.value: own.filter(kind=kind).count() for kind in (ItemKind.ANSWER, ItemKind.DECISION)}
        return {**kinds, "desks": rows.count()}


def _end(email: str) -> None:
    """End every role of somebody's."""
    from motvekt.kernel.actor import Actor
    from motvekt.organisations import actions, queries
    from motvekt.organisations.models import Membership
    from motvekt.organisations.walls import within

    area = queries.area("asker-baerum")
    assert area is not None
    with within(area.id):
        for membership in Membership.objects.filter(account__email=email, ended_at__isnull=True):
            actions.end_membership(membership=membership, by=Actor("operator", "journeys"))


def _publish_anew(title: str) -> None:
    from motvekt.guide import actions
    from motvekt.guide.pack.loader import load
    from motvekt.kernel.actor import Actor

    guide = load(PACKS / "asker-baerum").guide
    assert guide is not None
    changed = guide.model_copy(update={"title": dict.fromkeys(guide.languages, title)})
    actions.publish(guide=changed, area="asker-baerum", by=Actor("operator", "journeys"), press=None)


if __name__ == "__main__":
    main()
