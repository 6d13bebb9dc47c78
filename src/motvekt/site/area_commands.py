"""`motvekt area …` and `motvekt admin …`: an area, and the first who keeps it."""

from __future__ import annotations

import argparse
from typing import Any


def add_to(commands: Any) -> None:
    """Add `area` and `admin` to the parser's commands."""
    from motvekt.organisations.kinds import OrganisationKind

    area = commands.add_parser("area", help="areas, one at a time").add_subparsers(required=True, metavar="COMMAND")
    create = area.add_parser("create", help="make an area with its first organisation, and an administration in it")
    create.add_argument("slug", help="what the area is called in addresses and commands, and the id of its pack")
    create.add_argument("--host", required=True, action="append", help="a host that shows the area; may be repeated")
    create.add_argument("--default", action="store_true", help="answers where no area has the host")
    create.add_argument("--address", default="", help="https:// and the host, as it is printed")
    kinds = ", ".join(kind.value for kind in OrganisationKind)
    create.add_argument(
        "--controller", required=True, nargs=3, metavar=("SLUG", "NAME", "KIND"), help=f"KIND is one of {kinds}"
    )
    create.set_defaults(run=_create)

    admin = commands.add_parser("admin", help="administrators").add_subparsers(required=True, metavar="COMMAND")
    invite = admin.add_parser("invite", help="invite an administrator, and print the link that lets them in, once")
    invite.add_argument("email")
    invite.add_argument("--name", required=True)
    invite.add_argument("--area", help="slug of the area; may be left out where there is only one")
    invite.set_defaults(run=_invite)


UNIT = ("administrasjonen", "Administrasjonen")
"""The unit that an area is begun with: administrators and editors belong to it, and it receives nothing."""


def _create(options: argparse.Namespace) -> int:
    from motvekt.kernel.decision import no
    from motvekt.kernel.errors import Refused
    from motvekt.organisations import actions, queries
    from motvekt.organisations.actions import Controller, NamedUnit
    from motvekt.organisations.kinds import OrganisationKind
    from motvekt.site.guide_commands import OK, operator

    slug, name, kind = options.controller
    if kind not in list(OrganisationKind):
        known = ", ".join(one.value for one in OrganisationKind)
        raise Refused(no("unknown_kind", f"«{kind}» er ikke et slags virksomhet. Velg en av disse: {known}."))
    for given in (options.slug, slug):
        _refuse_no_slug(given)
    if queries.area(options.slug) is not None:
        raise Refused(no("area_there", f"Området {options.slug} finnes fra før. Ingenting er endret."))
    actions.set_area(
        slug=options.slug,
        hosts=options.host,
        default=options.default,
        controllers=[Controller(slug, name, OrganisationKind(kind), [NamedUnit(*UNIT)])],
        by=operator(),
        address=options.address,
    )
    print(f"Området {options.slug} er laget, med {name}. Inviter den første administratoren: motvekt admin invite")
    return OK


def _refuse_no_slug(text: str) -> None:
    import re

    from motvekt.kernel.decision import no
    from motvekt.kernel.errors import Refused
    from motvekt.organisations.rules import SLUG_PATTERN

    if len(text) > 60 or not re.match(SLUG_PATTERN, text):
        raise Refused(no("not_a_slug", f"«{text}» må skrives med små bokstaver, tall og bindestrek, som lillevik."))


def _invite(options: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from motvekt.access.roles import Role
    from motvekt.kernel.decision import no
    from motvekt.kernel.errors import Refused
    from motvekt.organisations import invitation_actions, invitations, queries
    from motvekt.organisations.walls import within
    from motvekt.site.guide_commands import OK, operator

    try:
        validate_email(options.email)
    except ValidationError:
        raise Refused(no("not_an_email", f"«{options.email}» er ikke en e-postadresse.")) from None
    area = _area(options.area)
    with within(area.id):
        unit = queries.administration(area)
        row = invitation_actions.invite(
            email=options.email, name=options.name, unit=unit, role=Role.AREA_ADMIN, by=operator()
        )
        link = invitations.link_of(row)
    print(f"Send dette til {row.name}, og til ingen andre. Det virker én gang, i sju dager:")
    print(f"{queries.address(area.slug)}{link}")
    return OK


def _area(slug: str | None) -> Any:
    from motvekt.kernel.decision import no
    from motvekt.kernel.errors import Refused
    from motvekt.organisations import queries

    known = [name for name, _, _ in queries.listed()]
    wanted = slug if slug is not None else known[0] if len(known) == 1 else ""
    found = queries.area(wanted)
    if found is None:
        said = ", ".join(known) or "ingen"
        raise Refused(no("unknown_area", f"Si hvilket område det gjelder med --area. Kjente områder: {said}."))
    return found
