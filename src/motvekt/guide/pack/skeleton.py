"""The first files of a pack that is based on another: everything that can be known is filled in, the rest says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from motvekt.guide.kinds import Function, Language
from motvekt.guide.schema import Desk, FunctionName, Guide
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.rules import SLUG_PATTERN

FILL_IN = "FYLL INN"
"""What stands where nobody but the editor knows; `check` refuses it."""

LONGEST_ID = 60
FORM_OF_ID = "bare små bokstaver a–z, tall og bindestrek, og først en bokstav"

_IN: Mapping[Language, str] = {"nb": "i", "nn": "i", "en": "in"}
_ABOUT: Mapping[Language, str] = {
    "nb": "Motvekt er veilederen til {name} for deg som er bekymret for noen. Den bygger på veilederen til {base}.",
    "nn": "Motvekt er rettleiaren til {name} for deg som er bekymra for nokon. Han byggjer på rettleiaren til {base}.",
    "en": "Motvekt is {name}'s guide for you who worry about somebody. It builds on the guide of {base}.",
}
_LOCAL = frozenset({Function.SLT_COORDINATOR, Function.CHILD_WELFARE})
"""Functions that each municipality has its own of."""


def files(base: Guide, pack: str, name: str, number: str, today: date) -> dict[str, str]:
    """File name to text, for a pack with this id in the municipality of this name and number. Raises Refused."""
    if not re.fullmatch(SLUG_PATTERN, pack) or len(pack) > LONGEST_ID:
        raise Refused(no("not_an_id", f"«{pack}» kan ikke være navnet på en pakke: {FORM_OF_ID}."))
    if not re.fullmatch("[0-9]{4}", number):
        raise Refused(no("not_a_number", f"«{number}» er ikke et kommunenummer: fire sifre."))
    return {"pack.yaml": _pack(base, pack, name, number, today), "contacts.yaml": _contacts(base, pack, name)}


def _pack(base: Guide, pack: str, name: str, number: str, today: date) -> str:
    about = {language: _ABOUT[language].format(name=name, base=base.area_name[language]) for language in base.languages}
    return f"""\
# Hvem veilederen er for. Alt som ikke står i denne mappa, arves fra pakken under (based_on).
id: {pack}
schema: {base.schema_version}
based_on: {base.id}
title: {_text(base.title)}
area_name: {_text(dict.fromkeys(base.languages, name))}
# Det første språket er det som vises når ingen har valgt. Stryk dem dere ikke vil ha, her og i tekstene under.
languages: [{", ".join(base.languages)}]
# Den første dagen denne utgaven gjelder.
valid_from: {today}
about: {_text(about)}
municipalities:
  - {{id: {pack}, number: "{number}", name: {_text(dict.fromkeys(base.languages, name))}}}
# Heter noe annet hos dere enn i pakken under? Skriv det her, og bare det. For eksempel:
# functions:
#   - id: {next((named.id for named in base.functions if named.id in _LOCAL), "slt_coordinator")}
#     label: {_text(next((named.label for named in base.functions if named.id in _LOCAL), {}))}
"""


def _contacts(base: Guide, pack: str, name: str) -> str:
    contacts = "\n".join(_contact(base, named, pack, name) for named in base.functions)
    desks = "\n".join(_desk(base, desk, pack, name) for desk in _first_desks(base))
    return f"""\
# Hvem folk kan ringe. Kontakter arves aldri. Bytt ut {FILL_IN}, og stryk det dere ikke har.
# number er nummeret som blir ringt, med +47 foran. printed er slik det vises. E-post kan strykes.
# hours er «unknown» til dere vet det, «always», eller for eksempel:
#   hours: {{weekly: [{{days: [mon, tue, wed, thu, fri], from: "08:00", to: "15:30"}}]}}
# 112 og 116 111 skal ikke stå her. Motvekt har dem alltid.
contacts:
{contacts}
# Hvor en bekymring meldes. channel: telephone (ring), own (kommunens egen kanal, som text forteller om) eller motvekt.
desks:
{desks}"""


def _contact(base: Guide, named: FunctionName, pack: str, name: str) -> str:
    local = named.id in _LOCAL
    return f"""\
  - id: {str(named.id).replace("_", "-")}
    function: {named.id}
    name: {_text(_placed(base, named.label, name) if local else named.label)}
    municipalities: [{pack if local else ""}]
    whom_for: {_text(named.task)}
    phones: [{{number: "{FILL_IN}", printed: "{FILL_IN}"}}]
    email: {FILL_IN}
    hours: unknown
    source: {{work: own}}"""


def _first_desks(base: Guide) -> Iterator[Desk]:
    """One of each function that receives something."""
    found: dict[Function, Desk] = {}
    for desk in base.desks:
        found.setdefault(desk.function, desk)
    yield from found.values()


def _desk(base: Guide, desk: Desk, pack: str, name: str) -> str:
    label = next(named.label for named in base.functions if named.id is desk.function)
    local = desk.function in _LOCAL
    return f"""\
  - id: mottak-{str(desk.function).replace("_", "-")}
    function: {desk.function}
    name: {_text(_placed(base, label, name) if local else label)}
    municipalities: [{pack if local else ""}]
    channel: {"telephone" if desk.channel == "motvekt" else desk.channel}
    text: {_text(desk.text)}
    source: {{work: own}}
"""


def _placed(base: Guide, label: Mapping[Language, str], name: str) -> dict[Language, str]:
    return {language: f"{label[language]} {_IN[language]} {name}" for language in base.languages}


def _text(text: Mapping[Language, str]) -> str:
    """A text in YAML, on one line. JSON's strings are YAML's."""
    return (
        "{" + ", ".join(f"{language}: {json.dumps(said, ensure_ascii=False)}" for language, said in text.items()) + "}"
    )


def areas_row(pack: str, name: str) -> str:
    """What the file of areas needs, so that the pack is shown."""
    organisation = f"{{slug: {pack}, name: {json.dumps(f'{name} kommune', ensure_ascii=False)}, kind: municipality}}"
    return f'- slug: {pack}\n  hosts: [{pack}.localhost]\n  controllers: [{organisation}]\n  address: "http://{pack}.localhost:8000"\n'
