"""What is unsafe about an installation: a pure table of rules over plain facts.

`motvekt check` says them all; a server doesn't start where one `refuses`. A fact that nobody could find out (`None`, as
where the database is down) breaks no rule: the guide is shown all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class AreaFacts:
    """An area, and how many hold there what every area needs."""

    slug: str
    hosts: Sequence[str] = ()
    address: str = ""
    administrators: int = 0
    officers: int = 0


@dataclass(frozen=True)
class MailFacts:
    """The mail server, as far as it matters here."""

    host: str
    is_sealed: bool
    password_in_environment: bool = False
    password_file_is_open: bool = False


class PublicKeysAre(StrEnum):
    """In which state the file with the keys of the public part is."""

    WHOLE = "whole"
    MISSING = "missing"
    OPEN = "open"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Facts:
    """An installation. What is `None` isn't known."""

    demo: bool
    https: bool
    on_sqlite: bool
    areas: Sequence[AreaFacts] | None = None
    missing_migrations: int | None = None
    wrong_role: str = ""
    public_role_can_more: str = ""
    """What the public part's role may do that this part has no need of, an example of it; empty where there is none."""
    key_problems: Sequence[str] = ()
    master_key_exists: bool = True
    master_key_is_open: bool = False
    master_key_lies_with_the_data: bool = False
    journal_exists: bool = True
    mail: MailFacts | None = None
    database_answers: bool = True
    public_keys: PublicKeysAre = PublicKeysAre.WHOLE
    is_public_part: bool = False
    master_key_is_within_reach: bool = False
    """Whether this process could read the master key."""
    secret_in_environment: bool = False
    database_logs_values: bool = False
    """Whether PostgreSQL writes statements, what stands in rows, or that something was written, with the moment."""

    @property
    def strangers(self) -> Sequence[str]:
        """Hosts that aren't this machine's own."""
        return [host for area in self.areas or () for host in area.hosts if not _is_here(host)]


def _is_here(host: str) -> bool:
    return host in THIS_MACHINE or host.endswith(".localhost")


@dataclass(frozen=True)
class Finding:
    """Something unsafe, in words that say what to set."""

    code: str
    words: str
    refuses: bool


@dataclass(frozen=True)
class Rule:
    """`broken` gives what is wrong, once for each; empty strings where that needs no saying. `words` takes it in."""

    code: str
    words: str
    broken: Callable[[Facts], Sequence[str]]
    refuses: bool = False
    in_a_demo: bool = field(default=False, kw_only=True)
    in_the_public_part: bool = field(default=False, kw_only=True)
    """Whether it is for that process too, which knows neither mail, accounts nor the master key."""


def _if(holds: bool) -> Sequence[str]:
    return [""] if holds else []


PUBLIC_KEYS_WORDS = {
    PublicKeysAre.MISSING: "Nøklene til den åpne delen finnes ikke, så ingen kan skrive anonymt, og ingen kvittering "
    "åpner noe. Legg kopien tilbake der MOTVEKT_PUBLIC_KEYS sier. Har ingen skrevet anonymt ennå: motvekt keys init.",
    PublicKeysAre.OPEN: "Nøklene til den åpne delen kan leses av andre på maskinen. Kjør chmod 600 på filen i "
    "MOTVEKT_PUBLIC_KEYS.",
    PublicKeysAre.DAMAGED: "Nøklene til den åpne delen er skadet eller kan ikke leses av denne brukeren. Legg kopien "
    "tilbake der MOTVEKT_PUBLIC_KEYS sier.",
}

RULES: tuple[Rule, ...] = (
    Rule(
        "demo_with_https",
        "Demoen slipper inn oppdiktede personer uten passord, og skal ikke stå på nettet. Sett MOTVEKT_DEMO=0.",
        lambda facts: _if(facts.demo and facts.https),
        refuses=True,
        in_a_demo=True,
        in_the_public_part=True,
    ),
    Rule(
        "no_https",
        "Uten https kan andre lese passord på veien. Sett MOTVEKT_HTTPS=1 bak en proxy som snakker https. "
        "Gjelder verten {}.",
        lambda facts: [] if facts.https else facts.strangers[:1],
        refuses=True,
        in_the_public_part=True,
    ),
    Rule(
        "database",
        "Databasen svarer ikke, så resten kan ikke kontrolleres. Se etter DATABASE_URL.",
        lambda facts: _if(not facts.database_answers),
        in_the_public_part=True,
    ),
    Rule(
        "migrations_missing",
        "Databasen mangler {} endringer. Kjør motvekt migrate før tjeneren startes.",
        lambda facts: [str(facts.missing_migrations)] if facts.missing_migrations else [],
        refuses=True,
        in_the_public_part=True,
    ),
    Rule(
        "wrong_role",
        "{}",
        lambda facts: [facts.wrong_role] if facts.wrong_role else [],
        refuses=True,
        in_a_demo=True,
        in_the_public_part=True,
    ),
    Rule(
        "public_role",
        "Rollen den åpne delen bruker i databasen, kan mer enn denne delen trenger, som {}. Den som bryter seg inn, "
        "kan det samme. Lag en egen rolle slik docs/OPERATIONS.md viser, sett DATABASE_PUBLIC_ROLE der motvekt migrate "
        "kjøres, og bruk den rollen i DATABASE_URL og MOTVEKT_KEYS_URL her.",
        lambda facts: [facts.public_role_can_more] if facts.public_role_can_more else [],
        in_the_public_part=True,
    ),
    Rule(
        "public_part_on_sqlite",
        "Den åpne delen kan bare være en egen prosess på PostgreSQL (DATABASE_URL og MOTVEKT_KEYS_URL). På SQLite er "
        "alt én prosess: sett MOTVEKT_PART=all.",
        lambda facts: _if(facts.is_public_part and facts.on_sqlite),
        refuses=True,
        in_a_demo=True,
        in_the_public_part=True,
    ),
    Rule(
        "master_key_within_reach",
        "Den åpne delen kan lese hovednøkkelen, og skal ikke kunne det. Kjør den som en egen bruker, uten filen i "
        "MOTVEKT_MASTER_KEY.",
        lambda facts: _if(facts.is_public_part and facts.master_key_is_within_reach),
        refuses=True,
        in_a_demo=True,
        in_the_public_part=True,
    ),
    Rule(
        "secret_in_the_public_part",
        "Den åpne delen har MOTVEKT_SECRET i miljøet, og bruker det ikke. Den som tar prosessen, får det. Ta det bort.",
        lambda facts: _if(facts.is_public_part and facts.secret_in_environment),
        in_a_demo=True,
        in_the_public_part=True,
    ),
    Rule(
        "database_logs_values",
        "PostgreSQL skriver i sin egen logg, med klokkeslett, at noe lagres, eller hva når det går galt. Da står det "
        "der når noen skrev anonymt. Sett innstillingene som docs/OPERATIONS.md viser («ALTER ROLE», «ALTER SYSTEM»).",
        lambda facts: _if(facts.database_logs_values),
        in_the_public_part=True,
    ),
    Rule(
        "public_keys",
        "{}",
        lambda facts: [PUBLIC_KEYS_WORDS[facts.public_keys]] if facts.public_keys in PUBLIC_KEYS_WORDS else [],
        refuses=True,
        in_a_demo=True,
        in_the_public_part=True,
    ),
    Rule(
        "several_areas_on_sqlite",
        "SQLite skiller ikke områder fra hverandre i databasen. Bruk PostgreSQL (DATABASE_URL) når det er flere.",
        lambda facts: _if(facts.on_sqlite and len(facts.areas or ()) > 1),
    ),
    Rule(
        "master_key_missing",
        "Hovednøkkelen finnes ikke. Legg kopien tilbake der MOTVEKT_MASTER_KEY sier. Er alt nytt: motvekt keys init.",
        lambda facts: _if(not facts.master_key_exists),
    ),
    Rule(
        "master_key_open",
        "Hovednøkkelen kan leses av andre på maskinen. Kjør chmod 600 på filen i MOTVEKT_MASTER_KEY.",
        lambda facts: _if(facts.master_key_is_open),
        refuses=True,
    ),
    Rule(
        "master_key_with_data",
        "Hovednøkkelen ligger i samme mappe som dataene, så den som tar mappen, får begge. Flytt filen, og sett "
        "MOTVEKT_MASTER_KEY.",
        lambda facts: _if(facts.master_key_lies_with_the_data),
    ),
    Rule(
        "journal_missing",
        "Makuleringsloggen finnes ikke. Uten den kan ingen sikkerhetskopi legges tilbake. Legg kopien der "
        "MOTVEKT_SHRED_JOURNAL sier.",
        lambda facts: _if(facts.master_key_exists and not facts.journal_exists),
    ),
    Rule("keys", "{}", lambda facts: [problem for problem in facts.key_problems if facts.master_key_exists]),
    Rule(
        "no_area",
        "Det er ingen områder ennå. Lag det første: motvekt areas FIL.",
        lambda facts: _if(facts.areas is not None and not facts.areas),
    ),
    Rule(
        "area_without_host",
        "Området {} har ingen vert, så ingen finner det. Sett hosts i områdefilen.",
        lambda facts: [area.slug for area in facts.areas or () if not area.hosts],
    ),
    Rule(
        "area_without_address",
        "Området {} har ingen adresse å skrive i e-post og på papir. Sett address i områdefilen.",
        lambda facts: [area.slug for area in facts.areas or () if not area.address],
    ),
    Rule(
        "area_without_administrator",
        "Området {} har ingen administrator, så ingen kan gi noen en rolle.",
        lambda facts: [area.slug for area in facts.areas or () if not area.administrators],
    ),
    Rule(
        "area_without_officer",
        "Området {} har ikke noe personvernombud, så ingen leser loggen.",
        lambda facts: [area.slug for area in facts.areas or () if not area.officers],
    ),
    Rule(
        "no_mail",
        "E-post er ikke satt opp, så ingen får vite at noe venter. Sett MOTVEKT_MAIL_URL og MOTVEKT_MAIL_FROM.",
        lambda facts: _if(facts.mail is None),
    ),
    Rule(
        "mail_without_tls",
        "E-post går uten TLS til en annen maskin. Bruk smtps:// i MOTVEKT_MAIL_URL, eller smtp:// uten tls=0.",
        lambda facts: _if(facts.mail is not None and not facts.mail.is_sealed and not _is_here(facts.mail.host)),
        refuses=True,
    ),
    Rule(
        "mail_password_in_environment",
        "Passordet til e-posttjeneren står i miljøet, der flere kan lese det. Legg det i en fil, og sett "
        "MOTVEKT_MAIL_PASSWORD_FILE.",
        lambda facts: _if(facts.mail is not None and facts.mail.password_in_environment),
    ),
    Rule(
        "mail_password_open",
        "Filen med passordet til e-posttjeneren kan leses av andre. Kjør chmod 600 på MOTVEKT_MAIL_PASSWORD_FILE.",
        lambda facts: _if(facts.mail is not None and facts.mail.password_file_is_open),
    ),
)
"""Every rule, in the order in which it is said. All but those that say so are for production: a demo is for trying."""


def findings(facts: Facts) -> Iterator[Finding]:
    """All that is unsafe."""
    for rule in RULES:
        if (facts.demo and not rule.in_a_demo) or (facts.is_public_part and not rule.in_the_public_part):
            continue
        for about in rule.broken(facts):
            yield Finding(rule.code, rule.words.format(about), rule.refuses)
