"""What the ideas market refuses."""


class IdeaUnknown(LookupError):
    """There is no such idea, or the person who asks may not see it."""


class MoveRefused(ValueError):
    """An idea in this state does not go there, or not by this person."""


class OwnIdea(PermissionError):
    """Nobody assesses or decides an idea of her own, whatever her role."""


class NotDeclared(ValueError):
    """Of a pseudonymous idea an assessor has to declare that it is not hers."""


class Incomplete(ValueError):
    """Something is missing or wrong; `fields` names each with its problem, such as ("reason", "missing")."""

    def __init__(self, *fields: tuple[str, str]) -> None:
        super().__init__(f"{self.__doc__}: {fields}")
        self.fields = fields


class MarketClosed(ValueError):
    """Ideas are taken between the first and the last day of a market only."""


class CodeUnknown(LookupError):
    """No idea, and no letter in the letterbox, has this reply code."""


class DotsRefused(ValueError):
    """The code is unknown here, its dots are used up, or the day is over; `problem` says which."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{self.__doc__} ({problem})")
        self.problem = problem
