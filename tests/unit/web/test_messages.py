"""The interface's words in three languages, and the tool that keeps their catalogs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, ngettext, override

from motvekt.guide.templatetags.guide import day, weekday
from tools import messages

TEMPLATE = """\
<p>{% translate "Forlat siden" %}</p>
    <p>{% blocktranslate with page=item.page %}side {{ page }}{% endblocktranslate %}</p>
  {# A comment is no message, whatever it's like. #}
  <p title="{% translate 'Språk' %}">{% blocktranslate count count=n %}Ett trinn.{% plural %}{{ count }} trinn.\
{% endblocktranslate %}</p>
"""
CODE = """\
from django.utils.translation import gettext as _

def opens(time):
    return _("Åpner kl. %(time)s") % {"time": time}
"""
TRANSLATED = {
    "nn": {
        'msgid "Forlat siden"\nmsgstr "': "Forlat sida",
        'msgid "side %(page)s"\nmsgstr "': "side %(page)s",
        'msgid "Språk"\nmsgstr "': "Språk",
        'msgid "Åpner kl. %(time)s"\nmsgstr "': "Opnar kl. %(time)s",
        'msgstr[0] "': "Eitt trinn.",
        'msgstr[1] "': "%(count)s trinn.",
    },
    "en": {
        'msgid "Forlat siden"\nmsgstr "': "Leave this page",
        'msgid "side %(page)s"\nmsgstr "': "page %(page)s",
        'msgid "Språk"\nmsgstr "': "Language",
        'msgid "Åpner kl. %(time)s"\nmsgstr "': "Opens at %(time)s",
        'msgstr[0] "': "One step.",
        'msgstr[1] "': "%(count)s steps.",
    },
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house with one template, one module and whole catalogs."""
    room = tmp_path / messages.SOURCE / "guide"
    (room / "templates" / "guide").mkdir(parents=True)
    (room / "templates" / "guide" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (room / "tags.py").write_text(CODE, encoding="utf-8")
    assert messages.main([], tmp_path) == 0
    for language, translations in TRANSLATED.items():
        for before, translation in translations.items():
            change(messages.location(tmp_path, language), before, before + translation)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} should be in {path} once"
    path.write_text(text.replace(old, new), encoding="utf-8")


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_the_code_says_is_translated_and_nothing_else_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["--check"]) == 0, capsys.readouterr().err


def test_a_whole_catalog_passes_without_a_word(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert messages.main(["--check"], house) == 0
    assert capsys.readouterr() == ("", "")


PLANTED = {
    "a new sentence in a template": (
        "guide/templates/guide/page.html",
        "</p>\n    <p>",
        '{% translate "Ring nå" %}</p>\n    <p>',
        "nn: missing: «Ring nå» (python tools/messages.py brings it in)",
    ),
    "a new sentence in a module": (
        "guide/tags.py",
        "    return",
        '    _("Stengt")\n    return',
        "en: missing: «Stengt» (python tools/messages.py brings it in)",
    ),
    "a changed plural": (
        "guide/templates/guide/page.html",
        "{{ count }} trinn.",
        "{{ count }} trinn i alt.",
        "en: missing: «Ett trinn.» / «%(count)s trinn i alt.» (python tools/messages.py brings it in)",
    ),
    "a sentence that is gone": (
        "guide/templates/guide/page.html",
        '{% translate "Forlat siden" %}',
        "",
        "en: obsolete, no code says it: «Forlat siden» (python tools/messages.py takes it out)",
    ),
    "a translation kept after its sentence": (
        "web/locale/nn/LC_MESSAGES/django.po",
        'msgid "Forlat siden"',
        '#~ msgid "Forlat"\n#~ msgstr "Gå"\n\nmsgid "Forlat siden"',
        "nn: obsolete, no code says it: «Forlat» (python tools/messages.py takes it out)",
    ),
    "a guess": (
        "web/locale/nn/LC_MESSAGES/django.po",
        'msgid "Forlat siden"',
        '#, fuzzy\nmsgid "Forlat siden"',
        "nn: fuzzy: «Forlat siden»",
    ),
    "an empty translation": (
        "web/locale/en/LC_MESSAGES/django.po",
        '"Leave this page"',
        '""',
        "en: not translated: «Forlat siden»",
    ),
    "an empty plural": (
        "web/locale/en/LC_MESSAGES/django.po",
        '"%(count)s steps."',
        '""',
        "en: not translated: «Ett trinn.» / «%(count)s trinn.»",
    ),
    "a lost placeholder": (
        "web/locale/en/LC_MESSAGES/django.po",
        "Opens at %(time)s",
        "Opens",
        "en: the translation lacks %(time)s: «Åpner kl. %(time)s»",
    ),
    "a lost placeholder in a plural": (
        "web/locale/nn/LC_MESSAGES/django.po",
        'msgstr[1] "%(count)s trinn."',
        'msgstr[1] "Trinn."',
        "nn: the translation lacks %(count)s: «Ett trinn.» / «%(count)s trinn.»",
    ),
    "a placeholder of its own": (
        "web/locale/nn/LC_MESSAGES/django.po",
        "Forlat sida",
        "Forlat %(side)s",
        "nn: the translation has %(side)s too many: «Forlat siden»",
    ),
    "a placeholder as templates write it": (
        "web/locale/en/LC_MESSAGES/django.po",
        'msgstr "page %(page)s"',
        'msgstr "page %(page)s{{ page }}"',
        "en: the translation has {{ page }} too many: «side %(page)s»",
    ),
    "a space before": (
        "web/locale/en/LC_MESSAGES/django.po",
        "Leave this page",
        " Leave this page",
        "en: the translation begins or ends with other white space: «Forlat siden»",
    ),
    "a line break behind": (
        "web/locale/en/LC_MESSAGES/django.po",
        "Leave this page",
        "Leave this page\\n",
        "en: the translation begins or ends with other white space: «Forlat siden»",
    ),
}
"""File → what stands there → what is planted instead → what the check says about it."""


@pytest.mark.parametrize(("file", "old", "new", "said"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_failure_is_found_and_named(
    house: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, said: str
) -> None:
    change(house / messages.SOURCE / file, old, new)
    before = everything(house)
    capsys.readouterr()
    assert messages.main(["--check"], house) == 1
    assert f"messages: {said}\n" in capsys.readouterr().err
    assert everything(house) == before, "a check changes nothing"


def test_a_catalog_that_is_not_there_lacks_everything(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.location(house, "en").unlink()
    assert messages.main(["--check"], house) == 1
    assert capsys.readouterr().err.count("en: missing: ") == 5


def test_updating_again_changes_nothing(house: Path) -> None:
    before = everything(house)
    assert messages.main([], house) == 0
    assert everything(house) == before


def test_updating_brings_in_the_new_takes_out_the_old_and_keeps_the_rest(house: Path) -> None:
    change(house / messages.SOURCE / "guide/templates/guide/page.html", "Forlat siden", "Forlat sidene")
    messages.main([], house)
    catalog = messages.location(house, "en").read_text(encoding="utf-8")
    assert 'msgid "Forlat sidene"\nmsgstr ""\n' in catalog
    assert "Leave this page" not in catalog
    assert "Opens at %(time)s" in catalog


def test_a_sentence_that_moves_within_its_file_changes_no_catalog(house: Path) -> None:
    before = everything(house / messages.SOURCE / "web")
    change(house / messages.SOURCE / "guide/tags.py", "def opens", "\n\n\ndef opens")
    messages.main([], house)
    assert everything(house / messages.SOURCE / "web") == before


def test_another_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["--chek"]) == 2
    assert "usage" in capsys.readouterr().err


def test_bokmal_says_every_msgid_as_it_is() -> None:
    with override("nb"):
        for singular, *plural in (msgid for msgid, _ in messages.keyed(messages.extracted(messages.ROOT))):
            if plural:
                assert [ngettext(singular, plural[0], n) for n in (0, 1, 2)] == [plural[0], singular, plural[0]]
            else:
                assert gettext(singular) == singular


@pytest.mark.parametrize(
    ("language", "one", "four"),
    [
        ("nb", "Rutinen har ett trinn.", "Rutinen har 4 trinn. Du"),
        ("nn", "Rutinen har eitt trinn.", "Rutinen har 4 trinn. Du"),
        ("en", "The routine has one step.", "The routine has 4 steps. You"),
    ],
)
def test_a_plural_has_its_form_in_every_language(language: str, one: str, four: str) -> None:
    front = (messages.ROOT / messages.SOURCE / "guide/templates/guide/front.html").read_text(encoding="utf-8")
    start = front.index("{% blocktranslate count")
    template = Template(front[start : front.index("{% endblocktranslate %}", start)] + "{% endblocktranslate %}")
    with override(language):
        assert template.render(Context({"steps": [1]})) == one
        assert template.render(Context({"steps": [1, 2, 3, 4]})).startswith(four)


@pytest.mark.parametrize(
    ("language", "said"),
    [("nb", "lørdag 3. oktober 2026"), ("nn", "laurdag 3. oktober 2026"), ("en", "Saturday 3 October 2026")],
)
def test_a_day_is_said_in_every_language(language: str, said: str) -> None:
    with override(language):
        assert f"{weekday(date(2026, 10, 3))} {day(date(2026, 10, 3))}" == said


@pytest.mark.parametrize("name", ["Kontakter", "Hva gjør jeg nå?", "Forlat siden"])
def test_pages_of_the_guide_call_things_by_their_names_in_the_interface(name: str) -> None:
    for language, opening, closing in (("nb", "«", "»"), ("nn", "«", "»"), ("en", "“", "”")):
        pages = (messages.ROOT / "packs/asker-baerum/pages").glob(f"*.{language}.md")
        with override(language):
            quoted = f"{opening}{gettext(name)}{closing}"
        assert any(quoted in page.read_text(encoding="utf-8") for page in pages), quoted
