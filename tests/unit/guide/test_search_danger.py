"""When 112 stands above the hits, and what the words for people, faiths and victims lead to."""

from __future__ import annotations

import pytest

from tests.guides import guide_of
from tests.searches import GUIDES, NORWEGIAN, answered, asked, refs

BOKMAL = """
    drap | bombe | selvmord | trussel | terror | drapstrusler | SELVMORD!! | terorr | 112 | vapen | 116 111 | 116111
    ta livet av seg | jeg vil ta livet mitt | vil ikke leve | jeg orker ikke mer | kutter seg | skal jeg dø | livredd
    skolen skal sprenges | sprenge | brenne ned moskeen | brenner ned kirka | tenne på asylmottak | stikke ned | øks
    knivstikking | machete | hagle | kidnappe | dødsliste | trua | drapstruet | juling | blir banket hjemme | redd
    HJELP MEG | skade noen | gjøre noe farlig | han planlegger noe | noen følger etter meg | nødtelefon | 110 | 113
    911 | ambulanse | brann | legevakt | kan ikke snakke | skal jeg ringe politiet | manifest | mannen min slår
    jeg skal drepe dem | han har våpen | kjøkkenkniv | bilbombe | massedrap | drapstanker | luftgevær | livsfarlig
    er borte | rømt | voldtatt | han slo meg | noen vil ta meg | bruker truer med kniv | eleven min snakker om å drepe
"""
NYNORSK = """
    eg orkar ikkje meir | vil ikkje leve | vil døy | sprengje skulen | dei slår meg heime | eg er redd | hjelp meg
    kan ikkje snakke | skal eg ringje politiet | trugsmål | truslar | han har kniv | drapstrugsmål | hemn | manifest
    skade nokon | redd | jeg orker ikke mer | drapstruet | ta livet av seg | blir banket
"""
ENGLISH = """
    attack | afraid | i am scared | he wants to kill himself | i want to die | gun | he hits me | on fire | ambulance
    school shooting | help me | call the police | manifesto | beaten at home | bombe | drepe
"""


def each(text: str) -> list[str]:
    return [query.strip() for line in text.strip().splitlines() for query in line.split("|")]


@pytest.mark.parametrize("query", each(BOKMAL))
def test_danger_in_bokmal_puts_112_above_the_hits(query: str) -> None:
    assert asked(query).danger


@pytest.mark.parametrize(("pack", "language"), [("asker-baerum", "nn"), ("fjellvik", "nn")])
@pytest.mark.parametrize("query", each(NYNORSK))
def test_danger_in_nynorsk_puts_112_above_the_hits(query: str, pack: str, language: str) -> None:
    assert asked(query, pack, language).danger


@pytest.mark.parametrize("query", each(ENGLISH))
def test_danger_in_english_puts_112_above_the_hits(query: str) -> None:
    assert asked(query, language="en").danger


@pytest.mark.parametrize(
    "query",
    each(
        """
        koran | faren min | sønnen min | taushetsplikt | mobbing | dr | hun jobber i banken | vi er fire | vi er åtte
        høy hastighet | rødt flagg | våken om natta | hun har rare venner | han liker kylling | kriminelle bander
        folkemord i gaza | atomvåpen | blir kalt terrorist | han savner deg | skiskyting | en gang | hele massen
        """
    ),
)
def test_other_words_do_not(query: str) -> None:
    assert not asked(query).danger


@pytest.mark.parametrize(("pack", "language"), GUIDES)
def test_every_word_of_danger_in_a_pack_is_read_so(pack: str, language: str) -> None:
    entries = [entry for entry in guide_of(pack).words if entry.danger]
    words = [word for entry in entries for word in entry.words.get(language, [])]  # type: ignore[call-overload]
    assert len(words) > 100
    assert [word for word in words if not asked(word, pack, language).danger] == []


def test_the_longer_words_that_take_the_danger_out_of_a_shorter_one_are_these() -> None:
    found = set()
    for entry in guide_of("asker-baerum").words:
        for word in entry.words["nb"]:
            parts = word.split()
            if not entry.danger and len(parts) > 1 and any(asked(part).danger for part in parts):
                found.add(word)
    assert {word for word in found if not asked(word).danger} == {"beundrer terrorister", "kalt terrorist"}


@pytest.mark.parametrize("query", ["selvmord", "jeg orker ikke mer", "vil ikke leve", "kutter seg"])
def test_who_does_not_want_to_live_is_told_whom_to_call(query: str) -> None:
    said = asked(query).answers[0].says
    assert said is not None
    assert "[116 123](tel:116123)" in said["nb"]


@pytest.mark.parametrize("query", ["110", "113", "ambulanse", "brann"])
def test_who_looks_for_another_emergency_number_gets_it(query: str) -> None:
    said = asked(query).answers[0].says
    assert said is not None
    assert all(f"(tel:{number})" in said["nb"] for number in ("110", "112", "113"))


PROTECTED = {
    "koran": "tro",
    "jeg tror på gud": "tro",
    "går i moskeen hver dag": "tro",
    "er det farlig å være muslim": "tro",
    "muslimene på skolen": "tro",
    "sønnen min har konvertert": "tro",
    "han ber fem ganger om dagen": "tro",
    "allahu akbar": "tro",
    "sharia": "tro",
    "synagoge": "tro",
    "hijab": "klaer",
    "hun har begynt å gå med hijab": "klaer",
    "sikh turban": "tro",
    "gaza": "meninger",
    "kommunist": "meninger",
    "veganer": "meninger",
    "flyktning": "bakgrunn",
    "afghaner": "bakgrunn",
    "naboen er fra syria": "bakgrunn",
    "kurderne": "bakgrunn",
    "sigøyner": "bakgrunn",
    "samisk": "bakgrunn",
    "mørkhudet": "bakgrunn",
    "hun er same": "bakgrunn",
}


@pytest.mark.parametrize(("query", "entry"), PROTECTED.items())
def test_faith_clothes_opinions_and_origin_are_no_concern(query: str, entry: str) -> None:
    found = asked(query)
    assert refs(found)[0] == "advice/bare-meninger"
    assert entry in answered(found)
    said = found.answers[answered(found).index(entry)].says
    assert said is not None
    assert "ikke noe å bekymre seg for" in said["nb"]
    assert not found.danger


@pytest.mark.parametrize("query", ["islam", "konvertert til islam"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_islam_is_a_faith_and_nothing_else(query: str, language: str) -> None:
    found = asked(query, language=language)
    assert "islamisme" not in answered(found)
    assert not any("ekstremisme" in ref for ref in refs(found)[:3])


@pytest.mark.parametrize(("pack", "language"), NORWEGIAN[1:])
@pytest.mark.parametrize("query", ["trur på profeten", "jødar", "muslimar", "innvandrarar", "kurdarane", "samane"])
def test_they_are_no_concern_in_nynorsk_either(query: str, pack: str, language: str) -> None:
    found = asked(query, pack, language)
    assert refs(found)[0] == "advice/bare-meninger"
    assert not found.danger


@pytest.mark.parametrize(
    "query",
    [
        *("neger", "kalt meg neger", "pakkis", "svarting", "læreren min kalte meg svarting", "samehets", "homse"),
        "jeg er muslim og blir kalt terrorist",
    ],
)
def test_who_is_called_names_is_met_as_a_victim(query: str) -> None:
    found = asked(query)
    assert refs(found)[0] == "advice/utsatt-for-hat"
    assert not found.danger
