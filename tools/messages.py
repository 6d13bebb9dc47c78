"""Keeps the catalogs of the interface's words: what the code says, and what it is called in nynorsk and English.

    python tools/messages.py            writes into the catalogs what the code says now, and names what a person must do
    python tools/messages.py --check    changes nothing; status 1 when a catalog and the code do not fit together

The msgids are bokmål sentences, so bokmål has no catalog: Django gives a msgid back, in the singular for one and in the
plural for any other number. The .mo files are compiled by script/setup.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("src/motvekt")
LANGUAGES = {"nn": "nynorsk", "en": "English"}

# Which arguments of Django's functions are msgids; "c" marks the context.
SINGULAR, PLURAL = ((1,), (1, 2))
CONTEXT, CONTEXT_PLURAL = (((1, "c"), 2), ((1, "c"), 2, 3))
KEYWORDS = (
    dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), SINGULAR)
    | dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL)
    | dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT)
    | dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_PLURAL)
)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\{.*?\}\}|\{%.*?%\}")

# Without dates, so that a catalog changes only when its words do. Babel's own header has them.
HEADER = """\
# The interface in {name}. tools/messages.py keeps the msgids; the translations are written by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Update, or check, the catalogs below `root`."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/messages.py [--check]", file=sys.stderr)
        return 2
    said = extracted(root)
    if not arguments:
        for language in LANGUAGES:
            update(root, language, said)
    problems = [problem for language in LANGUAGES for problem in faults(root, language, said)]
    print(*(f"messages: {problem}" for problem in problems), sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems and arguments else 0


def extracted(root: Path) -> Catalog:
    """What the templates and the Python files say, each with the files that say it."""
    catalog = Catalog()
    source = root / SOURCE
    for path in sorted([*source.rglob("*.py"), *source.glob("*/templates/**/*.*")]):
        code = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        if "templates" in path.relative_to(source).parts:
            # In parentheses the lines' indentation means nothing to Python's tokens.
            code = f"(\n{templatize(code, origin=name)}\n)"
        for _, msgid, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            catalog.add(msgid, locations=[(name, 0)], context=context)
    return catalog


def location(root: Path, language: str) -> Path:
    """Where the catalog of a language is."""
    return root / SOURCE / "web" / "locale" / language / "LC_MESSAGES" / "django.po"


def read(root: Path, language: str) -> Catalog:
    """The catalog of a language; an empty one where there is none yet."""
    path = location(root, language)
    return read_po(io.BytesIO(path.read_bytes() if path.is_file() else b""), locale=language, abort_invalid=True)


def update(root: Path, language: str, said: Catalog) -> None:
    """Write the catalog anew: new msgids come in untranslated, and those that the code no longer says go."""
    catalog = read(root, language)
    catalog.update(said, no_fuzzy_matching=True, update_header_comment=False)
    written = io.BytesIO()
    write_po(written, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path = location(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(name=LANGUAGES[language], language=language)
    path.write_text(header + written.getvalue().decode().rstrip() + "\n", encoding="utf-8")


def faults(root: Path, language: str, said: Catalog) -> Iterator[str]:
    """What is wrong with a catalog, in words, one problem a line."""
    catalog = read(root, language)
    have, want = keyed(catalog), keyed(said)
    for key in sorted(want.keys() - have.keys()):
        yield f"{language}: missing: {quoted(key)} (python tools/messages.py brings it in)"
    for key in sorted((have.keys() | keyed(catalog.obsolete.values()).keys()) - want.keys()):
        yield f"{language}: obsolete, no code says it: {quoted(key)} (python tools/messages.py takes it out)"
    for key in sorted(have.keys() & want.keys()):
        yield from (f"{language}: {fault}: {quoted(key)}" for fault in wrong(have[key]))


Key = tuple[tuple[str, ...], str]
"""The forms of a msgid (one, or singular and plural), and its context."""


def keyed(messages: Iterable[Message]) -> dict[Key, Message]:
    """Messages by what makes them the same; the header is none."""
    return {(forms(message.id), message.context or ""): message for message in messages if message.id}


def forms(text: object) -> tuple[str, ...]:
    """A text as all its forms: Babel has a string where there is no plural, and a sequence of them where there is."""
    return tuple(text) if isinstance(text, list | tuple) else (str(text or ""),)


def quoted(key: Key) -> str:
    """A msgid as it is told to people."""
    msgid, context = key
    return " / ".join(f"«{form}»" for form in msgid) + (f" ({context})" if context else "")


def wrong(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    if message.fuzzy:
        yield "fuzzy"
    msgids, translations = forms(message.id), forms(message.string)
    if len(translations) < len(msgids) or not all(translations):
        yield "not translated"
        return
    for msgid, translation in zip(msgids, translations, strict=False):
        asked, given = Counter(PLACEHOLDER.findall(msgid)), Counter(PLACEHOLDER.findall(translation))
        for placeholder in asked - given:
            yield f"the translation lacks {placeholder}"
        for placeholder in given - asked:
            yield f"the translation has {placeholder} too many"
        if edges(msgid) != edges(translation):
            yield "the translation begins or ends with other white space"


def edges(text: str) -> tuple[str, str]:
    """The white space before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
