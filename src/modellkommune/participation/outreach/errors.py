"""What can be wrong at the info stand; the docstring is the message."""


class OutreachRefused(Exception):
    """The info stand cannot do this. `kind` names the sentence that says so."""

    kind = "refused"

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class StateRefused(OutreachRefused):
    """The wheel is not in the state that this needs."""

    kind = "state"


class StockEmpty(OutreachRefused):
    """A wheel needs at least one prize and one consolation prize before it is fixed."""

    kind = "empty"


class StockTooSmall(OutreachRefused):
    """No more pieces can be taken out than are there."""

    kind = "too_small"


class WheelEmpty(OutreachRefused):
    """Everything on the wheel has been won."""

    kind = "all_won"


class PairingRefused(OutreachRefused):
    """This pairing code is unknown, was used, or has run out."""

    kind = "pairing"
