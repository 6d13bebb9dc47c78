"""The rows, in the order in which they run. A new row is a module with its function, and an entry here."""

from __future__ import annotations

from bench.first_visit import first_visit
from bench.guide_page import guide_page
from bench.row import Row

ROWS = (
    Row("guide-page", "Public guide page, 8 connections, against a bare hello", guide_page, database=True),
    Row("first-visit", "First visit and a further page, over the wire, compressed", first_visit, database=False),
)
