"""The interface's own words around the assistant, by question, answer and kind of advice.

The guide's texts come from the pack; these are the system's, translated with the rest of the interface. A test holds
that no question, answer, kind or topic lacks its words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motvekt.guide.assistant import START, UNSURE, Kind
from motvekt.guide.kinds import Topic

Words = str | Promise


@dataclass(frozen=True)
class Asking:
    """A question's heading and the line below it."""

    title: Words
    lead: Words = ""


@dataclass(frozen=True)
class Answering:
    """An answer's button, the small line in it, and how it is retold in «Du svarte …»."""

    label: Words
    note: Words = ""
    retold: Words = ""


QUESTIONS: dict[str, Asking] = {
    "fare": Asking(_("Er noen i fare nå?"), _("Er du i tvil, er det bedre å ringe.")),
    "hvem": Asking(_("Hvem er du?"), _("Svaret avgjør hvem som har ansvaret, og hva du kan fortelle til hvem.")),
    "sak": Asking(_("Hva gjelder det?"), _("Velg det som ligner mest.")),
    "tjeneste": Asking(
        _("Hvor jobber du?"), _("Tjenestene har ulike regler for taushetsplikt. Velg din, så ser du reglene.")
    ),
    "forelder": Asking(_("Er du forelder eller foresatt?")),
    "trinn": Asking(_("Hvor langt har du kommet?"), _("Velg det siste du har gjort.")),
    "trygg": Asking(
        _("Kan det være utrygt hjemme?"),
        _("Tenk på personen selv og på barn i familien. Kan det være utrygt, spør du barnevernet før foreldrene."),
    ),
}

SCHOOL_SAFETY = Asking(
    _("Kan noen ha det utrygt hjemme eller på skolen?"),
    _("Tenk på eleven selv, på søsken og på andre elever."),
)
"""The last question as a school meets it."""

ANSWERS: dict[tuple[str, str], Answering] = {
    ("fare", "ja"): Answering(_("Ja, noen kan være i fare"), retold=_("Noen kan være i fare")),
    ("fare", "trussel"): Answering(
        _("Noen truer, eller oppfordrer til vold eller terror"),
        _("Med ord, på nett eller i meldinger"),
        _("Noen truer, eller oppfordrer til vold eller terror"),
    ),
    ("fare", UNSURE): Answering(
        _("Jeg vet ikke"), _("Da er rådet å ringe 112. De hjelper deg å vurdere."), _("Du vet ikke om noen er i fare")
    ),
    ("fare", "nei"): Answering(_("Nei, ikke nå"), retold=_("Ingen er i fare nå")),
    ("hvem", "jobb"): Answering(
        _("Jeg er bekymret i jobben"), _("Skole, fritid, barnevern, Nav, helse og andre"), _("Du er bekymret i jobben")
    ),
    ("hvem", "privat"): Answering(
        _("Jeg er bekymret privat"), _("Forelder, venn, slektning, nabo"), _("Du er bekymret privat")
    ),
    ("hvem", "meg"): Answering(_("Det er meg det gjelder"), retold=_("Det er deg det gjelder")),
    ("sak", "bekymring"): Answering(
        _("Noe jeg har sett eller hørt, bekymrer meg"), retold=_("Du er bekymret for noe du har sett eller hørt")
    ),
    ("sak", "alvorlig"): Answering(
        _("Det er alvorlig, men ingen er i fare akkurat nå"),
        _("Da får du et nummer å ringe med en gang"),
        _("Det er alvorlig"),
    ),
    ("sak", UNSURE): Answering(
        _("Jeg vet ikke hvor alvorlig det er"),
        _("Da kan du ringe og spørre"),
        _("Du vet ikke hvor alvorlig det er"),
    ),
    ("sak", "utsatt"): Answering(
        _("Noen er utsatt for hatkriminalitet"), retold=_("Noen er utsatt for hatkriminalitet")
    ),
    ("sak", "ut"): Answering(
        _("Noen vil ut av et miljø, eller er kommet tilbake"),
        retold=_("Noen vil ut av et miljø, eller er kommet tilbake"),
    ),
    ("sak", "mening"): Answering(
        _("Det handler bare om tro, meninger, klær eller en lovlig protest"),
        retold=_("Det handler bare om tro, meninger, klær eller en lovlig protest"),
    ),
    ("forelder", "ja"): Answering(_("Ja"), retold=_("Du er forelder eller foresatt")),
    ("forelder", "nei"): Answering(
        _("Nei"), _("Venn, slektning, nabo, trener eller noe annet"), _("Du er ikke forelder")
    ),
    ("trinn", START): Answering(_("Jeg har ikke gjort noe ennå"), retold=_("Du har ikke gjort noe ennå")),
    ("trygg", "nei"): Answering(_("Nei, det tror jeg ikke"), retold=_("Du tror ikke noen har det utrygt")),
    ("trygg", "hjemme"): Answering(_("Ja, det kan være utrygt hjemme"), retold=_("Det kan være utrygt hjemme")),
    ("trygg", "skole"): Answering(
        _("Ja, en elev har det ikke trygt på skolen"), retold=_("En elev har det ikke trygt på skolen")
    ),
    ("trygg", UNSURE): Answering(
        _("Jeg vet ikke"), _("Da spør du barnevernet først"), _("Du vet ikke om noen har det utrygt")
    ),
    ("leder", "ja"): Answering(_("Jeg er leder"), retold=_("Du er leder")),
}
"""Answers that the guide itself names (services, steps, municipalities) are not here."""

KINDS: dict[Kind, Words] = {
    Kind.NOW: _("Ring 112 nå"),
    Kind.SERIOUS: _("Ring radikaliseringskontakten"),
    Kind.STEP: _("Neste trinn"),
    Kind.REPORTED: _("Når du har meldt"),
    Kind.PRIVATE: _("Du skal ikke sitte alene med det"),
    Kind.VICTIM: _("Når noen er utsatt for hatkriminalitet"),
    Kind.LEAVING: _("Når noen vil ut, eller er kommet tilbake"),
    Kind.VIEWS: _("Tro, meninger og klær er ingen bekymring alene"),
    Kind.SELF: _("Det er deg det gjelder"),
}
"""What an advice is called where the guide has no headline for it."""

TOPICS: dict[Topic, Words] = {
    Topic.DANGER: _("Når du ringer 112"),
    Topic.WRITE_DO: _("Skriv"),
    Topic.WRITE_NOT: _("La være"),
    Topic.DIALOGUE: _("Når du snakker med den det gjelder"),
    Topic.DIALOGUE_ASK: _("Spør åpent"),
    Topic.DIALOGUE_AVOID: _("Unngå"),
    Topic.ONLY_VIEWS: _("Hvis det bare er tro, meninger, klær eller lovlig protest"),
    Topic.MANY_SIGNS: _("Mange tegn samtidig"),
    Topic.UNSAFE_HOME: _("Det kan være utrygt hjemme"),
    Topic.PUPIL_SAFETY: _("Eleven skal ha det trygt på skolen"),
    Topic.HATE_CRIME_VICTIM: _("Når noen er utsatt for hatkriminalitet"),
    Topic.LEAVING: _("Når noen vil ut, eller er kommet tilbake"),
    Topic.LEADER: _("For deg som er leder"),
    Topic.PARENT: _("For deg som er forelder"),
    Topic.PRIVATE_PERSON: _("For deg som er bekymret privat"),
    Topic.SELF: _("For deg det gjelder"),
    Topic.ANONYMOUS: _("Drøft uten å si hvem det gjelder"),
    Topic.BACKGROUND: _("Mer om veilederen"),
}
"""Headings of topics, where each stands by itself."""

ADVICE_GROUPS: tuple[tuple[Words, frozenset[Topic]], ...] = (
    (_("Ved fare"), frozenset({Topic.DANGER, Topic.UNSAFE_HOME, Topic.PUPIL_SAFETY, Topic.HATE_CRIME_VICTIM})),
    (_("Skrive og drøfte"), frozenset({Topic.WRITE_DO, Topic.WRITE_NOT, Topic.MANY_SIGNS, Topic.ANONYMOUS})),
    (
        _("Snakke sammen"),
        frozenset({Topic.DIALOGUE, Topic.DIALOGUE_ASK, Topic.DIALOGUE_AVOID, Topic.ONLY_VIEWS, Topic.LEAVING}),
    ),
    (_("For deg som er …"), frozenset({Topic.LEADER, Topic.PARENT, Topic.PRIVATE_PERSON, Topic.SELF})),
    (_("Om veilederen"), frozenset({Topic.BACKGROUND})),
)
"""How the guide's page of advice is arranged: every topic in one group."""

PARTS: dict[str, Asking] = {
    "definitions": Asking(_("Begreper"), _("Hva ordene betyr.")),
    "signs": Asking(_("Bekymringstegn"), _("Hjelp til å skrive ned det du har sett eller hørt.")),
    "factors": Asking(_("Risiko og beskyttelse"), _("Hva som kan gjøre det vanskelig, og hva som hjelper.")),
    "routine": Asking(_("Varslingsrutinen"), _("Trinnene, hva du gjør, og hvem som har ansvaret.")),
    "legal_bases": Asking(_("Hva du kan si, og til hvem"), _("Taushetsplikten, som trykt og slik det gjelder nå.")),
    "measures": Asking(_("Tiltak og metoder"), _("Hva som kan hjelpe videre.")),
    "cooperation": Asking(_("Samarbeid"), _("Hvem som gjør hva, og hvordan de henger sammen.")),
    "resources": Asking(_("Nettsider og materiell"), _("Mer å lese, kurs og foreldreveilederen.")),
    "advice": Asking(_("Råd i korte ord"), _("Veilederens tommelfingerregler.")),
}
"""The guide's parts: heading and the line on its front page."""

CONSTANTS: dict[str, Asking] = {
    "emergency": Asking(_("Politiets nødnummer"), _("Når noen kan være i fare. Du trenger ikke være sikker.")),
    "child_helpline": Asking(
        _("Alarmtelefonen for barn og unge"),
        _("Når barnevernet er stengt. Også for voksne som er bekymret for et barn."),
    ),
}
"""The system's own two numbers: what each is called, and when to call it."""

MEASURE_KINDS: dict[str, Words] = {
    "method": _("Metode"),
    "talk": _("Samtale"),
    "service": _("Tjeneste"),
    "mediation": _("Megling"),
    "guidance": _("Veiledning"),
    "plan": _("Plan"),
    "training": _("Opplæring"),
}

RESOURCE_KINDS: dict[str, Words] = {
    "site": _("Nettside"),
    "report": _("Rapport"),
    "teaching": _("Undervisning"),
    "course": _("Kurs"),
    "parents_guide": _("For foreldre"),
    "action_plan": _("Handlingsplan"),
    "help": _("Hjelp"),
}

SENDERS: dict[str, Words] = {
    "all": _("alle"),
    "private": _("privatpersoner"),
    "education": _("skole og utdanning"),
    "culture_leisure": _("kultur og fritid"),
    "child_welfare": _("barnevern"),
    "social_services": _("Nav"),
    "health_care": _("helse"),
    "police": _("politi"),
    "correctional": _("kriminalomsorg"),
    "mediation": _("konfliktråd"),
    "integration": _("integrering"),
    "slt": _("samordning av forebygging"),
    "voluntary": _("frivillige og private"),
}
"""Who a legal basis is open to, in words."""

RECIPIENTS: dict[str, Words] = SENDERS | {
    "own_body": _("eget organ"),
    "public_body": _("offentlige organer"),
    "supervisory_body": _("tilsynsmyndigheter"),
    "named_in_consent": _("de som er nevnt i samtykket"),
    "routine": _("alle med en oppgave i rutinen"),
    "whoever_can_avert": _("den som kan hindre lovbruddet"),
    "whoever_is_needed": _("den som trengs for å hindre faren"),
    "fire": _("brannvesen"),
}
"""Who a legal basis lets it go to, in words."""


CHANNELS: dict[str, Words] = {
    "motvekt": _("Motvekt"),
    "own": _("kommunens egen kanal"),
    "telephone": _("telefon"),
}
"""How a desk receives what is sent to it."""

STEP_KINDS: dict[str, Words] = {
    "describe": _("beskrive"),
    "discuss": _("drøfte"),
    "dialogue": _("samtale"),
    "report": _("melde"),
}
"""What a step of the routine is about."""

FIELDS: dict[str, Words] = {
    "about": _("om veilederen"),
    "after": _("det som skjer etterpå"),
    "anonymous": _("tar imot anonyme spørsmål"),
    "area": _("område"),
    "area_name": _("områdets navn"),
    "as_health_personnel": _("bare for det du fikk vite som helsepersonell"),
    "as_printed": _("slik det står på trykk"),
    "attest": _("hva du må kunne stå for"),
    "based_on": _("bygger på"),
    "by": _("hvem"),
    "call": _("hvem du kan ringe"),
    "called": _("hvem som kan ringes"),
    "channel": _("kanal"),
    "check_after": _("når noe skal sjekkes på nytt"),
    "closed": _("ord for stengt"),
    "contacts": _("hvem som kan spørres"),
    "cooperation_intro": _("innledning om samarbeid"),
    "danger": _("viser 112"),
    "describe": _("når du skriver det ned"),
    "direction": _("leseretning"),
    "do": _("hva du gjør"),
    "done": _("svaret «så langt har jeg kommet»"),
    "duty": _("plikt"),
    "email": _("e-post"),
    "emergency": _("når noen er i fare"),
    "examples": _("eksempler"),
    "factors_intro": _("innledning om faktorene"),
    "forms": _("ord som fører hit"),
    "function": _("funksjon"),
    "functions": _("hvem du kan spørre"),
    "group": _("gruppe"),
    "headline": _("overskrift"),
    "hearer": _("hvem som kan få høre det"),
    "helpline": _("om 116 111"),
    "hours": _("åpningstid"),
    "in_force": _("slik loven er nå"),
    "in_norwegian": _("hva språket heter på norsk"),
    "interpreter": _("om tolk"),
    "kind": _("slag"),
    "label": _("navn"),
    "languages": _("språk"),
    "law": _("loven som gjelder"),
    "law_intro": _("innledning om loven"),
    "lead": _("innledning"),
    "leads_to": _("fører til"),
    "means": _("hva det betyr"),
    "measures_intro": _("innledning om tiltakene"),
    "municipalities": _("kommuner"),
    "name": _("navn"),
    "note": _("merknad"),
    "number": _("nummer"),
    "offered": _("tilbys"),
    "on": _("når"),
    "open": _("ord for åpent"),
    "opening": _("ord for åpent og stengt"),
    "order": _("rekkefølge"),
    "otherwise": _("hva det ellers kan skyldes"),
    "phones": _("telefon"),
    "phrase": _("det du kan si på norsk"),
    "points": _("punkter"),
    "printed": _("slik det er trykt"),
    "printed_url": _("adresse på trykk"),
    "publisher": _("utgiver"),
    "recipients": _("kan gå til"),
    "resources_intro": _("innledning om nettsidene"),
    "responsible": _("ansvarlig"),
    "routine_intro": _("innledning til rutinen"),
    "say": _("hva som kan sies"),
    "says": _("hva det sier"),
    "see": _("se også"),
    "senders": _("gjelder for"),
    "short": _("kort navn"),
    "side": _("side"),
    "silence": _("dager uten et ord før en anonym samtale lukkes"),
    "signs_intro": _("innledning om tegnene"),
    "source": _("kilde"),
    "summary": _("kort forklart"),
    "task": _("oppgave"),
    "text": _("tekst"),
    "title": _("tittel"),
    "topic": _("emne"),
    "unknown": _("ord for ukjent åpningstid"),
    "unvouched": _("at ingen går god for oversettelsen"),
    "url": _("nettadresse"),
    "valid_from": _("gjelder fra"),
    "vouched": _("hvem som går god for oversettelsen"),
    "who": _("hvem du kan ringe"),
    "whom_for": _("hvem den er for"),
    "without_identity": _("bare uten å vise hvem det gjelder"),
    "words": _("søkeord"),
}
"""What an editor calls a field of a pack."""


CHANGE_GROUPS: dict[str, Words] = {
    "contacts": _("Kontakter, og hvor en bekymring meldes"),
    "guide": _("Veilederen som helhet"),
    **{part: words.title for part, words in PARTS.items()},
    "pages": _("Sider"),
}
"""Headings of what changed between two editions, by part."""
