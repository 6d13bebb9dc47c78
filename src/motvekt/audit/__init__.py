"""Who did what: a closed set of events in a chain per controller, which nobody can rewrite unseen. No pages.

`events.py` says which events there are and what each carries; `chain.py` is the arithmetic and knows no database;
`actions.record` writes, in the transaction that it tells of; `queries.verify` reads a chain and says where it breaks.
"""
