"""Why a command of the operator ends early."""


class Refused(Exception):
    """The command cannot go on; its text is one sentence that says what to do."""
