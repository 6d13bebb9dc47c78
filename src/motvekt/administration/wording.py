"""What the closed sets are called to administrators, in bokmål: marked here, and translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind

AGENCIES: Mapping[str, str] = {
    "": _("administrasjon, tar ikke imot noe"),
    AgencyKind.EDUCATION: _("skole og opplæring"),
    AgencyKind.CULTURE_LEISURE: _("kultur og fritid"),
    AgencyKind.CHILD_WELFARE: _("barnevern"),
    AgencyKind.SOCIAL_SERVICES: _("sosiale tjenester"),
    AgencyKind.HEALTH_CARE: _("helsetjeneste"),
    AgencyKind.POLICE: _("politi"),
    AgencyKind.CORRECTIONAL: _("kriminalomsorg"),
    AgencyKind.MEDIATION: _("konfliktråd"),
    AgencyKind.INTEGRATION: _("integrering"),
    AgencyKind.SLT: _("SLT"),
    AgencyKind.VOLUNTARY: _("frivillig organisasjon"),
}

CHANNELS: Mapping[str, str] = {
    "motvekt": _("i Motvekt"),
    "own": _("i tjenestens egen kanal"),
    "telephone": _("på telefon"),
}
"""How a desk is reached, as the edition says it."""

VERDICTS: Mapping[str, str] = {
    "proven": _("Bevist"),
    "not_proven": _("Ikke bevist"),
    "broken": _("Brutt"),
}

FIELDS: Mapping[str, str] = {
    "account": _("konto"),
    "membership": _("rolle"),
    "unit": _("enhet"),
    "desk": _("mottak"),
    "before": _("enheten før"),
    "role": _("rollekode"),
    "invitation": _("invitasjon"),
    "reset": _("nullstilling"),
    "dossier": _("mappe"),
    "item": _("notat"),
    "record": _("oppføring"),
    "consent": _("samtykke"),
    "disclosure": _("deling"),
    "sender": _("avsender"),
    "recipient": _("mottaker"),
    "basis": _("hjemmel"),
    "items": _("antall"),
    "values": _("antall tekster"),
    "found": _("antall funnet"),
    "why": _("grunn"),
    "page": _("side"),
    "kind": _("slag"),
    "area": _("område"),
    "proposal": _("forslag"),
    "edition": _("utgave"),
    "number": _("nummer"),
    "follows": _("bygger på utgave"),
    "begins": _("gjelder fra"),
    "contact": _("kontakt"),
    "day": _("dag"),
    "keys": _("nøkler"),
    "links": _("ledd"),
    "verdict": _("resultat"),
    "events": _("antall hendelser"),
    "since": _("fra dag"),
    "until": _("til dag"),
    "person": _("person"),
}
"""What the fields of an event are called. Digests say nothing to anybody who reads, and are left out."""
