"""Makes `docs/reference/` from the code's own tables. `--check` changes nothing and fails where a page is stale."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from the code. Do not edit. -->\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def routes() -> str:
    """Every address, its view and what the view demands."""
    from django.urls import URLPattern, URLResolver, get_resolver

    from motvekt.access.guard import stamp_of

    def walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, ...]]:
        for pattern in patterns:
            address = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, address)
            elif isinstance(pattern, URLPattern):
                stamp = stamp_of(pattern.callback)
                who = "nobody (403)" if stamp is None else stamp.demand.value
                about = (pattern.callback.__doc__ or "").strip().splitlines()[0]
                yield f"`/{address}`", pattern.name or "", who, about

    text = (
        "# Addresses\n\nThe same in every language, below `/nb/`, `/nn/` or `/en/`; "
        "the area's default language has no prefix. What lies below `/inne/` has none in any language.\n\n"
    )
    return text + table(("Address", "Name", "Open to", "What"), walk(get_resolver().url_patterns))


def settings() -> str:
    """Every setting that an installation decides."""
    from motvekt.site.env import EXPLAINED

    text = "# Settings\n\nRead from the environment, in `src/motvekt/site/env.py` alone.\n\n"
    return text + table(("Setting", "Meaning"), [(f"`{name}`", words) for name, words in EXPLAINED.items()])


def assistant() -> str:
    """The assistant's questions, answers and what they lead to, for the pack that holds all of them."""
    from django.utils import translation

    from motvekt.guide.assistant import CALL_FIRST, CLOSING, QUESTIONS, SITUATIONS
    from motvekt.guide.wording import ANSWERS
    from motvekt.guide.wording import QUESTIONS as WORDS

    with translation.override("nb"):
        asked = []
        for row in QUESTIONS:
            answers = [f"`{value}` {words.label}" for (name, value), words in ANSWERS.items() if name == row.id]
            own = {"tjeneste": "the edition's services", "trinn": "and the edition's steps"}.get(row.id)
            asked.append((f"`{row.id}`", str(WORDS[row.id].title), "<br>".join([*answers, *([own] if own else [])])))
    called = [(f"`{matter}`", ", ".join(functions)) for matter, functions in CALL_FIRST.items()]
    leads = [(f"`sak={matter}`", str(kind)) for matter, kind in SITUATIONS.items()]
    return (
        "# The assistant\n\nAsked in this order. `fare` with any answer but `nei` ends in 112 at once.\n\n"
        + table(("In the address", "Question", "Answers"), asked)
        + "\n## What the matter leads to\n\n"
        + table(("Answer", "Kind of advice"), leads)
        + "\n## Whom to call, first one first\n\n"
        + table(("Matter", "Functions"), called)
        + "\n## In every advice outside danger\n\n"
        + "".join(f"- `{topic}`\n" for topic in CLOSING)
    )


def roles() -> str:
    """What a membership can give."""
    from motvekt.access.capabilities import Capability
    from motvekt.access.roles import ROLES
    from motvekt.organisations.policy import OF_ITS_AGENCY

    rows = [
        (
            f"`{role}`",
            about.words,
            f"`{about.reach}`",
            ", ".join(f"`{one}`" for one in Capability if one in about.capabilities) or "–",
            "yes" if about.receives else "no",
            f"`{OF_ITS_AGENCY[role]}`" if role in OF_ITS_AGENCY else "any",
        )
        for role, about in ROLES.items()
    ]
    text = (
        "# Roles\n\nAn account has a role in a unit. What the role allows, it allows within its reach: that unit, "
        "its organisation or its area. A role that receives takes effect when a sitting member of the unit confirms "
        "it; the first is confirmed by the unit's leader.\n\n"
    )
    return text + table(("Code", "Words", "Reach", "Allows", "Receives", "Held in a unit of"), rows)


def capabilities() -> str:
    """What somebody can be allowed to do."""
    from motvekt.access.capabilities import WORDS, Capability
    from motvekt.access.roles import ROLES

    source = ROOT / "src" / "motvekt"
    rules = {path: path.read_text("utf-8") for name in ("policy", "states") for path in source.glob(f"*/{name}.py")}
    views = [(name, stamp) for name, stamp in _stamps() if stamp]
    rows = [
        (
            f"`{one}`",
            WORDS[one],
            ", ".join(f"`{role}`" for role, about in ROLES.items() if one in about.capabilities) or "nobody yet",
            ", ".join(
                [f"`{name}`" for name, stamp in views if stamp.demand is one]
                + sorted(
                    f"`{path.parent.name}.{path.stem}`"
                    for path, code in rules.items()
                    if f"Capability.{one.name}" in code
                )
            )
            or "nothing yet",
        )
        for one in Capability
    ]
    text = "# Capabilities\n\nA closed list. Roles hold them; views and policies demand them.\n\n"
    return text + table(("Code", "Lets somebody", "Held by", "Demanded by"), rows)


def _stamps() -> Iterator[tuple[str, Any]]:
    """Every address by its full name, with its view's stamp."""
    from django.urls import URLPattern, get_resolver

    from motvekt.access.guard import stamp_of

    def walk(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}", stamp_of(pattern.callback)
            else:
                yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)

    return walk(get_resolver().url_patterns)


def events() -> str:
    """What the log can tell."""
    from motvekt.audit.events import COUNTED, EVENTS, EventType

    def carried(event: EventType) -> str:
        always = [f"`{name}` ({kind})" for name, kind in event.fields.items()]
        return ", ".join([*always, *(f"`{name}` ({kind}, or none)" for name, kind in event.optional.items())]) or "–"

    rows = [(f"`{event.code}`", event.words, carried(event)) for event in EVENTS]
    counted = [(f"`{code}`", words) for code, words in COUNTED.items()]
    return (
        "# Events\n\nA closed set. Each says who, when and in whose log besides; a field holds an id, a number, a "
        "code, a digest or a day, and nothing else.\n\n"
        + table(("Code", "The actor", "Carries"), rows)
        + "\n## Only counted, since nobody known did it\n\nOne number a day and area.\n\n"
        + table(("Code", "What"), counted)
    )


def states() -> str:
    """What can happen to what has states."""
    from motvekt.guide.states import PROPOSAL

    rows = [(row.act, f"`{row.source}`", f"`{row.target}`", f"`{row.capability}`") for row in PROPOSAL]
    text = "# States\n\n## Proposal of an edition\n\nBegins as `open`; from the other states nothing leads on.\n\n"
    return text + table(("Act", "From", "To", "Demands"), rows) + _arrivals()


def _arrivals() -> str:
    """What may become of something at a desk."""
    from motvekt.reports.states import STATES

    where = {None: "any", True: "the police's", False: "others'"}
    rows = [
        (
            row.act,
            f"`{row.before}`",
            f"`{row.after}`",
            ", ".join(f"`{kind}`" for kind in sorted(row.kinds)),
            where[row.police],
            f"`{row.event}`",
        )
        for row in STATES
    ]
    return (
        "\n## What arrives at a desk\n\nBegins as `delivered`; whoever receives in the unit may act on it.\n\n"
        + table(("Act", "From", "To", "Kinds", "Desk", "Event"), rows)
    )


def concerns() -> str:
    """What can happen to a concern."""
    from motvekt.concerns.kinds import DUTIES, SOMETHING_REMAINS, TASKS, WHYS, Status
    from motvekt.concerns.states import STATES, Act

    return (
        "# A concern\n\nBegins as `open`. A step of the routine is done or not done, in any order, and reporting is "
        "open from every one of them: steps are no states. What stands in no row can't be done, and no page has a "
        "button for it.\n\n"
        + table(("Act", "From", "To"), [(f"`{row.act}`", f"`{row.before}`", f"`{row.after}`") for row in STATES])
        + "\n## At a glance\n\nFrom, across; act, down; what it becomes.\n\n"
        + table(
            ("", *(f"`{status}`" for status in Status)),
            [
                (
                    f"`{act}`",
                    *(
                        next((f"`{row.after}`" for row in STATES if row.before is status and row.act is act), "–")
                        for status in Status
                    ),
                )
                for act in Act
            ],
        )
        + "\n## Why one is closed\n\n"
        + table(
            ("Code", "Words", "Asks who owns the rest"),
            [(f"`{why}`", words, "yes" if why in SOMETHING_REMAINS else "no") for why, words in WHYS.items()],
        )
        + "\n## What a colleague is invited for\n\n"
        + table(("Code", "Words"), [(f"`{task}`", words) for task, words in TASKS.items()])
        + "\n## Duties that wait for nobody\n\nDone first, and put into words by the next working day.\n\n"
        + table(("Code", "Words"), [(f"`{duty}`", words) for duty, words in DUTIES.items()])
    )


def reports() -> str:
    """What can happen to what lies at a desk, and within which time."""
    from motvekt.reports.kinds import ArrivalKind
    from motvekt.reports.limits import ANSWER, BY_LAW, END_OF_WORK, FEEDBACK, READ, Limit
    from motvekt.reports.states import ACTS, STATES

    where = {True: "the police's", False: "all but the police's", None: "any"}

    def kinds(found: frozenset[ArrivalKind]) -> str:
        return (
            "any" if found == frozenset(ArrivalKind) else ", ".join(f"`{one}`" for one in ArrivalKind if one in found)
        )

    def said(limit: Limit) -> str:
        for number, words in ((limit.minutes, "minute"), (limit.working_days, "working day"), (limit.days, "day")):
            if number:
                return f"{number} {words}{'' if number == 1 else 's'}"
        return "–"

    rows = [
        (
            f"`{row.act}`", ACTS[row.act], f"`{row.before}`", f"`{row.after}`", kinds(row.kinds), where[row.police],
            f"`{row.event}`",
        )
        for row in STATES
    ]  # fmt: skip
    by_law = [(f"`{agency}`", said(limit), "deals with a report") for agency, limit in BY_LAW.items()]
    by_law += [
        (f"`{agency}`", said(limit), "tells a public reporter what it comes to") for agency, limit in FEEDBACK.items()
    ]
    return (
        "# What lies at a desk\n\nArrives as `delivered`. A desk of the police is transit: there is no row that makes "
        "a case there.\n\n"
        + table(("Act", "Button", "From", "To", "Kinds", "Desk", "Event"), rows)
        + "\n## Read within\n\nFrom when it came, by the exit it came by. A limit of working days ends "
        f"at {END_OF_WORK:%H.%M} on the last of them; Norwegian public holidays are none.\n\n"
        + table(("Exit", "Within"), [(f"`{exit_}`", said(limit)) for exit_, limit in READ.items()])
        + "\n## Dealt with within\n\n"
        + table(("Kind", "Within"), [(f"`{kind}`", said(limit)) for kind, limit in ANSWER.items()])
        + "\n## Where the law has limits of its own\n\n"
        + table(("Service of the desk", "Within", "It"), by_law)
    )


def walls() -> str:
    """What walls areas off from each other on PostgreSQL."""
    from motvekt.site.walls import KEYS, OPEN, WALLS, tables_of

    walled = [(f"`{name}`", f"`{wall.condition}`", ", ".join(wall.rights)) for name, wall in WALLS.items()]
    unwalled = [(f"`{name}`", free.why, ", ".join(free.rights)) for name, free in OPEN.items()]
    keys = [(f"`{name}`", ", ".join(free.rights)) for name, free in KEYS.items()]

    def rows(*conditions: str) -> Iterator[str]:
        return (f"`{one}`" if one != "true" else "" for one in conditions)

    places = {**tables_of("default"), **tables_of("keys")}
    public = [
        (f"`{name}`", ", ".join(one.rights), *rows(one.sees, one.writes, one.changes))
        for name, one in ((name, place.public) for name, place in places.items())
        if one.rights
    ]
    return (
        "# Walls\n\nRow-level security on PostgreSQL ([why](../decisions/0016-a-wall-between-areas.md)).\n"
        "The application's role sees and writes the rows that a condition holds for, and has these rights and no "
        "others.\n\n"
        + table(("Table", "Condition", "Rights"), walled)
        + "\n## Tables without area\n\n"
        + table(("Table", "Why", "Rights"), unwalled)
        + "\n## The key store\n\n"
        + table(("Table", "Rights"), keys)
        + "\n## The public part\n\nThe rights of its own role, where it has one "
        "([why](../decisions/0032-anonymous-means-anonymous.md)): these and no others, on rows of the area that also "
        "meet its own conditions. A right may be for some columns.\n\n"
        + table(("Table", "Rights", "Sees", "Writes", "Changes to"), public)
    )


def commands() -> str:
    """The command line, as it explains itself."""
    from motvekt.site.cli import helps

    # Help texts are as wide as the terminal otherwise.
    os.environ["COLUMNS"] = "100"
    parts = [f"## `{name}`\n\n```\n{words.strip()}\n```\n" for name, words in helps()]
    return "# Commands\n\n" + "\n".join(parts)


def house() -> str:
    """The drawing in ARCHITECTURE.md."""
    from tools.house import drawing

    return drawing()


def schema() -> str:
    """The edition's JSON Schema, for developers elsewhere."""
    from motvekt.guide.api import openapi

    return openapi.text(openapi.edition_schema())


def child_welfare() -> str:
    """The file for child welfare in the national format, as a JSON Schema."""
    from motvekt.guide.api import openapi
    from motvekt.reports.child_welfare_file import schema as national

    return openapi.text(national())


def api() -> str:
    """What other systems can read, as OpenAPI."""
    from motvekt.guide.api import openapi
    from motvekt.guide.api.views import ENDPOINTS

    return openapi.text(openapi.document(ENDPOINTS))


def fields() -> str:
    """What every column is, and what a thief of the data's database sees."""
    from motvekt.site.fields import KEY_STORE, SHOWN, TABLES

    parts = [
        "# Fields\n\nEvery column of both databases. Lengths of sealed texts can be seen, and nothing else of them.\n"
    ]
    for name, one in TABLES.items():
        rows = [
            (f"`{column}`", str(is_.what), "sealed" if is_.sealed else "", is_.why)
            for column, is_ in one.columns.items()
        ]
        where = ", in the key store" if name in KEY_STORE else ""
        parts.append(f"## `{name}`\n\nKept {one.kept}{where}.\n\n" + table(("Column", "What", "Sealed", "Why"), rows))
    parts.append(
        "## What a stolen data database shows\n\nWithout the key store and the master key, every byte of it, the log "
        "included.\n\n"
    )
    shown = []
    for what, words in SHOWN.items():
        found = {
            name: [f"`{column}`" for column, is_ in one.columns.items() if is_.what is what]
            for name, one in TABLES.items()
            if name not in KEY_STORE
        }
        columns = "<br>".join(f"`{name}`: {', '.join(of)}" for name, of in found.items() if of)
        shown.append((str(what), words, columns))
    return "\n".join(parts[:-1]) + "\n" + parts[-1] + table(("What", "Shows", "Columns"), shown)


PAGES: dict[str, Callable[[], str]] = {
    "addresses.md": routes,
    "settings.md": settings,
    "assistant.md": assistant,
    "roles.md": roles,
    "capabilities.md": capabilities,
    "events.md": events,
    "states.md": states,
    "concerns.md": concerns,
    "reports.md": reports,
    "walls.md": walls,
    "commands.md": commands,
    "fields.md": fields,
    "house.svg": house,
    "edition.schema.json": schema,
    "child_welfare.schema.json": child_welfare,
    "openapi.json": api,
}


def page(name: str) -> str:
    """A page's whole text; Markdown says that it is made."""
    text = PAGES[name]()
    return MADE + text if name.endswith(".md") else text


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check name those that differ. Returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
    import django

    django.setup()
    stale = []
    for name in PAGES:
        file, text = REFERENCE / name, page(name)
        if file.exists() and file.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            REFERENCE.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is out of date: run tools/reference.py", file=sys.stderr)
        return 1 if stale else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
