"""Verbs that are counted later, by the day on which it happened: how a case came, and its media breaks.

The journal has an index of these alone, so that a month is counted without reading all that happened in it.
"""

from typing import Final

CASE_ASSISTED: Final = "case_assisted"
"""A member of staff stood by while somebody applied online."""
DATA_TYPED: Final = "data_typed"
"""Somebody applied and typed by hand what her identity card says, as no log-in brought it; once a case."""
DECISION_POSTED: Final = "decision_posted"
"""An act was printed and given to the post."""
MATTER_STATED: Final = "matter_stated"
"""An official typed in what the rules could not say."""
EVIDENCE_ASKED: Final = "evidence_asked"
"""A resident was asked for a file that shows what a register could have said; one entry for each file."""

COUNTED: Final = (CASE_ASSISTED, DATA_TYPED, DECISION_POSTED, EVIDENCE_ASKED, MATTER_STATED)
