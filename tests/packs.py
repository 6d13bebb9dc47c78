"""A small pack that is right in every way, for tests that need a guide of their own or one planted error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from motvekt.guide.kinds import Topic
from motvekt.guide.pack.checks import NEEDED_PAGES
from motvekt.guide.pack.loader import load
from motvekt.guide.pack.nodes import Problem

PACK = """\
id: {id}
schema: 1
title: {nb: Liten veileder, nn: Liten rettleiar}
area_name: {nb: Lillevik, nn: Litlevik}
languages: [nb, nn]
valid_from: 2026-11-01
about: {nb: Laget for tester., nn: Laga for testar.}
municipalities:
  - {id: lillevik, number: "9901", name: {nb: Lillevik, nn: Litlevik}}
works:
  - {id: veileder, title: Liten veileder, publisher: Lillevik kommune, url: "https://lillevik.example/veileder"}
services:
  - id: skole
    kind: education
    label: {nb: Skole, nn: Skule}
    examples: {nb: "lærer, rektor", nn: "lærar, rektor"}
    law: {nb: Da gjelder forvaltningsloven., nn: Då gjeld forvaltningslova.}
functions:
  - {id: slt_coordinator, label: {nb: SLT-koordinator, nn: SLT-koordinator}, task: {nb: Gir råd., nn: Gir råd.}}
  - {id: radicalisation_contact, label: {nb: Kontakt, nn: Kontakt}, task: {nb: Tar imot., nn: Tek imot.}}
"""

DEFINITIONS = """\
definitions:
  - id: ekstremisme
    label: {nb: Ekstremisme, nn: Ekstremisme}
    forms: {nb: [ekstremisme, ekstremismen], nn: [ekstremisme, ekstremismen]}
    text: {nb: Å godta vold., nn: Å godta vald.}
    source: {work: veileder, page: 6}
  - id: voldelig-ekstremisme
    label: {nb: Voldelig ekstremisme, nn: Valdeleg ekstremisme}
    forms: {nb: [voldelig ekstremisme], nn: [valdeleg ekstremisme]}
    text: {nb: Å bruke vold., nn: Å bruke vald.}
    see: [ekstremisme]
    source: {work: law, ref: "LOV-2005-05-20-28 § 131", checked: 2026-07-01}
"""

SIGNS = """\
intro: {nb: Tegn er hjelp til å skrive., nn: Teikn er hjelp til å skrive.}
groups:
  - {id: uttalelser, label: {nb: Uttalelser, nn: Utsegner}, source: {work: veileder}}
signs:
  - id: intoleranse
    group: uttalelser
    label: {nb: Intoleranse, nn: Intoleranse}
    text:
      nb: |
        Tåler ikke andres syn.

        Se [ekstremisme](definitions/ekstremisme).
      nn: Toler ikkje andre sitt syn.
    describe: {nb: Hva ble sagt?, nn: Kva vart sagt?}
    otherwise: {nb: Kan være en spøk., nn: Kan vere ein spøk.}
    source: {work: veileder, page: 7}
  - id: symboler
    group: uttalelser
    label: {nb: Symboler, nn: Symbol}
    text: {nb: Viser merker., nn: Viser merke.}
    describe: {nb: Hva så du?, nn: Kva såg du?}
    otherwise: {nb: Kan være mote., nn: Kan vere mote.}
    source: {work: own}
"""

FACTORS = """\
intro: {nb: Faktorer., nn: Faktorar.}
areas:
  - {id: personlige, label: {nb: Personlige, nn: Personlege}, source: {work: own}}
  - {id: familie, label: {nb: Familie, nn: Familie}, source: {work: own}}
  - {id: sosiale, label: {nb: Sosiale, nn: Sosiale}, source: {work: own}}
  - {id: motivasjon, label: {nb: Motivasjon, nn: Motivasjon}, source: {work: own}}
  - {id: ideologi, label: {nb: Ideologi, nn: Ideologi}, source: {work: own}}
factors:
  - {id: utenfor, area: sosiale, side: risk, label: {nb: Utenfor, nn: Utanfor}, source: {work: own}}
  - {id: skole, area: personlige, side: protective, label: {nb: Skole, nn: Skule}, source: {work: own}}
"""

ROUTINE = """\
intro: {nb: To trinn., nn: To steg.}
steps:
  - id: droft
    kind: discuss
    label: {nb: Drøft, nn: Drøft}
    short: {nb: Drøft, nn: Drøft}
    summary: {nb: Snakk med noen., nn: Snakk med nokon.}
    headline: {nb: Ta det opp, nn: Ta det opp}
    lead: {nb: I dag., nn: I dag.}
    done: {nb: Jeg har drøftet, nn: Eg har drøfta}
    do:
      - {nb: Ring., nn: Ring.}
      - {nb: Skriv., nn: Skriv.}
    text: {nb: Drøft det., nn: Drøft det.}
    responsible: [{label: {nb: Skolen, nn: Skulen}, kinds: [education]}, {label: {nb: Alle, nn: Alle}}]
    contacts: [slt_coordinator]
    source: {work: veileder, page: 9}
  - id: meld
    kind: report
    label: {nb: Meld, nn: Meld}
    short: {nb: Meld, nn: Meld}
    summary: {nb: Si fra., nn: Sei frå.}
    headline: {nb: Meld fra, nn: Meld frå}
    lead: {nb: Nå., nn: No.}
    done: {nb: Jeg har meldt, nn: Eg har meldt}
    do: [{nb: Ring., nn: Ring.}]
    text: {nb: Meld det., nn: Meld det.}
    responsible: [{label: {nb: Alle, nn: Alle}}]
    contacts: [radicalisation_contact]
    source: {work: veileder, page: 9}
"""

PATH = """\
{field}:
  id: {field}-vei
  label: {nb: Vei, nn: Veg}
  headline: {nb: Ring, nn: Ring}
  lead: {nb: Nå., nn: No.}
  do: [{nb: Ring., nn: Ring.}]
  text: {nb: Ring noen., nn: Ring nokon.}
  contacts: [radicalisation_contact]
  source: {work: own}
"""

LEGAL_BASES = """\
intro: {nb: Hva du kan si., nn: Kva du kan seie.}
bases:
  - id: fvl-13b-5
    label: {nb: Andre tjenester, nn: Andre tenester}
    senders: [education]
    recipients: [public_body, police]
    hearer: {nb: Andre, nn: Andre}
    say: {nb: Det som trengs., nn: Det som trengst.}
    attest: [{nb: Det trengs, nn: Det trengst}]
    printed: null
    in_force: {cite: "forvaltningsloven § 13 b", says: {nb: Kan deles., nn: Kan delast.}}
    source: {work: law, ref: "LOV-1967-02-10 § 13 b", checked: 2026-07-01}
notes:
  - {id: samtykke, label: {nb: Samtykke, nn: Samtykke}, text: {nb: Spør., nn: Spør.}, source: {work: own}}
"""

MEASURES = """\
intro: {nb: Tiltak., nn: Tiltak.}
measures:
  - id: dialog
    label: {nb: Dialog, nn: Dialog}
    kind: method
    text: {nb: Snakk., nn: Snakk.}
    functions: [slt_coordinator]
    source: {work: own}
"""

COOPERATION = """\
intro: {nb: Samarbeid., nn: Samarbeid.}
cooperation:
  - {id: slt, label: {nb: SLT, nn: SLT}, text: {nb: Sammen., nn: Saman.}, source: {work: own}}
sectors:
  - {id: utdanning, label: {nb: Utdanning, nn: Utdanning}, examples: {nb: Skoler, nn: Skular}, source: {work: own}}
"""

CONTACTS = """\
contacts:
  - id: slt-lillevik
    function: slt_coordinator
    name: {nb: SLT i Lillevik, nn: SLT i Litlevik}
    municipalities: [lillevik]
    whom_for: {nb: Gir råd., nn: Gir råd.}
    phones: [{number: "+4793000001", printed: "93 00 00 01"}]
    email: slt@lillevik.example
    hours: {weekly: [{days: [mon, tue], from: "08:00", to: "15:30"}]}
    source: {work: own}
  - id: kontakten
    function: radicalisation_contact
    name: {nb: Kontakten, nn: Kontakten}
    whom_for: {nb: Tar imot., nn: Tek imot.}
    phones: [{number: "+4793000002", printed: "93 00 00 02"}]
    source: {work: own}
desks:
  - id: mottak
    function: slt_coordinator
    name: {nb: Mottaket, nn: Mottaket}
    municipalities: [lillevik]
    channel: telephone
    text: {nb: Ring., nn: Ring.}
    source: {work: own}
"""

RESOURCES = """\
intro: {nb: Lenker., nn: Lenkjer.}
resources:
  - id: utveier
    label: {nb: Utveier, nn: Utvegar}
    kind: site
    url: "https://utveier.example"
    text: {nb: Les mer., nn: Les meir.}
    source: {work: own}
"""

_ADVICE = "  - {id: %s, topic: %s, label: {nb: Råd, nn: Råd}, text: {nb: Gjør., nn: Gjer.}, source: {work: own}}\n"
ADVICE = "advice:\n" + "".join(_ADVICE % (topic.replace("_", "-"), topic) for topic in Topic)

_TEXT = "Tekst om [ekstremisme](definitions/ekstremisme)."
PAGES = {
    f"pages/{page}.{language}.md": f"# {page.capitalize()}\n\n## Mer\n\n{_TEXT}\n"
    for page in NEEDED_PAGES
    for language in ("nb", "nn")
}

FILES: dict[str, str] = {
    "pack.yaml": PACK,
    "definitions.yaml": DEFINITIONS,
    "signs.yaml": SIGNS,
    "factors.yaml": FACTORS,
    "routine.yaml": ROUTINE + "".join(PATH.replace("{field}", field) for field in ("private", "serious", "afterwards")),
    "legal_bases.yaml": LEGAL_BASES,
    "measures.yaml": MEASURES,
    "cooperation.yaml": COOPERATION,
    "contacts.yaml": CONTACTS,
    "resources.yaml": RESOURCES,
    "advice.yaml": ADVICE,
    **PAGES,
}
"""The pack by file name; `{id}` in `pack.yaml` is the folder's name."""

BASED = {
    "pack.yaml": "id: {id}\nschema: 1\nbased_on: liten\n"
    'municipalities:\n  - {id: storvik, number: "9902", name: {nb: Storvik, nn: Storvik}}\n',
    "contacts.yaml": CONTACTS.replace("lillevik", "storvik"),
}
"""The least that a pack based on `liten` can be."""


def write_pack(folder: Path, **changes: str | None) -> Path:
    """Write the pack to a new folder, whose name is its id, and return the folder.

    A change gives another text for a file by its name without `.yaml` (`signs="…"`), or leaves it out (`signs=None`).
    """
    return write_files(folder, {**FILES, **{f"{name}.yaml": text for name, text in changes.items()}})


def write_files(folder: Path, files: Mapping[str, str | None]) -> Path:
    """Write a pack of these files to a new folder, and return the folder."""
    folder.mkdir()
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("{id}", folder.name), encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Planted:
    """One error: in `file`, `old` is exchanged for `new`. What is said of it stands on the line that `at` is on.

    `at` is `new` where it isn't given, and "" where the problem is the whole file's.
    """

    file: str
    old: str
    new: str
    item: str
    says: str
    at: str | None = None

    @property
    def text(self) -> str:
        """The file with the error in it."""
        before = FILES[self.file]
        assert self.old in before, f"{self.old} is not in {self.file}"
        return before.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        """The line that the problem should give."""
        at = self.new if self.at is None else self.at
        return self.text[: self.text.index(at) + len(at) - len(at.lstrip())].count("\n") + 1 if at else 0

    def found(self, folder: Path) -> list[Problem]:
        """What the loader says of a pack with this error."""
        return list(load(write_files(folder, {**FILES, self.file: self.text})).problems)

    def check(self, folder: Path) -> None:
        """Hold that the loader says this, and no more."""
        found = self.found(folder)
        assert [(problem.file, problem.line, problem.item) for problem in found] == [(self.file, self.line, self.item)]
        assert self.says in found[0].message
