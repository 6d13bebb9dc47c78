"""The one idea: every record is owned by one unit, and another unit sees it through a disclosure or not at all.

`facts.py` says what the gate is asked, `gate.py` answers: pure, over the legal bases of the edition in force.
"""
