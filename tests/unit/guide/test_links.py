"""Links lead out of the system in three ways, or to an item."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.links import Target, target


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://utveier.no", Target.WEB),
        ("HTTPS://utveier.no/a?b=c#d", Target.WEB),
        ("https://xn--brum-0ra.kommune.no:8443/", Target.WEB),
        ("https://utveier.xn--p1ai/", Target.WEB),
        ("tel:112", Target.CALL),
        ("tel:+4793053601", Target.CALL),
        ("mailto:slt@asker.kommune.no", Target.CALL),
        ("definitions/radikalisering", Target.ITEM),
        ("legal_bases/fvl-13b-5", Target.ITEM),
        ("contacts/slt-asker", Target.ITEM),
        ("pages/om", Target.ITEM),
    ],
)
def test_a_link_may_lead_out_or_to_an_item(url: str, leads_to: Target) -> None:
    assert target(url) is leads_to


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://utveier.no",
        "//utveier.no",
        "/veileder/",
        "#her",
        "?a=b",
        "..",
        "definitions/../../x",
        "definitions/",
        "begreper/radikalisering",
        "ftp://utveier.no",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "https:utveier.no",
        "https:/utveier.no",
        "https://",
        "https:///utveier.no",
        "https://bruker@utveier.no",
        "https://bruker:ord@utveier.no",
        "https://@utveier.no",
        "https://utveier.no\\@annet.no",
        "https://utveier.no%40annet.no",
        "https://utveier.no\uff20annet.no",
        "https://bærum.no",
        "https://\u0130.no",
        "http\u017f://utveier.no",
        "https://utv\u0435ier.no",
        "https://localhost",
        "https://192.0.2.1/",
        "https://3221225985/",
        "https://0xc0.0.2.0x1/",
        "https://[2001:db8::1]/",
        "https://utveier.no:",
        "https://utveier..no",
        "https://[utveier",
        "https://utveier.no/ x",
        " https://utveier.no",
        "https://utveier.no\n",
        "tel:",
        "tel:112;ext=1",
        "mailto:slt@asker.kommune.no?bcc=x@y.no",
        "mailto:slt",
    ],
)
def test_every_other_link_leads_nowhere(url: str) -> None:
    assert target(url) is None


@given(st.text())
def test_no_text_makes_it_raise(url: str) -> None:
    target(url)
    target("https://" + url)
