"""Guesses at a word that a guide doesn't have. A guess can insult and alarm, so there are few, and they are told."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from motvekt.guide.search_index import Index
from motvekt.guide.spelling import fold

_SHORTEST, _OTHERWISE, _LONG = 6, 7, 10
"""Letters from which a word may have a slip in it: one of danger, any other; and from which it may have two."""
_MOST_EQUAL = 5


def nearest(index: Index, word: str) -> str:
    """The word of the guide's own language that this one was meant for; empty where none is near enough.

    It begins with the same letter, since people seldom miss the first. Where two are as near and one of them means
    danger, it is that one. Numbers and common words are never guessed at.
    """
    if len(word) < _SHORTEST or not word.isalpha() or word in COMMON:
        return ""
    best: list[str] = []
    closest = 2 if len(word) >= _LONG else 1
    for length in range(len(word) - closest, len(word) + closest + 1):
        choices = index.guessable.get((word[0], length), ())
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=closest, limit=_MOST_EQUAL)
        for form, slips, _ in found:
            if slips > 1 and length < _LONG:
                continue
            if slips < closest:
                best, closest = [], int(slips)
            if slips == closest and (len(word) >= _OTHERWISE or form in index.dangerous):
                best.append(form)
    return min(best, key=lambda form: (form not in index.dangerous, form), default="")


_NORWEGIAN = """
    forskning forsvinner forsvinne kontrakt risikoen produserer hester kristin angrer strenge psykologi sammensatt
    slottet blander kontanter stykket bøndene oppstått overtatt besittelse kontrakter skryte deltakerne trender
    dokumentar ordentlige formelle utseendet dokumentaren lengter dokumentene dokumentet eksplosjon overstått
    skulder strikke eksploderte kameraer stammen angret eksplosjonen overdreven anvendelse gründer stovner anslått
    støtende overdrevet lønninger utslått slukket kirsten overlatt truser konsertene kontant registeret forsvart
    nasjonalitet snekker statuen springe talsperson oppsatt fengsle koordinater høster gjerder hjelmen henriette
    driftes overgått oppklaring utleier skammen tråkker dokumentarer oppløsningen utsending valpen brønner
    forfedrene overgriper universets hatter overtaket strukket assistert ambulante angres avsette brannveggen
    forgrunnen forskånt forspann forsvinnes gissen gisser gisset grånet halter hamster hangle hasper hauster
    hensette hoster jubling livsfase livsnære sagnet savlet skating skjemt skrelt skrent skryting skylte skymte
    skytebanen skyving skøyte skøyter snyting sprunge svanet syting tauende tjuende trasler trassel treende truster
    tusler vampen vannene vatnene vognene demokratisk kjeller kvelder starten vaksine hjemmel tilsatt brukbar
    personal håndklær valuta myrdal skjønt skjørt utslett anskaffe forsvinn haltar hattar haustar hestar hostar
    dreien saknad skreid tregar trullar tuslar tråande tjuande kristine jordisk salmene kvisten kverner starting
    innvending artistisk ekstremiteter konservere konservator somatisk protese tolerante arbeidsleir spinning
    darling håpefulle mandler medeier foreldreløs internert metning brenneri spebarn
"""
_ENGLISH = """
    production conference contract healthy charges revenue scored corporation identify concert factory contest
    shipping thread contracts scoring painted complaint throat interaction auction counties sacred shorter qualify
    classification artistic medication staring shaking prosecution switching warming relaxed dancer shouting
    coincidence meditation printed clarity striker crashes weights farther threads christina messing planting
    projection tearing maternal patents attach commodities pearson shaping distract projections feather persona
    slipping statues spared chanting parsons stared scooter contend routing scaled trailing dagger illuminated
    convent changer disconnect mitigation soaring moaning derives robbers discard shaming throats illumination
    illuminate shading sipping stormed forster
"""
COMMON = frozenset(map(fold, (_NORWEGIAN + _ENGLISH).split()))
"""Words that are common enough to be meant, and a slip or two away from what guides have words for.

They were found by asking for the twenty thousand commonest words of each language and, near words of danger, for those
of a dictionary. A word that is no guide's business can stand here whether or not it is near to anything today.
"""
