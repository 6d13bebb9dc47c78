"""Every event that can be logged, and what each carries: ids, numbers, codes and keyed digests, never content.

An action that needs another event adds its row here. A field is one of the kinds of `Kind`; whatever doesn't fit is
refused before it is written, so that no name and no sentence gets into a log that outlives what it tells of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What a field of an event may hold."""

    ID = "id"
    NUMBER = "number"
    CODE = "code"
    DIGEST = "digest"
    DAY = "day"


_CODE = re.compile(r"[a-z0-9]([a-z0-9_.:/-]{0,98}[a-z0-9])?")
_DIGEST = re.compile(r"[0-9a-f]{64}")

_WRITTEN: Mapping[Kind, Callable[[object], str | None]] = {
    Kind.ID: lambda value: str(value) if isinstance(value, UUID) else None,
    Kind.NUMBER: lambda value: str(value) if isinstance(value, int) and not isinstance(value, bool) else None,
    Kind.CODE: lambda value: str(value) if isinstance(value, str) and _CODE.fullmatch(value) else None,
    Kind.DIGEST: lambda value: value if isinstance(value, str) and _DIGEST.fullmatch(value) else None,
    Kind.DAY: lambda value: value.isoformat() if type(value) is date else None,
}


class NotAnEvent(ValueError):
    """An event that is not in the table, or that carries something else than the table says."""


@dataclass(frozen=True)
class EventType:
    """`words` say in Norwegian what the actor did. Every field is needed, and none but these and the optional ones."""

    code: str
    words: str
    fields: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    """What is only carried where it was so, as what somebody filtered by."""


FILTERS: Mapping[str, Kind] = {
    "since": Kind.DAY,
    "until": Kind.DAY,
    "person": Kind.ID,
    "kind": Kind.CODE,
    "dossier": Kind.ID,
}
"""What somebody who read the log asked for: days, whose acts, which event, which dossier."""

GIVEN: Mapping[str, Kind] = {"given": Kind.DIGEST}
"""All that an invitation gives, to which address and until when, under a key. Events from before there was one lack it.
"""

EVENTS: tuple[EventType, ...] = (
    EventType(
        "area_set",
        "laget området, eller endret virksomheter, enheter eller nettadresser",
        {"area": Kind.ID, "row": Kind.DIGEST},
    ),
    EventType(
        "desk_moved",
        "flyttet et mottak fra eller til en enhet",
        {"desk": Kind.CODE},
        {"before": Kind.ID, "unit": Kind.ID},
    ),
    EventType(
        "edition_proposed",
        "foreslo en utgave av veilederen",
        {"area": Kind.ID, "proposal": Kind.ID, "follows": Kind.NUMBER, "content": Kind.DIGEST},
    ),
    EventType("account_made", "laget en konto", {"account": Kind.ID, "row": Kind.DIGEST}),
    EventType("identity_linked", "koblet en innlogging til en konto", {"account": Kind.ID, "row": Kind.DIGEST}),
    EventType("identity_unlinked", "tok en innlogging fra en konto", {"account": Kind.ID, "row": Kind.DIGEST}),
    EventType(
        "member_appointed",
        "ga noen en rolle i en enhet",
        {"membership": Kind.ID, "unit": Kind.ID, "account": Kind.ID, "role": Kind.CODE},
    ),
    EventType("member_confirmed", "bekreftet en kollegas rolle", {"membership": Kind.ID}),
    EventType("member_unconfirmed", "lot en kollegas rolle vente på å bli bekreftet igjen", {"membership": Kind.ID}),
    EventType("membership_ended", "avsluttet en rolle", {"membership": Kind.ID}),
    EventType(
        "member_invited",
        "inviterte noen til en rolle i en enhet",
        {"invitation": Kind.ID, "unit": Kind.ID, "role": Kind.CODE},
        GIVEN,
    ),
    EventType("invitation_withdrawn", "trakk en invitasjon til å komme inn", {"invitation": Kind.ID}),
    EventType(
        "invitation_accepted",
        "tok imot en invitasjon til å komme inn",
        {"invitation": Kind.ID, "account": Kind.ID, "row": Kind.DIGEST},
    ),
    EventType("account_closed", "stengte en konto", {"account": Kind.ID, "row": Kind.DIGEST}),
    EventType("account_opened", "åpnet en konto som var stengt", {"account": Kind.ID, "row": Kind.DIGEST}),
    EventType("reset_asked", "ba om å nullstille innloggingen til noen", {"reset": Kind.ID, "account": Kind.ID}),
    EventType("reset_withdrawn", "stoppet en nullstilling", {"reset": Kind.ID, "account": Kind.ID}),
    EventType(
        "factors_reset",
        "bekreftet en nullstilling, og tok bort alt personen logget inn med",
        {"reset": Kind.ID, "account": Kind.ID, "invitation": Kind.ID, "row": Kind.DIGEST},
        GIVEN,
    ),
    EventType("signed_in", "logget inn", {"account": Kind.ID, "how": Kind.CODE}),
    EventType("signed_out", "logget ut", {"account": Kind.ID}),
    EventType("sessions_ended", "logget en konto ut overalt", {"account": Kind.ID, "sessions": Kind.NUMBER}),
    EventType("stepped_up", "viste på nytt hvem de er", {"account": Kind.ID, "act": Kind.CODE, "about": Kind.ID}),
    EventType(
        "factor_added",
        "la til en passnøkkel eller en app for koder",
        {"account": Kind.ID, "factor": Kind.ID, "kind": Kind.CODE, "row": Kind.DIGEST},
    ),
    EventType(
        "factor_removed",
        "fjernet en passnøkkel eller en app for koder",
        {"account": Kind.ID, "factor": Kind.ID, "kind": Kind.CODE, "row": Kind.DIGEST},
    ),
    EventType("recovery_codes_made", "laget nye reservekoder", {"account": Kind.ID, "codes": Kind.NUMBER}),
    EventType("password_set", "byttet passord", {"account": Kind.ID, "row": Kind.DIGEST}),
    EventType("page_denied", "ble nektet en side", {"page": Kind.CODE, "why": Kind.CODE}),
    EventType("record_denied", "ble nektet en mappe eller noe i den", {"record": Kind.ID, "why": Kind.CODE}),
    EventType(
        "content_opened",
        "åpnet innhold i en mappe",
        {"dossier": Kind.ID, "unit": Kind.ID, "values": Kind.NUMBER, "why": Kind.CODE},
    ),
    EventType("dossier_begun", "begynte på en mappe", {"dossier": Kind.ID, "unit": Kind.ID, "kind": Kind.CODE}),
    EventType("person_described", "førte opp alder eller foresatte", {"dossier": Kind.ID, "row": Kind.DIGEST}),
    EventType(
        "item_added", "skrev i en mappe", {"dossier": Kind.ID, "item": Kind.ID, "unit": Kind.ID, "kind": Kind.CODE}
    ),
    EventType(
        "item_rewritten", "skrev videre i en mappe", {"dossier": Kind.ID, "item": Kind.ID, "version": Kind.NUMBER}
    ),
    EventType("recused", "sa seg inhabil", {"dossier": Kind.ID, "unit": Kind.ID}),
    EventType("reader_named", "inviterte en kollega", {"dossier": Kind.ID, "unit": Kind.ID, "account": Kind.ID}),
    EventType("reader_ended", "avsluttet en invitasjon", {"dossier": Kind.ID, "unit": Kind.ID, "account": Kind.ID}),
    EventType(
        "consent_recorded",
        "førte et samtykke",
        {"dossier": Kind.ID, "unit": Kind.ID, "consent": Kind.ID, "row": Kind.DIGEST},
    ),
    EventType("consent_withdrawn", "trakk et samtykke", {"dossier": Kind.ID, "consent": Kind.ID}),
    EventType(
        "items_disclosed",
        "delte fra en mappe",
        {
            "dossier": Kind.ID,
            "disclosure": Kind.ID,
            "sender": Kind.ID,
            "recipient": Kind.ID,
            "basis": Kind.CODE,
            "items": Kind.NUMBER,
            "row": Kind.DIGEST,
        },
    ),
    EventType(
        "items_received",
        "ga enheten innsyn i noe fra en annen enhet",
        {"dossier": Kind.ID, "disclosure": Kind.ID, "unit": Kind.ID, "basis": Kind.CODE, "items": Kind.NUMBER},
    ),
    EventType("disclosure_refused", "ble nektet å dele", {"dossier": Kind.ID, "recipient": Kind.ID, "why": Kind.CODE}),
    EventType("disclosure_ended", "avsluttet en deling", {"dossier": Kind.ID, "disclosure": Kind.ID}),
    EventType("concern_noted", "skrev ned en bekymring", {"dossier": Kind.ID}),
    EventType("concern_described", "førte opp kommunen i en bekymring", {"dossier": Kind.ID}),
    EventType("step_done", "gjorde et trinn i rutinen", {"dossier": Kind.ID, "step": Kind.CODE}),
    EventType("step_undone", "angret at et trinn i rutinen var gjort", {"dossier": Kind.ID, "step": Kind.CODE}),
    EventType(
        "guest_invited",
        "ba en kollega om noe i en bekymring",
        {"dossier": Kind.ID, "account": Kind.ID, "task": Kind.CODE},
    ),
    EventType("guest_done", "gjorde det de var bedt om i en bekymring", {"dossier": Kind.ID}),
    EventType("guest_ended", "avsluttet det en kollega var bedt om", {"dossier": Kind.ID, "account": Kind.ID}),
    EventType("call_noted", "noterte at de ringte", {"dossier": Kind.ID, "to": Kind.CODE}),
    EventType("duty_noted", "noterte at de gjorde det de hadde plikt til", {"dossier": Kind.ID, "kind": Kind.CODE}),
    EventType("duty_attested", "skrev ned hva plikten hvilte på", {"dossier": Kind.ID, "kind": Kind.CODE}),
    EventType("concern_closed", "avsluttet en bekymring", {"dossier": Kind.ID, "why": Kind.CODE}),
    EventType("concern_reopened", "åpnet en bekymring igjen", {"dossier": Kind.ID}),
    EventType("concern_handed_on", "ga en bekymring videre til en kollega", {"dossier": Kind.ID, "account": Kind.ID}),
    EventType("rest_done", "gjorde det som gjensto i en bekymring", {"dossier": Kind.ID}),
    EventType("looked_again", "så igjen på om personen vet om en melding", {"dossier": Kind.ID, "answer": Kind.CODE}),
    EventType("concern_printed", "hentet ut en bekymring som PDF", {"dossier": Kind.ID}),
    EventType(
        "report_sent",
        "sendte en melding",
        {"dossier": Kind.ID, "report": Kind.ID, "exit": Kind.CODE, "desks": Kind.NUMBER, "row": Kind.DIGEST},
    ),
    EventType(
        "report_for_elsewhere",
        "fikk en melding som tekst, til å levere et annet sted",
        {"dossier": Kind.ID, "report": Kind.ID, "unit": Kind.ID, "basis": Kind.CODE, "channel": Kind.CODE},
    ),
    EventType(
        "report_sent_elsewhere",
        "noterte at en melding er levert et annet sted",
        {"dossier": Kind.ID, "report": Kind.ID, "unit": Kind.ID},
    ),
    EventType(
        "report_fetched", "hentet ut en melding som fil", {"dossier": Kind.ID, "report": Kind.ID, "form": Kind.CODE}
    ),
    EventType(
        "arrival_came",
        "fikk noe til et mottak",
        {"dossier": Kind.ID, "arrival": Kind.ID, "unit": Kind.ID, "kind": Kind.CODE},
    ),
    EventType("arrival_read", "leste noe i et mottak", {"dossier": Kind.ID, "arrival": Kind.ID}),
    EventType("arrival_handled", "tok ansvar for noe i et mottak", {"dossier": Kind.ID, "arrival": Kind.ID}),
    EventType(
        "arrival_given",
        "ga noe i et mottak videre til en kollega",
        {"dossier": Kind.ID, "arrival": Kind.ID, "account": Kind.ID},
    ),
    EventType("arrival_answered", "svarte på noe i et mottak", {"dossier": Kind.ID, "arrival": Kind.ID}),
    EventType("arrival_accepted", "tok imot noe som en sak", {"dossier": Kind.ID, "arrival": Kind.ID, "case": Kind.ID}),
    EventType("arrival_taken_over", "tok noe over i politiets egne systemer", {"dossier": Kind.ID, "arrival": Kind.ID}),
    EventType(
        "arrival_passed_on",
        "sendte noe videre fra et mottak",
        {"dossier": Kind.ID, "arrival": Kind.ID, "unit": Kind.ID},
    ),
    EventType("arrival_dismissed", "avslo noe i et mottak", {"dossier": Kind.ID, "arrival": Kind.ID}),
    EventType("arrival_closed", "avsluttet noe i et mottak", {"dossier": Kind.ID, "arrival": Kind.ID}),
    EventType(
        "arrival_escalated", "sa fra om at ingen hadde lest noe i tide", {"dossier": Kind.ID, "arrival": Kind.ID}
    ),
    EventType(
        "person_recognised",
        "sa fra om at de kjente igjen personen, og sluttet å lese",
        {"dossier": Kind.ID, "arrival": Kind.ID},
    ),
    EventType(
        "telephone_noted",
        "noterte at noen spurte om råd på telefon",
        {"call": Kind.ID, "unit": Kind.ID, "day": Kind.DAY},
        {"agency": Kind.CODE, "municipality": Kind.CODE},
    ),
    EventType("edition_withdrawn", "trakk et forslag til utgave", {"area": Kind.ID, "proposal": Kind.ID}),
    EventType(
        "edition_confirmed",
        "bekreftet en utgave av veilederen",
        {
            "area": Kind.ID,
            "proposal": Kind.ID,
            "edition": Kind.ID,
            "number": Kind.NUMBER,
            "begins": Kind.DAY,
            "content": Kind.DIGEST,
        },
    ),
    EventType("contact_checked", "sjekket en kontakt", {"area": Kind.ID, "contact": Kind.CODE, "day": Kind.DAY}),
    EventType("keys_rotated", "byttet hovednøkkel", {"wrapped": Kind.NUMBER}),
    EventType("dossier_shredded", "ødela nøklene til en mappe", {"dossier": Kind.ID, "keys": Kind.NUMBER}),
    EventType("log_read", "leste loggen", {"events": Kind.NUMBER}, FILTERS),
    EventType("log_exported", "hentet ut loggen som en fil", {"events": Kind.NUMBER}, FILTERS),
    EventType("log_verified", "kontrollerte loggen", {"links": Kind.NUMBER, "verdict": Kind.CODE}),
    EventType("name_indexed", "gjorde en mappe søkbar på navn i enheten", {"dossier": Kind.ID, "unit": Kind.ID}),
    EventType(
        "name_forgotten", "tok en mappe ut av navnesøket", {"dossier": Kind.ID, "unit": Kind.ID, "why": Kind.CODE}
    ),
    EventType(
        "name_searched",
        "søkte etter enhetens tidligere mapper på navnet i en mappe",
        {"dossier": Kind.ID, "unit": Kind.ID, "found": Kind.NUMBER, "why": Kind.CODE},
    ),
)

COUNTED: Mapping[str, str] = {
    "sign_in_failed": "forsøk på å logge inn som ikke gikk",
    "second_step_failed": "feil kode eller passnøkkel",
    "sign_on_failed": "innlogginger hos arbeidsgiveren som ikke førte fram",
    "page_denied": "sider som ble nektet noen som ikke var logget inn",
    "letter_given_up": "e-poster som ikke kom fram på et døgn",
    "letter_refused": "e-poster som mottakerens tjener avviste",
    "anonymous_asked": "spørsmål som kom anonymt",
    "anonymous_replied": "svar fra noen som spurte anonymt",
    "anonymous_reported": "anonyme spørsmål som ble til bekymringsmeldinger",
    "anonymous_ended": "anonyme samtaler som den som spurte, avsluttet",
    "anonymous_expired": "anonyme samtaler som ble avsluttet fordi ingen skrev",
    "desk_hours_8": "runder med e-post kl. 8 til dem som tar imot anonyme spørsmål",
    "desk_hours_13": "runder med e-post kl. 13 til dem som tar imot anonyme spørsmål",
    "anonymous_mixed": "runder der rekkefølgen på det anonyme ble borte",
    "receipt_refused": "kvitteringsnumre som ikke åpnet noe",
}
"""What is only counted, since nobody known did it: code to words in Norwegian."""

WHEN_THE_DAY_IS_OVER = frozenset(
    {"anonymous_asked", "anonymous_replied", "anonymous_reported", "anonymous_ended", "receipt_refused"}
)
"""Counts that nobody is shown before their day is over: whoever looked every minute would see when somebody wrote."""

BY_CODE: Mapping[str, EventType] = {event.code: event for event in EVENTS}


def written(code: str, about: Mapping[str, object]) -> dict[str, str]:
    """What an event carries, as it is stored. Raises NotAnEvent, whose words repeat nothing of the values."""
    event = BY_CODE.get(code)
    if event is None:
        raise NotAnEvent(f"there is no event {code!r}")
    known = {**event.fields, **event.optional}
    if not set(event.fields) <= set(about) <= set(known):
        raise NotAnEvent(f"{code} carries {sorted(event.fields)}, not {sorted(about)}")
    found = {name: _WRITTEN[kind](about[name]) for name, kind in known.items() if name in about}
    if wrong := sorted(name for name, text in found.items() if text is None):
        raise NotAnEvent(f"{code}: {', '.join(f'{name} is no {known[name]}' for name in wrong)}")
    return {name: text for name, text in found.items() if text is not None}
