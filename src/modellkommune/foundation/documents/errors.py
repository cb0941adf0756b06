"""What can go wrong with documents, their keys and their signatures."""


class FontsMissing(RuntimeError):
    """The fonts of the documents are missing: `make assets` builds them."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class TemplateRefused(ValueError):
    """The template of a document cannot be set with these data; the message says where and why."""


class NoSigningKey(RuntimeError):
    """The municipality has no key to sign with: an administrator has to import one."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class KeyRefused(ValueError):
    """This key and certificate cannot be used; the message says why."""


class KeyUnknown(ValueError):
    """The municipality has no key whose certificate has this reference."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class PdfNotOurs(ValueError):
    """Only a PDF of our own typesetting can be signed, and only once."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
