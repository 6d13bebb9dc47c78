"""What a desk's closed sets are called on its pages, in bokmål: marked here, and translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports.kinds import ArrivalKind, RequestKind, Status

KINDS: Mapping[str, str] = {
    ArrivalKind.REPORT: _("Bekymringsmelding"),
    ArrivalKind.TALK: _("Spørsmål om å holde en samtale"),
    ArrivalKind.NOTICE: _("Varsel fra politiet"),
    ArrivalKind.REQUEST: _("Forespørsel"),
}

REQUESTS: Mapping[str, str] = {
    RequestKind.COURSE: _("Forespørsel om kurs"),
    RequestKind.MATERIAL: _("Forespørsel om materiell til undervisning"),
    RequestKind.PARENTS_GUIDE: _("Forespørsel om foreldreveilederen"),
}

TABS: Mapping[str, str] = {
    "": _("Alle"),
    ArrivalKind.REPORT: _("Meldinger"),
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
FEEDBACK_OTHERWISE = _(
    "Den som meldte, får vite at meldingen er mottatt og lest. Hva dere gjør videre, er taushetsbelagt. Du kan svare "
    "uten å si hvem det gjelder."
)
"""What the law of a desk says that whoever sent something gets to know, by the desk's service."""

WHY_SEARCH: Mapping[str, str] = {
    "same_matter": _("For å se om vi alt følger opp dette"),
    "who_knows": _("For å finne ut hvem hos oss som kjenner saken"),
    "other_ground": _("Noe annet, som jeg skriver under"),
}
"""Why somebody looks for what their desk has from before."""

MORE = "99+"
