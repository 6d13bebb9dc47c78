"""The report of concern as child welfare's national channel takes it: public reporter, version 2, as JSON.

Motvekt produces the file and sends it nowhere. The national form demands the child's identity number, which is never
asked for here: without it the file is a draft, says so, and is completed where it is sent.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from motvekt.guide.schema import Guide
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports.models import Report
from motvekt.reports.shapes import Identity, ReportText

Words = Annotated[str, StringConstraints(min_length=1)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?\d+(?:[ -]\d+)*$")]
LONGEST_FILE = 5 * 1024 * 1024
"""Bytes: what the national channel takes."""
UNKNOWN = "Ikke oppgitt"


class Form(BaseModel):
    """A part of the form."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(Form):
    adresselinje1: Words
    adresselinje2: str | None = None
    adresselinje3: str | None = None
    postnummer: str | None = None
    poststed: str | None = None


class Workplace(Form):
    navn: Words
    orgnr: str | None = None
    adresse: Address


class Reporter(Form):
    """Somebody in the public service. The form knows no anonymous reporter."""

    personnavn: Words
    rolle: Words
    telefonnummer: Phone
    epost: Words
    virksomhet: Workplace


class Child(Form):
    """Whom it is about. `fnr` is checked where the file is sent; here it is empty in a draft."""

    fnr: Annotated[str, StringConstraints(pattern=r"^(?:\d{11})?$")]
    ufoedt: bool
    personnavn: Words
    telefonnummer: Phone | None = None
    adresse: Words
    orientert: bool
    orientertGrunn: str | None = None  # noqa: N815 - the form's own name


class Guardian(Form):
    personnavn: Words
    telefonnummer: Phone | None = None
    orientert: bool
    orientertGrunn: str | None = None  # noqa: N815 - the form's own name


class Message(Form):
    melding: Words
    historie: Words
    andreSynspunkter: str | None = None  # noqa: N815 - the form's own name


class NationalReport(Form):
    """The whole file. `kladd` is Motvekt's own: what is missing before it can be sent, in words."""

    kommunenummer: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    kommunenavn: Words
    bydelsnummer: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    bydelsnavn: Words
    offentligMelder: Reporter  # noqa: N815 - the form's own name
    offentligBarn: Annotated[list[Child], Field(min_length=1)]  # noqa: N815 - the form's own name
    foresatte: Annotated[list[Guardian], Field(min_length=1, max_length=2)]
    behovForTolk: str | None = None  # noqa: N815 - the form's own name
    andreHjelpeinstanser: str | None = None  # noqa: N815 - the form's own name
    melding: Message
    sendingstidspunkt: datetime
    leveringskanal: Words
    kladd: list[str] = []


def schema() -> dict[str, object]:
    """The file as a JSON Schema of our own."""
    return NationalReport.model_json_schema()


def is_for(unit: Unit) -> bool:
    """Whether the file is for a desk: child welfare's alone."""
    return unit.agency == AgencyKind.CHILD_WELFARE


def made(
    *,
    report: Report,
    text: ReportText,
    identity: Identity | None,
    told: bool | None,
    not_told_why: str,
    desk: Unit,
    guide: Guide,
) -> str:
    """The file of a report, always a draft: what is missing stands in `kladd`, and nothing is made up."""
    number, place = _municipality(desk, guide)
    missing = ["fnr: fødselsnummer eller D-nummer mangler", "foresatte: navn mangler", "virksomhet: adresse mangler"]
    missing += [] if number else ["kommunenummer: mangler"]
    missing += [] if text.reporter_phone else ["telefonnummer: melderens telefon mangler"]
    why = not_told_why or None
    protective = [part.text for part in text.parts if part.heading.startswith("Det som er trygt")]
    file = NationalReport(
        kommunenummer=number or "0000",
        kommunenavn=place,
        bydelsnummer="00",
        bydelsnavn=place,
        offentligMelder=Reporter(
            personnavn=report.reporter.name,
            rolle=text.reporter_role or UNKNOWN,
            telefonnummer=_phone(text.reporter_phone),
            epost=report.reporter.email,
            virksomhet=Workplace(navn=report.unit.name, adresse=Address(adresselinje1=UNKNOWN)),
        ),
        offentligBarn=[
            Child(
                fnr="",
                ufoedt=False,
                personnavn=identity.name if identity else UNKNOWN,
                adresse=(identity.contact if identity else "") or UNKNOWN,
                orientert=bool(told),
                orientertGrunn=why,
            )
        ],
        foresatte=[Guardian(personnavn=UNKNOWN, orientert=bool(told), orientertGrunn=why)],
        melding=Message(
            melding="\n\n".join(f"{part.heading}\n{part.text}" for part in text.parts) or UNKNOWN,
            historie=_history(identity),
            andreSynspunkter="\n\n".join(protective) or None,
        ),
        sendingstidspunkt=report.sent_at,
        leveringskanal="Motvekt (kladd, ikke sendt)",
        kladd=missing,
    )
    return file.model_dump_json(indent=2, exclude_none=True)


def _history(identity: Identity | None) -> str:
    born = f"Født {identity.born:%d.%m.%Y}. " if identity and identity.born else ""
    return f"{born}Meldingen er skrevet i Motvekt. Spør melderen om det som mangler."


def _phone(said: str) -> str:
    """The number as the form takes it; zeros where there is none, which `kladd` says."""
    groups = re.findall(r"\d+", said)
    return ("+" if said.strip().startswith("+") else "") + " ".join(groups) if groups else "00000000"


def _municipality(desk: Unit, guide: Guide) -> tuple[str, str]:
    """The number and name of the municipality whose desk it is; no number where the edition has none."""
    known = next((one for one in guide.desks if one.id == desk.desk), None)
    ids = known.municipalities if known else []
    place = next((one for one in guide.municipalities if one.id in ids), None) or next(iter(guide.municipalities), None)
    if place is None:
        return "", UNKNOWN
    return place.number, str(place.name.get("nb") or next(iter(place.name.values())))
