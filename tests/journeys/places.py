"""One address for every template and every variant of one, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from motvekt.guide.parts import GUIDE_PARTS, PARTS, entries
from motvekt.guide.schema import Guide
from tests.variants import proposal_digest

FIELDS = tuple(field for part in GUIDE_PARTS for key, field in part.fields.items() if key != "intro")
"""The kinds of items that have an address of their own."""

_SCHOOL = "hvem=jobb&fare=nei&sak=bekymring&tjeneste=skole"
_FIXED: Mapping[str, str] = {
    "front": "/",
    "front of one municipality": "/?kommune=@municipality",
    "question of danger": "/hva-gjor-jeg-na/",
    "question of who": "/hva-gjor-jeg-na/?fare=nei",
    "question of the matter": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei",
    "question of the service": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=bekymring",
    "question of the step": f"/hva-gjor-jeg-na/?{_SCHOOL}",
    "question of safety at school": f"/hva-gjor-jeg-na/?{_SCHOOL}&trinn=start",
    "question of being a parent": "/hva-gjor-jeg-na/?hvem=privat&fare=nei&sak=bekymring",
    "question of safety": "/hva-gjor-jeg-na/?hvem=privat&fare=nei&sak=bekymring&forelder=nei",
    "question after an unknown answer": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=tull",
    "danger": "/hva-gjor-jeg-na/?fare=ja",
    "advice: first step": f"/hva-gjor-jeg-na/?{_SCHOOL}&trinn=start&trygg=nei",
    "advice: unsafe, a leader, one municipality": (
        f"/hva-gjor-jeg-na/?{_SCHOOL}&leder=ja&trinn=start&trygg=vet-ikke&kommune=@municipality"
    ),
    "advice: all steps done": f"/hva-gjor-jeg-na/?{_SCHOOL}&trinn=@last_step&trygg=skole",
    "advice: serious": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=alvorlig",
    "advice: serious in a service": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=alvorlig&tjeneste=helse",
    "advice: not known how serious": "/hva-gjor-jeg-na/?hvem=privat&fare=nei&sak=vet-ikke&forelder=nei",
    "advice: a parent": "/hva-gjor-jeg-na/?hvem=privat&fare=nei&sak=bekymring&forelder=ja",
    "advice: a private person": "/hva-gjor-jeg-na/?hvem=privat&fare=nei&sak=bekymring&forelder=nei&trygg=hjemme",
    "advice: a victim": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=utsatt&tjeneste=skole",
    "advice: leaving": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=ut&tjeneste=nav",
    "advice: only views": "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=mening&tjeneste=fritid",
    "advice: oneself": "/hva-gjor-jeg-na/?hvem=meg&fare=nei",
    "call": "/hva-gjor-jeg-na/ring/",
    "call of a serious matter": "/hva-gjor-jeg-na/ring/?hvem=jobb&sak=alvorlig",
    "contents": "/veileder/",
    "search": "/veileder/sok/",
    "search with hits": "/veileder/sok/?q=taushetsplikt",
    "search in danger": "/veileder/sok/?q=våpen",
    "search without hits": "/veileder/sok/?q=qwxz",
    "contacts": "/kontakter/",
    "short path": "/kort/",
    "short path from the right": "/kort/ar/",
    "short path in another script": "/kort/uk/",
    "asking": "/foresporsel/",
    "asking for a course in one municipality": "/foresporsel/?hva=course&kommune=@municipality",
    "asking anonymously": "/droft/",
    "reading the answer": "/droft/svar/",
    "a talk that was deleted": "/droft/svar/slettet/",
    "checks": "/kontakter/sist-sjekket/",
    "editions": "/utgaver/",
    "first edition": "/utgaver/1/",
    "changes since an edition": "/utgaver/1/siden/",
    "changes of an edition": "/utgaver/2/",
    "proposal": "/utgaver/forslag/@proposal/",
    "offline": "/lagret/",
    "offline contacts": "/lagret/kontakter/",
    "offline routine": "/lagret/rutine/",
    "offline guide": "/lagret/veileder/",
    "page for-deg-det-gjelder": "/for-deg-det-gjelder/",
    "page personvern": "/personvern/",
    "page tilgjengelighet": "/tilgjengelighet/",
    "page om": "/om/",
    "page for-utviklere": "/for-utviklere/",
    "sign in": "/inne/logg-inn/",
    "signed out": "/inne/logg-ut/",
    "error 404": "/finnes-ikke/",
    "error 400": "/veileder/sok/?" + "a&" * 1001,
    "error 403": "/stengt/",
    "error 500": "/gaar-i-stykker/",
    "error unknown host": "/",
}
_PARTS = {f"part {part.slug}": f"/veileder/{part.slug}/" for part in GUIDE_PARTS}
NAMES = (*_FIXED, *_PARTS, *(f"item of {field}" for field in FIELDS))

_STATUS = {
    "question after an unknown answer": 400,
    "error 404": 404,
    "error 400": 400,
    "error 403": 403,
    "error 500": 500,
    "error unknown host": 404,
}


@dataclass(frozen=True)
class Place:
    """Where a page is, and the status it answers with. `host` is set where it is no area's."""

    path: str
    status: int = 200
    host: str | None = None


def place(name: str, guide: Guide) -> Place:
    """The address of a name in a guide."""
    path = _FIXED.get(name) or _PARTS.get(name) or _item(name.removeprefix("item of "), guide)
    path = path.replace("@municipality", guide.municipalities[-1].id).replace("@last_step", guide.steps[-1].id)
    if "@proposal" in path:
        path = path.replace("@proposal", proposal_digest(guide))
    # A name with an underscore is no host name, so not even the default area answers for it.
    host = "uten_veileder.localhost" if name == "error unknown host" else None
    return Place(path, _STATUS.get(name, 200), host)


def _item(field: str, guide: Guide) -> str:
    """The item with the most words of its kind: the one most likely to burst its page."""
    slug = {part.id: part.slug for part in PARTS}
    found = [entry for entry in entries(guide) if entry.field == field]
    longest = max(found, key=lambda entry: len(entry.item.model_dump_json()))
    return f"/veileder/{slug[longest.part]}/{longest.id}/"


def is_inside(name: str) -> bool:
    """Whether the name is of a page that is in the area's own language only."""
    return _FIXED.get(name, "").startswith("/inne/")


def is_errors(name: str) -> bool:
    """Whether the name is of a page that tells of an error."""
    return name.startswith("error")
