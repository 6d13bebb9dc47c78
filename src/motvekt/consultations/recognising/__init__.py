"""What in a text may let somebody be recognised, pointed out to whoever wrote it before they send it. Pure.

It finds what has a form: numbers, addresses, two capitals in a row, things that are rare together. Whether somebody
can be guessed from the rest, no rule can see: whoever writes decides. Nothing of it is stored, counted or sent.
"""

from motvekt.consultations.recognising.findings import WORDS, Finding, Known, Stands, findings

__all__ = ["WORDS", "Finding", "Known", "Stands", "findings"]
