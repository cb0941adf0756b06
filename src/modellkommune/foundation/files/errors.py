"""Why a file is not taken; `message` says it to the person who handed it in, by language."""

from collections.abc import Mapping

from modellkommune.foundation.files.limits import MEGABYTE


class FileRefused(ValueError):
    """The file cannot be taken."""

    def __init__(self, german: str, english: str) -> None:
        super().__init__(english)
        self.message: Mapping[str, str] = {"de": german, "en": english}


class FileEmpty(FileRefused):
    """The file has no content."""

    def __init__(self) -> None:
        super().__init__(
            "Die Datei ist leer. Bitte wählen Sie eine andere.",
            "The file is empty. Please choose another one.",
        )


class FileTooBig(FileRefused):
    """The file is bigger than allowed."""

    def __init__(self, max_bytes: int) -> None:
        size = max_bytes // MEGABYTE
        super().__init__(
            f"Die Datei ist zu groß. Sie darf höchstens {size} MB haben.",
            f"The file is too big. It may have {size} MB at most.",
        )


class KindRefused(FileRefused):
    """The content is of a kind that is not accepted here."""

    def __init__(self, accept: tuple[str, ...]) -> None:
        kinds = ", ".join(kind.upper() for kind in accept)
        super().__init__(
            f"Diese Art von Datei können wir nicht lesen. Bitte wählen Sie eine Datei dieser Art: {kinds}.",
            f"We cannot read this kind of file. Please choose a file of this kind: {kinds}.",
        )


class FileBroken(FileRefused):
    """The content cannot be opened, or asks for a password."""

    def __init__(self) -> None:
        super().__init__(
            "Die Datei lässt sich nicht öffnen. Vielleicht ist sie beschädigt oder hat ein Passwort.",
            "The file cannot be opened. Perhaps it is damaged or protected by a password.",
        )


class FileTooLarge(FileRefused):
    """The image has too many pixels, or the PDF too many pages."""

    def __init__(self) -> None:
        super().__init__(
            "Das Bild oder das Dokument ist zu umfangreich. Bitte verkleinern oder teilen Sie es.",
            "The image or document is too large. Please reduce or divide it.",
        )


class FileNotFound(LookupError):
    """This municipality has no such file, or its content is gone."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
