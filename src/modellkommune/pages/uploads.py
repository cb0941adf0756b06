"""What may come in as files with one request, and how much of it is kept in memory meanwhile.

Nothing is written to a disk before it is sealed. What is too much is passed over as it comes in, so that the
rest of the form is still read and shown again; only what is far too much is not read at all.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final, TypeAlias

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from modellkommune.foundation.files.limits import MEGABYTE
from modellkommune.pages.errors import too_large

LARGEST_KEPT: Final = 52 * MEGABYTE
"""All files of a request together: the largest single file that a blueprint may ask for, and the form."""
LARGEST_READ: Final = 200 * MEGABYTE
"""A request that announces more is answered without being read."""

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]


class ReceivedFile(InMemoryUploadedFile):
    """A file of a request. `size` is what was sent; `whole` says whether the content was kept."""

    whole: bool = True


class BoundedUploads(FileUploadHandler):
    """Keeps files in memory up to `LARGEST_KEPT` for the whole request, and passes over the rest."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.kept = 0
        self.content = bytearray()
        self.whole = True

    def new_file(self, *args: Any, **more: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **more)
        self.content, self.whole = bytearray(), True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece while there is room."""
        if self.whole and self.kept + len(self.content) + len(raw_data) <= LARGEST_KEPT:
            self.content += raw_data
        else:
            self.content, self.whole = bytearray(), False

    def file_complete(self, file_size: int) -> ReceivedFile:
        """The file, without its content if there was no room."""
        self.kept += len(self.content)
        received = ReceivedFile(
            BytesIO(self.content),
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
        received.whole = self.whole
        return received


def refuse_huge_requests(answer: Answer) -> Answer:
    """Answer a request that announces more than `LARGEST_READ` bytes at once, without reading it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and int(announced[:18]) > LARGEST_READ:
            return too_large(request)
        return answer(request)

    return middleware
