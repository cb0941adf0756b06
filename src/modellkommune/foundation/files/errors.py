"""Why a file is not taken; `message` says it to the person who handed it in, by language."""

from collections.abc import Mapping
from typing import Final

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


class FilesTooBigTogether(FileRefused):
    """The files of one sending are bigger than one sending may be."""

    def __init__(self, max_bytes: int) -> None:
        size = max_bytes // MEGABYTE
        super().__init__(
            f"Zusammen sind die Dateien größer als {size} MB. Bitte laden Sie diese hier danach hoch.",
            f"Together the files are bigger than {size} MB. Please upload this one afterwards.",
        )


class TooManyFiles(FileRefused):
    """More files than the field takes."""

    def __init__(self, most: int) -> None:
        if most == 1:
            german = "Hier ist Platz für eine Datei. Diese wurde nicht übernommen."
            english = "There is room for one file here. This one was not taken."
        else:
            german = f"Hier ist Platz für {most} Dateien. Diese wurde nicht übernommen."
            english = f"There is room for {most} files here. This one was not taken."
        super().__init__(german, english)


class KindRefused(FileRefused):
    """The content is of a kind that is not accepted here."""

    def __init__(self, accept: tuple[str, ...]) -> None:
        kinds = ", ".join(kind.upper() for kind in accept)
        super().__init__(
            f"Diese Art von Datei können wir nicht lesen. Bitte wählen Sie eine Datei dieser Art: {kinds}.",
            f"We cannot read this kind of file. Please choose a file of this kind: {kinds}.",
        )


class FileBroken(FileRefused):
    """The content cannot be opened."""

    def __init__(self) -> None:
        super().__init__(
            "Die Datei lässt sich nicht öffnen. Vielleicht ist sie beschädigt. Bitte wählen Sie eine andere.",
            "The file cannot be opened. Perhaps it is damaged. Please choose another one.",
        )


class FileLocked(FileRefused):
    """The document asks for a password."""

    def __init__(self) -> None:
        super().__init__(
            "Dieses PDF ist mit einem Passwort geschützt. Bitte speichern Sie es ohne Passwort.",
            "This PDF is protected by a password. Please save it without a password.",
        )


class FileActive(FileRefused):
    """The document holds a program or other files."""

    def __init__(self) -> None:
        super().__init__(
            "Dieses PDF enthält ein Programm oder angehängte Dateien."
            " Bitte drucken Sie es in ein neues PDF, oder fotografieren Sie es.",
            "This PDF contains a program or attached files."
            " Please print it into a new PDF, or take a photo of it.",
        )


class FileDisguised(FileRefused):
    """A second file of another kind hides in the content."""

    def __init__(self) -> None:
        super().__init__(
            "In dieser Datei steckt noch eine zweite von anderer Art."
            " Bitte fotografieren Sie das Dokument neu.",
            "A second file of another kind hides in this one. Please take a new photo of the document.",
        )


class FileTooLarge(FileRefused):
    """The image has too many pixels, the PDF too many pages, or opening it takes too much."""

    def __init__(self) -> None:
        super().__init__(
            "Das Bild oder das Dokument ist zu umfangreich. Bitte verkleinern oder teilen Sie es.",
            "The image or document is too large. Please reduce or divide it.",
        )


class FileInfected(FileRefused):
    """The scanner has found malware in the content."""

    def __init__(self) -> None:
        super().__init__(
            "In dieser Datei hat der Virenscanner ein Schadprogramm erkannt. Wir öffnen sie nicht."
            " Bitte nehmen Sie eine andere Datei, am besten ein neues Foto des Dokuments.",
            "The virus scanner has found malware in this file. We do not open it."
            " Please use another file, ideally a new photo of the document.",
        )


_SELF_EXPLAINED: Final[Mapping[str, type[FileRefused]]] = {
    "FileActive": FileActive,
    "FileBroken": FileBroken,
    "FileDisguised": FileDisguised,
    "FileInfected": FileInfected,
    "FileLocked": FileLocked,
    "FileTooLarge": FileTooLarge,
}


def refusal_named(name: str) -> FileRefused:
    """A refusal that needs to know nothing of the file, by the name of its class. Raises `KeyError`."""
    return _SELF_EXPLAINED[name]()  # type: ignore[call-arg]  # these state themselves


class FileNotFound(LookupError):
    """This municipality has no such file, or its content is gone."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class FileWithheld(FileNotFound):
    """The file waits for the scanner or was rejected: nobody gets to see it."""


class OriginalWithheld(Exception):
    """The original is not given out; `why` is "no_scanner", "silent" or "infected"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class FileAltered(Exception):
    """The stored content is not what was handed in."""
