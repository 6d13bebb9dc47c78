"""What is found by its form alone: national ids, dates of birth, telephone numbers, e-mail and street addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from stdnum.no import fodselsnummer

from motvekt.consultations.recognising.words import MONTHS

_ELEVEN = re.compile(r"(?<![\d+])\d{6}[ .:\-]?\d{5}(?!\d)|(?<![\d+])\d{2}[ .]\d{2}[ .]\d{2}[ .]?\d{5}(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)\d{4}[ .]\d{2}[ .]\d{5}(?!\d)")
_BORN = re.compile(
    rf"\b(?:født|fødd|fødselsdato|f\.|f\.d\.)\s*(?:den\s+)?:?\s*"
    rf"(\d{{1,2}}[./\-]\s?\d{{1,2}}[./\-]\s?\d{{2,4}}|\d{{1,2}}\.?\s(?:{MONTHS})\.?\s*\d{{0,4}}|\d{{6}}\b)",
    re.IGNORECASE,
)
_GROUPS = r"\d{8}|\d{3} \d{2} \d{3}|\d{2} \d{2} \d{2} \d{2}|\d{3}\.\d{2}\.\d{3}|\d{3}-\d{2}-\d{3}"
_PHONE = re.compile(
    # Ours, with or without the country's number; and those of other countries.
    rf"(?<![\d.,+])(?:\(?(?:\+|00) ?47\)? ?)?(?:(?=[2-9]){_GROUPS.replace('|', '|(?=[2-9])')})(?![\d]|[.,]\d)|"
    r"(?<!\d)(?:\+|00)(?!47)\d{1,3}(?:[ \-]?\(?\d{2,4}\)?){2,5}(?!\d)"
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,60}(?:\.[\w\-]{1,30}){1,5}")
_STREETS = (
    r"veien|vegen|veg|vei|gata|gaten|gate|allé|alle|alleen|plassen|plass|torget|torg|svingen|bakken|stien|kroken|tunet|"
    r"haugen|åsen|ringen|brygge|terrasse|grenda|jordet|løkka|toppen|stranda|lia|kleiva|smauet|veita|strete|linna"
)
_SURE = r"veien|vegen|gata|gaten|allé|alleen|svingen|kroken|smauet"
_HOUSE = (
    r"\s+(\d{1,3})\s?[A-Za-z]?\b(?!\s*(?:ganger|gonger|år|timer|timar|dager|dagar|uker|veker|minutt|kroner|meter|km|"
)
_HOUSE += r"prosent|elever|elevar|personer|personar|stykker|gutter|gutar|jenter|stk|m\b|%))"
_CAPITAL = r"[A-ZÆØÅ]"
_ADDRESS = re.compile(
    # One word, with a capital or with an ending that says it; or several words, as Karl Johans gate.
    rf"\b(?:{_CAPITAL}[^\W\d_]{{0,30}}(?:{_STREETS})|[^\W\d_]{{3,30}}(?:{_SURE})|"
    rf"(?:{_CAPITAL}[^\W\d_]+[ \-]){{1,3}}(?:{_STREETS})){_HOUSE}"
)
_NO_STREET = re.compile(
    r"^(?:på |underveis|overveien|barnehagen|tribunen|skoleveien|hjemveien|heimveien)", re.IGNORECASE
)


def national_ids(text: str) -> Iterator[str]:
    """Birth numbers and D-numbers, however they are grouped."""
    for number in _elevens(text):
        if _is_valid(number):
            yield number


def like_national_ids(text: str) -> Iterator[str]:
    """Eleven digits that begin with a date, or are grouped as an account: a digit may be wrong, and it still points."""
    for number in _elevens(text):
        if not _is_valid(number) and _begins_with_a_date(re.sub(r"\D", "", number)):
            yield number
    yield from _ACCOUNT.findall(text)


def _elevens(text: str) -> list[str]:
    return _ELEVEN.findall(text)


def _is_valid(number: str) -> bool:
    return fodselsnummer.is_valid(re.sub(r"\D", "", number))


def _begins_with_a_date(digits: str) -> bool:
    """Of D-numbers the day is 40 more, of made-up ones the month is 40, 65 or 80 more."""
    day, month = int(digits[:2]) % 40, int(digits[2:4])
    return 1 <= day <= 31 and any(1 <= month - more <= 12 for more in (0, 40, 65, 80))


def births(text: str) -> Iterator[str]:
    """A whole date of birth."""
    for found in _BORN.finditer(text):
        yield found.group().strip()


def phones(text: str, own: Sequence[str]) -> Iterator[str]:
    """Telephone numbers of eight digits, and those of other countries. The asker's own is theirs to write."""
    known = {_bare(number) for number in own}
    elsewhere = [found.span() for found in (*_ELEVEN.finditer(text), *_ACCOUNT.finditer(text))]
    for found in _PHONE.finditer(text):
        number = found.group().strip()
        if any(begin <= found.start() < end for begin, end in elsewhere):
            continue
        if _bare(number) not in known and not _is_a_day(re.sub(r"\D", "", number)):
            yield number


def _bare(number: str) -> str:
    """The last eight digits, which are the number here."""
    return re.sub(r"\D", "", number)[-8:]


def _is_a_day(digits: str) -> bool:
    """20261124 and 24112026 are days."""
    ways = ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])) if len(digits) == 8 else ()
    return any(1900 <= int(year) <= 2100 and _is_date(int(year), int(month), int(day)) for year, month, day in ways)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def emails(text: str, own: Sequence[str]) -> Iterator[str]:
    """E-mail addresses but one's own."""
    mine = {address.casefold() for address in own}
    return (found for found in _EMAIL.findall(text) if found.casefold().rstrip(".") not in mine)


def addresses(text: str) -> Iterator[str]:
    """A street with the number of a house."""
    for found in _ADDRESS.finditer(text):
        words = found.group().strip()
        if not _NO_STREET.match(words):
            yield words
