"""The edition on paper: the guide as a PDF, the routine on one sheet for the wall, and the pocket card.

`tree.py`, `common.py`, `book.py` and `sheets.py` turn a guide into plain data; `typeset.py` hands the data to the
typesetter, a child process that knows nothing else; `files.py` makes all the files of an edition.
"""
