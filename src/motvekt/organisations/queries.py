"""Reads of areas, and of what an account is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F

from motvekt.access.roles import ROLES, Role
from motvekt.access.standing import NOBODY, Post, Standing
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import policy
from motvekt.organisations.models import Account, Area, AreaHost, Membership, Organisation, Unit
from motvekt.organisations.openid import registry
from motvekt.organisations.rules import bare_host, is_invented
from motvekt.organisations.walls import within


@dataclass(frozen=True)
class Hosts:
    """Which host leads to which area, for one moment."""

    by_host: Mapping[str, str]
    default: str | None


def hosts() -> Hosts:
    """All hosts and the default area's slug, in two queries."""
    by_host = dict(AreaHost.objects.values_list("host", "area__slug"))
    default = Area.objects.filter(is_default=True).values_list("slug", flat=True).first()
    return Hosts(by_host, default)


def area(slug: str) -> Area | None:
    """An area by its slug."""
    return Area.objects.filter(slug=slug).first()


def address(slug: str) -> str:
    """Where people find an area, without a slash at the end; empty where it has neither an address nor a host."""
    place = area(slug)
    if place is None or place.address:
        return place.address if place else ""
    first = place.hosts.order_by("host").values_list("host", flat=True).first()
    return f"https://{first}" if first else ""


def first_controller(area: Area) -> UUID:
    """The organisation that answers for the area itself and its guide. Raises Refused where the area has none yet."""
    with within(area.id):
        found = area.organisations.order_by("position", "slug").values_list("id", flat=True).first()
    if found is None:
        raise Refused(no("no_controller", f"Området {area.slug} har ingen virksomhet. Sett controllers i områdefilen."))
    return found


def ids() -> list[UUID]:
    """Every area, for work that goes through all of them, one after the other."""
    return list(Area.objects.order_by("slug").values_list("id", flat=True))


def controllers() -> dict[UUID, str]:
    """The organisations that are seen here and what they are called: with walls, those of the area that one is in."""
    return dict(Organisation.objects.values_list("id", "name"))


def listed() -> list[tuple[str, list[str], bool]]:
    """Slug, hosts and whether it is the default, the default first and then by slug."""
    areas = Area.objects.order_by("-is_default", "slug").prefetch_related("hosts")
    return [(area.slug, sorted(row.host for row in area.hosts.all()), area.is_default) for area in areas]


def area_at(host_header: str) -> Area | None:
    """The area that a Host header leads to."""
    host = bare_host(host_header)
    if host is None:
        return None
    named = Area.objects.filter(hosts__host=host).first()
    return named or Area.objects.filter(is_default=True).first()


def controller_of(account: UUID, area: Area) -> UUID:
    """The organisation where an account has its first role in an area (one that has not ended, or else any), and the
    area's first organisation where it has had none: whose log tells of its comings and goings.
    """
    first = (
        Membership.objects.filter(account=account, area=area)
        .order_by(F("ended_at").desc(nulls_first=True), "appointed_at", "id")
        .values_list("unit__organisation_id", flat=True)
        .first()
    )
    return first or first_controller(area)


def home_of(account: UUID, area: Area) -> Area:
    """This area, where an account has a role in it; otherwise one where it has, and this one where it has none."""
    others = Area.objects.exclude(id=area.id).order_by("slug")
    for place in (area, *others):
        with within(place.id):
            if Membership.objects.filter(account=account, area=place, ended_at__isnull=True).exists():
                return place
    return area


def works_elsewhere(account: UUID, area: UUID) -> bool:
    """Whether an account has a role, waiting or not, in another area than this one."""
    for other in ids():
        if other != area:
            with within(other):
                if Membership.objects.filter(account=account, area=other, ended_at__isnull=True).exists():
                    return True
    return False


def standing(account: Account, area: UUID, *, two_factors: bool = True) -> Standing:
    """What an account is in an area now. An account that is closed is nobody.

    Whoever has not proven two factors has none of the roles that need them.
    """
    if not account.is_active:
        return NOBODY
    held = policy.holding(Membership.objects.filter(account=account, area=area))
    with within(area):
        rows = list(held.values_list("unit_id", "unit__organisation_id", "area_id", "role"))
    posts = (Post(unit, body, place, Role(role)) for unit, body, place, role in rows)
    return Standing(
        account.id, area, frozenset(post for post in posts if two_factors or not ROLES[post.role].needs_two_factors)
    )


def needs_two_factors(account: UUID) -> bool:
    """Whether an account has a role, in the area that one is in, that a password alone doesn't give."""
    roles = Membership.objects.filter(account=account, ended_at__isnull=True).values_list("role", flat=True)
    return any(ROLES[Role(role)].needs_two_factors for role in roles)


def is_secured(account: Account) -> bool:
    """Whether an account can come in with two factors. Those of the demo's cast, whose address nobody can have, come in
    without any.
    """
    return account.factors.exists() or shows_two_elsewhere(account) or is_invented(account.email)


def shows_two_elsewhere(account: Account) -> bool:
    """Whether an employer's sign-on can prove two factors for an account."""
    return account.identities.filter(issuer__in=registry.strong_issuers()).exists()


def others_rely_on(account: Account) -> bool:
    """Whether a role of an account's, in any area, rests on two factors that it must have had before: whoever comes in
    with one of them doesn't add the other.
    """
    elsewhere = shows_two_elsewhere(account)
    for area in ids():
        with within(area):
            held = Membership.objects.filter(account=account, area=area, ended_at__isnull=True)
            for role, confirmed in held.values_list("role", "confirmed_at"):
                was_confirmed = role in policy.RECEIVING and confirmed is not None
                if was_confirmed or (elsewhere and ROLES[Role(role)].needs_two_factors):
                    return True
    return False


def account(email: str) -> Account | None:
    """The account of an e-mail address, whatever the case."""
    return Account.objects.filter(email=email.strip().lower()).first()


def unit(area: UUID, slug: str) -> Unit | None:
    """A unit of an area by its slug."""
    return Unit.objects.filter(area=area, slug=slug).first()


def administration(area: Area) -> Unit:
    """The unit that an area's first administrator belongs to: one without an agency. Raises Refused."""
    rows = Unit.objects.filter(area=area, agency="").select_related("organisation")
    found = rows.order_by("organisation__position", "name").first()
    if found is None:
        raise Refused(no("no_administration", f"Området {area.slug} har ingen enhet uten tjeneste. Legg til en."))
    return found


def as_it_is(unit: Unit) -> Unit:
    """A unit as the database has it: an instance may be old, or changed since it was read. Raises Refused."""
    found = Unit.objects.select_related("area", "organisation").filter(id=unit.id).first()
    if found is None:
        raise Refused(no("no_unit", "Enheten finnes ikke."))
    return found


def names(area: UUID) -> list[str]:
    """What an area's organisations and units are called."""
    organisations = Organisation.objects.filter(area=area).values_list("name", flat=True)
    return [*organisations, *Unit.objects.filter(area=area).values_list("name", flat=True)]


def receivers(unit: UUID) -> list[UUID]:
    """The accounts that read all that a unit receives."""
    found = policy.holding(Membership.objects.filter(unit=unit, role__in=policy.RECEIVING))
    return list(found.order_by("account").values_list("account", flat=True).distinct())


def how_many_receive(units: Iterable[UUID]) -> dict[UUID, int]:
    """How many accounts read all that each of these units receives; units where nobody does aren't in it."""
    found = policy.holding(Membership.objects.filter(unit__in=list(units), role__in=policy.RECEIVING))
    return dict(found.values_list("unit").annotate(Count("account", distinct=True)).order_by())


def leaders(unit: UUID) -> list[UUID]:
    """The accounts that lead a unit."""
    found = policy.holding(Membership.objects.filter(unit=unit, role=Role.LEADER))
    return list(found.order_by("account").values_list("account", flat=True).distinct())


def somebody_receives(unit: UUID) -> bool:
    """Whether anybody in a unit reads all that it receives."""
    return policy.holding(Membership.objects.filter(unit=unit, role__in=policy.RECEIVING)).exists()
