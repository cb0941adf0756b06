"""What the room refuses. The docstring is the message."""

from modellkommune.blueprint.survey.asking import Fault


class _Refusal(Exception):
    def __init__(self) -> None:
        super().__init__(self.__doc__)


class SurveyNotFound(LookupError):
    """There is no such survey in this municipality."""


class TransitionRefused(Exception):
    """The survey cannot move from its state to the one asked for."""

    def __init__(self, key: str, state: str, following: str) -> None:
        super().__init__(f"The survey {key} is {state}; it cannot become {following}.")
        self.state = state
        self.following = following


class SurveyRuns(Exception):
    """A survey that has been opened never changes."""

    def __init__(self, key: str, state: str) -> None:
        super().__init__(
            f"The survey {key} is {state}, and what people were asked does not change any more. Close and "
            "publish it first; the newer version can then be asked as the next survey of this name."
        )


class MeaningChanged(Exception):
    """An id of an earlier version means something else now."""

    def __init__(self, key: str, questions: list[str]) -> None:
        names = ", ".join(questions)
        super().__init__(
            f"In the survey {key} another kind of question had the id {names} before; results of different "
            "years could not be compared. Give the new question an id of its own."
        )


class OwnSurvey(_Refusal):
    """Whoever wrote a survey or handed it in does not approve it: another person has to."""


class ReasonMissing(_Refusal):
    """Say what has to be changed, so that the author knows."""


class ClosingDayPast(_Refusal):
    """The last day of a survey lies today or later."""


class NotSettled(_Refusal):
    """Answers are still on their way: half an hour after the end all of them are there."""


class ResultsMissing(_Refusal):
    """The results are not put together yet: do that first, then they can be published."""


class TextMissing(_Refusal):
    """Say in German what people said and what the town did about it, and name the day."""


class HeldAnswersWait(_Refusal):
    """Some answers wait for somebody to release or discard them: do that first."""


class VisitGone(_Refusal):
    """These answers are not kept here any more: they were sent, thrown away or left alone for too long."""


class SurveyOver(_Refusal):
    """The survey has ended, and the half hour for those who had begun is over as well."""


class CodeUnknown(_Refusal):
    """This code does not belong to this survey."""


class CodeUsed(_Refusal):
    """This code has been used already: every code counts once."""


class AnswersMissing(_Refusal):
    """A question that needs an answer has none."""


class AnswerRefused(ValueError):
    """An answer does not fit its question."""

    def __init__(self, question: str, fault: Fault) -> None:
        super().__init__(f"The answer to {question} does not fit: {fault}.")
        self.question, self.fault = question, fault


class NotYours(_Refusal):
    """A batch is entered twice, by two people: somebody else has to enter it the second time."""


class BatchNumberTaken(_Refusal):
    """There is a batch with this number already."""


class BatchIncomplete(_Refusal):
    """Not all sheets of the batch have been entered twice."""


class BatchDiffers(_Refusal):
    """The two entries of a sheet differ: settle the differences first."""


class BatchSettled(_Refusal):
    """This batch is settled; its sheets are counted and cannot be entered again."""


class AnswersClosed(_Refusal):
    """Answers can be looked at once the survey is closed, and not any more once they are deleted."""
