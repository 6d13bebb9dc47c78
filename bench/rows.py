"""The rows, in the order in which they run. A new row is a module with its function, and an entry here."""

from __future__ import annotations

from bench.anonymous import anonymous
from bench.desk import desk
from bench.first_visit import first_visit
from bench.guide_page import guide_page
from bench.memory import memory
from bench.receipts import receipts
from bench.row import Row
from bench.trust import gate_and_opening, logged_write, verifying

ROWS = (
    Row("guide-page", "Public guide page, 8 connections, against a bare hello", guide_page, database=True),
    Row("first-visit", "First visit and a further page, over the wire, compressed", first_visit, database=False),
    Row("logged-write", "A write with its event, against the same without it", logged_write, database=True),
    Row("verifying", "Verifying the log, against reading and hashing the same rows", verifying, database=True),
    Row("gate-and-opening", "A decision of the gate; a page of sealed entries opened", gate_and_opening, database=True),
    Row("desk", "The desk with a million, against a thousand", desk, database=True),
    Row("anonymous", "An anonymous message sent, against a row committed; 8 and 32 at once", anonymous, database=True),
    Row("receipts", "A reader of the guide while fifty wrong receipts a second are tried", receipts, database=True),
    Row("memory", "Memory of one worker after everything was asked of it", memory, database=True),
)
