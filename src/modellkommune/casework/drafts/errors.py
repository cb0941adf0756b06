"""What can be wrong with a draft."""


class DraftNotFound(Exception):
    """There is no such draft, or it was deleted after its last day."""


class DraftAlreadySubmitted(Exception):
    """The draft was handed in; its application is not edited any more."""
