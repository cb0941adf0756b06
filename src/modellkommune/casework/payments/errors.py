"""What can be wrong with an order about money."""


class NothingDue(Exception):
    """There is nothing to pay in this case."""


class PaymentAlreadySettled(Exception):
    """The fee of this case has been paid."""


class TaskNotFound(Exception):
    """There is no such matter of money in this municipality."""
