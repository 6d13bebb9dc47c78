"""What a desk's closed sets are called on its pages, in bokmål: marked here, and translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, RequestKind, Status

KINDS: Mapping[str, str] = {
    ArrivalKind.REPORT: _("Bekymringsmelding"),
    ArrivalKind.TALK: _("Spørsmål om å holde en samtale"),
    ArrivalKind.NOTICE: _("Varsel fra politiet"),
    ArrivalKind.REQUEST: _("Forespørsel"),
    ArrivalKind.QUESTION: _("Spørsmål fra en ansatt (uten navn)"),
    ArrivalKind.ANONYMOUS: _("Anonymt spørsmål"),
    ArrivalKind.ANONYMOUS_REPORT: _("Anonym melding"),
}

REQUESTS: Mapping[str, str] = {
    RequestKind.COURSE: _("Forespørsel om kurs"),
    RequestKind.MATERIAL: _("Forespørsel om materiell til undervisning"),
    RequestKind.PARENTS_GUIDE: _("Forespørsel om foreldreveilederen"),
}

TABS: Mapping[str, str] = {
    "": _("Alle"),
    ArrivalKind.REPORT: _("Meldinger"),
    ArrivalKind.QUESTION: _("Spørsmål fra ansatte"),
    ArrivalKind.ANONYMOUS: _("Anonyme spørsmål"),
    ArrivalKind.ANONYMOUS_REPORT: _("Anonyme meldinger"),
    ArrivalKind.TALK: _("Samtaler"),
    ArrivalKind.NOTICE: _("Fra politiet"),
    ArrivalKind.REQUEST: _("Forespørsler"),
}
"""Which of them a list shows."""

AGENCIES: Mapping[str, str] = {
    "": _("en privatperson"),
    AgencyKind.EDUCATION: _("skole"),
    AgencyKind.CULTURE_LEISURE: _("kultur og fritid"),
    AgencyKind.CHILD_WELFARE: _("barnevernet"),
    AgencyKind.SOCIAL_SERVICES: _("Nav"),
    AgencyKind.HEALTH_CARE: _("helsetjenesten"),
    AgencyKind.POLICE: _("politiet"),
    AgencyKind.CORRECTIONAL: _("kriminalomsorgen"),
    AgencyKind.MEDIATION: _("konfliktrådet"),
    AgencyKind.INTEGRATION: _("integreringsarbeidet"),
    AgencyKind.SLT: _("SLT"),
    AgencyKind.VOLUNTARY: _("en frivillig organisasjon"),
}
"""Where something comes from, after «Fra»."""

STATUSES: Mapping[str, str] = {
    Status.DELIVERED: _("Ikke lest"),
    Status.READ: _("Lest"),
    Status.ACCEPTED: _("Tatt imot som sak"),
    Status.TAKEN_OVER: _("Tatt over i politiets egne systemer"),
    Status.PASSED_ON: _("Sendt videre"),
    Status.DISMISSED: _("Avslått, med begrunnelse"),
    Status.CLOSED: _("Avsluttet"),
}

FEEDBACK: Mapping[str, str] = {
    AgencyKind.CHILD_WELFARE: _(
        "Den som meldte, skal få vite at meldingen er mottatt, og innen tre uker om dere undersøker den. Det gjelder "
        "offentlige meldere. Private får bare vite at den er mottatt. (barnevernsloven § 13-3)"
    ),
    AgencyKind.POLICE: _(
        "Den som meldte, får vite at meldingen er mottatt. Resten avgjør dere etter politiregisterloven. Saken følges "
        "opp i politiets egne systemer, ikke her."
    ),
}
FROM_NOBODY: Mapping[str, str] = {
    ArrivalKind.ANONYMOUS: _("Ingen vet hvem som spør."),
    ArrivalKind.ANONYMOUS_REPORT: _("Ingen vet hvem som melder, hvis de ikke skriver det selv."),
}
"""Where something comes from that nobody has put a name to."""
HIDDEN = _("en ansatt i kommunen")
"""Who sends what doesn't say from which unit it comes, after «Fra»."""

FEEDBACK_ASKER = _(
    "Den som skrev, ser svaret når de åpner samtalen med kvitteringen sin. De ser dagen, men ikke hvem av dere som "
    "svarte. Ingen får e-post om det."
)
FEEDBACK_QUESTION = _("Den som spurte, får vite at spørsmålet er lest, og får e-post om at noe venter når dere svarer.")
FEEDBACK_OTHERWISE = _(
    "Den som meldte, får vite at meldingen er mottatt og lest. Hva dere gjør videre, er taushetsbelagt. Du kan svare "
    "uten å si hvem det gjelder."
)
"""What the law of a desk says that whoever sent something gets to know, by the desk's service."""


def feedback(kind: str, agency: str) -> str:
    """What whoever sent something of a kind to a desk of a service gets to know."""
    if kind in ANONYMOUSLY:
        return FEEDBACK_ASKER
    return FEEDBACK_QUESTION if kind == ArrivalKind.QUESTION else FEEDBACK.get(agency, FEEDBACK_OTHERWISE)


WHY_SEARCH: Mapping[str, str] = {
    "same_matter": _("For å se om vi alt følger opp dette"),
    "who_knows": _("For å finne ut hvem hos oss som kjenner saken"),
    "other_ground": _("Noe annet, som jeg skriver under"),
}
"""Why somebody looks for what their desk has from before."""

MORE = "99+"
