"""Prose becomes HTML that can't be anything but prose, and terms find their way to their definitions."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.links import target
from motvekt.guide.pack.loader import load
from motvekt.guide.prose import HEADINGS, NO_REFERRER, TAGS, Terms, plain, render
from tests.packs import FILES, write_pack

FORMS = {
    "ekstremisme": "definitions/ekstremisme",
    "ekstremismen": "definitions/ekstremisme",
    "voldelig ekstremisme": "definitions/voldelig-ekstremisme",
    "hatkriminalitet": "definitions/hatkriminalitet",
    "vold/trusler": "definitions/vold",
    "ærekrenkelse": "definitions/aerekrenkelse",
    "čáhci": "definitions/cahci",
}


def terms_of(forms: dict[str, str]) -> Terms:
    """Terms as `Terms.build` makes them, without a guide."""
    table: dict[str, list[tuple[int, str, str]]] = {}
    for form, ref in forms.items():
        words = re.findall(r"[\w-]+", form)
        table.setdefault(words[0], []).append((len(words), form, ref))
    return Terms("nb", {first: tuple(sorted(found, reverse=True)) for first, found in table.items()})


TERMS = terms_of(FORMS)
NONE = terms_of({})


def html(text: str, terms: Terms = NONE, skip: str = "", headings: bool = False, below: int = 0) -> str:
    return render(
        text,
        language="nb",
        terms=terms,
        address=lambda ref: f"/veileder/{ref}/",
        skip=skip,
        headings=headings,
        below=below,
    )


def linked(text: str, skip: str = "", headings: bool = False) -> list[tuple[str, str]]:
    """The links: where to, and their words."""
    found = re.findall(r'<a href="/veileder/(.*?)/"[^>]*>(.*?)</a>', html(text, TERMS, skip, headings), re.DOTALL)
    return [(ref.removeprefix("definitions/"), words) for ref, words in found]


def test_headings_come_as_many_levels_further_down_as_asked() -> None:
    text = "## En\n\n#### To\n\nTre"
    assert html(text, headings=True) == "<h2>En</h2>\n<h4>To</h4>\n<p>Tre</p>"
    assert html(text, headings=True, below=1) == "<h3>En</h3>\n<h5>To</h5>\n<p>Tre</p>"
    assert html(text, headings=True, below=4) == "<h6>En</h6>\n<h6>To</h6>\n<p>Tre</p>"


def test_paragraphs_lists_and_emphasis_are_kept() -> None:
    assert html("En *to* **tre**\nfire.\n\n- a\n- b\n\n3. c") == (
        "<p>En <em>to</em> <strong>tre</strong>\nfire.</p>\n"
        '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start="3">\n<li>c</li>\n</ol>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "<script>alert(1)</script>",
        "<!-- x -->",
        "<https://x.example>",
        "&lt;b&gt;",
        "`x`",
        "    x",
        "> x",
        "***",
    ],
)
def test_all_other_markup_is_words(text: str) -> None:
    assert re.fullmatch(r"<p>[^<>]*(&lt;[^<>]*)*</p>", html(text).replace("&gt;", ""))


def test_an_image_is_at_most_a_link_with_a_sign_before_it() -> None:
    assert html("![x](https://x.example/a.png)").startswith("<p>!<a href=")


def test_headings_are_headings_only_where_they_are_asked_for() -> None:
    assert html("## Mer\n\n#### Enda mer", headings=True) == "<h2>Mer</h2>\n<h4>Enda mer</h4>"
    assert html("## Mer") == "<p>## Mer</p>"
    assert html("# For mye\n\n##### For lite", headings=True) == "For mye\nFor lite"


def test_a_link_out_takes_no_referrer_and_opens_where_it_is() -> None:
    assert html("[x](https://x.example)") == (
        f'<p><a href="https://x.example" class="ds-link" rel="{NO_REFERRER}">x</a></p>'
    )


@pytest.mark.parametrize("url", ["tel:112", "mailto:a@b.example"])
def test_a_link_to_call_or_write_is_plain(url: str) -> None:
    assert html(f"[x]({url})") == f'<p><a href="{url}" class="ds-link">x</a></p>'


def test_a_reference_becomes_the_items_address() -> None:
    assert html("[x](routine/meld)") == '<p><a href="/veileder/routine/meld/" class="ds-link">x</a></p>'


@pytest.mark.parametrize(
    "url", ["http://x.example", "//x.example", "/x", "javascript:alert(1)", "https://a:b@x.example", ""]
)
def test_a_link_that_leads_elsewhere_is_words(url: str) -> None:
    assert "<a" not in html(f"[x]({url})")


def test_the_first_mention_of_a_term_is_linked_and_no_other() -> None:
    assert linked("Ekstremisme er ekstremisme. Ekstremismen er ekstremisme.") == [("ekstremisme", "Ekstremisme")]


def test_the_longest_form_wins_and_leaves_nothing_for_the_shorter() -> None:
    text = "Voldelig ekstremisme og voldelig ekstremisme, men ekstremisme?"
    assert linked(text) == [("voldelig-ekstremisme", "Voldelig ekstremisme"), ("ekstremisme", "ekstremisme")]


def test_a_form_is_found_across_a_line_break() -> None:
    assert linked("voldelig\nekstremisme") == [("voldelig-ekstremisme", "voldelig\nekstremisme")]


def test_a_form_with_a_sign_within_is_found() -> None:
    assert linked("vold/trusler, vold trusler") == [("vold", "vold/trusler")]


@pytest.mark.parametrize(
    "text",
    [
        "høyreekstremisme",
        "ekstremismer",
        "ekstremisme-",
        "høyre-ekstremisme",
        "čáhcit",
        "ęrekrenkelse",
        "čáhci\u0301",
        "ekstremisme2",
    ],
)
def test_only_whole_words_are_terms(text: str) -> None:
    assert linked(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ÆREKRENKELSE!", "ÆREKRENKELSE"),
        ("(Čáhci)", "Čáhci"),
        ("«ekstremisme»", "ekstremisme"),
        ("ekstremisme–hat", "ekstremisme"),
    ],
)
def test_letters_of_every_alphabet_and_both_cases_are_the_same_word(text: str, words: str) -> None:
    assert [found for _, found in linked(text)] == [words]


def test_nothing_is_linked_within_a_link_or_a_heading() -> None:
    assert linked("## Ekstremisme\n\n[Ekstremisme *er*](https://x.example)", headings=True) == []


def test_a_term_that_the_writer_links_is_not_linked_again() -> None:
    assert linked("Ekstremisme er [dette](definitions/ekstremisme).") == [("ekstremisme", "dette")]


def test_a_terms_own_page_does_not_link_to_itself() -> None:
    assert linked("Ekstremisme og hatkriminalitet", skip="definitions/ekstremisme") == [
        ("hatkriminalitet", "hatkriminalitet")
    ]


def test_terms_in_emphasis_are_found() -> None:
    assert linked("*ekstremisme*") == [("ekstremisme", "ekstremisme")]


def test_terms_are_those_of_the_guide_in_its_language(tmp_path: Path) -> None:
    guide = load(write_pack(tmp_path / "liten")).guide
    assert guide is not None
    terms = Terms.build(guide, "nn")
    assert [ref for _, _, ref in terms.find("Valdeleg ekstremisme, voldelig ekstremisme")] == [
        "definitions/voldelig-ekstremisme",
        "definitions/ekstremisme",
    ]
    assert list(Terms.build(guide, "en").find("ekstremisme")) == []


def test_terms_of_another_language_are_refused() -> None:
    with pytest.raises(ValueError, match="terms are in nb, the text is in nn"):
        render("x", language="nn", terms=NONE, address=str)


def test_plain_text_has_no_markup() -> None:
    text = "## Mer\n\nEn *to* [tre](https://x.example)\nfire \\* fem.\n\n- a\n- b"
    assert plain(text) == "Mer\nEn to tre fire * fem.\na\nb"


def test_three_hundred_texts_take_well_under_a_second() -> None:
    text = "Dette er *en* tekst om voldelig ekstremisme og [annet](definitions/annet).\n\n" * 4
    start = time.process_time()
    for _ in range(300):
        html(text, TERMS)
    assert time.process_time() - start < 1


class Seen(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}

    def handle_comment(self, data: str) -> None:
        self.tags.add("!--")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("!")


SIGNS = (
    '< > ]( [ ) ![ * _ ` ## &lt; &#60; \\ " <a|href=x> <img|src=x|onerror=y> javascript: https://x.no //x data:, tel:1'
)
PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from([sign.replace("|", " ") for sign in SIGNS.split()]),
    st.sampled_from(["\n", "\n\n", "- ", "1. ", "    ", "ekstremisme", "voldelig "]),
)


@given(text=st.lists(PIECES, max_size=20).map("".join), headings=st.booleans())
def test_no_text_gives_other_html_than_the_list_allows(text: str, headings: bool) -> None:
    seen = Seen(html(text, TERMS, headings=headings))
    assert seen.tags <= (TAGS | HEADINGS if headings else TAGS)
    for tag, name, value in seen.attributes:
        if (tag, name) == ("a", "href"):
            assert value.startswith("/veileder/") or target(value) is not None
        else:
            assert (tag, name, value) in {("a", "class", "ds-link"), ("a", "rel", NO_REFERRER)} or (tag, name) == (
                "ol",
                "start",
            )


@given(st.text())
def test_no_text_makes_plain_raise(text: str) -> None:
    plain(text)


def test_the_small_packs_texts_become_html(tmp_path: Path) -> None:
    guide = load(write_pack(tmp_path / "liten")).guide
    assert guide is not None
    terms = Terms.build(guide, "nb")
    text = guide.signs[0].text["nb"]
    assert text in FILES["signs.yaml"].replace("        ", "")
    assert render(text, language="nb", terms=terms, address=lambda ref: f"/{ref}") == (
        '<p>Tåler ikke andres syn.</p>\n<p>Se <a href="/definitions/ekstremisme" class="ds-link">ekstremisme</a>.</p>'
    )
