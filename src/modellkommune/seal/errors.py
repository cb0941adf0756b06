"""What can be wrong with a seal."""


class NotASeal(ValueError):
    """This is not a visible digital seal, or it is damaged."""


class SealDoesNotFit(ValueError):
    """A value does not fit into the seal's profile."""


class NoBarcodeFound(ValueError):
    """No DataMatrix code was found in this file."""


class UnreadableFile(ValueError):
    """This is neither a picture (JPEG, PNG, WebP) nor a PDF that can be opened."""
