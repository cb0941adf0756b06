"""What can be wrong with an order to a case."""


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
