"""Somebody with a browser who asks without saying who they are, page by page, as its forms are."""

from __future__ import annotations

import html
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

PATH, ANSWER = "/droft/", "/droft/svar/"
OWN = "http://localhost"
DESK = "mottak-slt-asker"
TEXT = "Sønnen min sier stygge ting om andre.\nHva gjør jeg?"


def get(path: str = PATH, *, host: str = "localhost") -> str:
    """The words of a page."""
    response = Client(headers={"host": host}).get(path)
    assert response.status_code == 200
    return page(response)


def post(path: str, about: dict[str, Any], *, origin: str | None = OWN, host: str = "localhost") -> HttpResponse:
    """A form, sent by a browser that has kept nothing."""
    headers = {"host": host} | ({"origin": origin} if origin else {})
    response = Client().post(path, about, headers=headers)
    # A button for another language sends the page's own form, or there is none.
    text = response.content.decode()
    if 'form="skjema"' in text:
        assert text.count(' id="skjema"') == 1, path
    return response  # type: ignore[return-value]


def page(response: Any) -> str:
    """What a page says, its spaces as one sees them."""
    return " ".join(html.unescape(response.content.decode()).split())


def hidden(response: Any | str, name: str) -> str:
    """The value of a hidden field."""
    text = response if isinstance(response, str) else html.unescape(response.content.decode())
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


def step(response: Any | str, steg: str, *, path: str = PATH, **about: Any) -> HttpResponse:
    """Press a button on a page."""
    return post(path, {"segl": hidden(response, "segl"), "steg": steg, **about})


def receipt_in(response: Any) -> str:
    """The receipt that a page shows."""
    found = re.search(r"<output[^>]*>(.*?)</output>", response.content.decode(), re.DOTALL)
    assert found
    return "".join(re.findall(r"\d", found[1]))


def at_receipt(desk: str = DESK) -> HttpResponse:
    """The page with the receipt."""
    return step(get(), "kvittering", mottak=desk)


def at_look_over(desk: str = DESK, **about: Any) -> HttpResponse:
    """The page where they look over what they wrote."""
    shown = at_receipt(desk)
    return step(step(shown, "skriv"), "se-over", **{"text": TEXT, "wish": "write", "contact": "", **about})


def asked(desk: str = DESK, **about: Any) -> str:
    """Somebody has asked: their receipt."""
    said = {"text": TEXT, "wish": "write", "contact": "", **about}
    shown = at_receipt(desk)
    receipt = receipt_in(shown)
    assert step(shown, "send", **said).status_code == 303
    return receipt


def opened(receipt: str, *, host: str = "localhost") -> HttpResponse:
    """What a receipt opens."""
    return post(ANSWER, {"kvittering": receipt, "steg": "les"}, host=host, origin=f"http://{host}")
