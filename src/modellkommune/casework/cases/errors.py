"""What can be wrong with an order to a case."""

from modellkommune.casework.cases.models import Case


class CaseNotFound(Exception):
    """There is no such case in this municipality."""


class OnlyByPerson(Exception):
    """A machine may not decide this; an official has to."""


class TransitionRefused(Exception):
    """The case cannot move from its state to the one asked for."""

    def __init__(self, number: str, state: str, following: str) -> None:
        super().__init__(f"Case {number} is {state}; it cannot become {following}.")
        self.state = state
        self.following = following


class CaseEmptied(Exception):
    """The content of this case has been deleted: it was kept as long as its service says."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"The content of case {case.number} has been deleted.")
        self.case = case
