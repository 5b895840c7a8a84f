"""Files that are sent with a form: kept in memory, never on disk, and no more of them than the settings allow."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

# A body this many times the limit is not read to its end: the connection is closed on whoever sends it.
PATIENCE = 5
MB = 1_000_000


class InMemory(FileUploadHandler):
    """Keeps each file of a request in memory, together up to the limit.

    Of a file that goes beyond it nothing is kept but the fact: the upload has `too_large`, and the field says so.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.total = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:  # noqa: N803 (Django's name)
        if content_length > settings.UPLOAD_LIMIT_MB * MB * PATIENCE:
            raise StopUpload(connection_reset=True)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept, self.too_large = bytearray(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.total += len(raw_data)
        if self.total > settings.UPLOAD_LIMIT_MB * MB:
            self.kept, self.too_large = bytearray(), True
        else:
            self.kept += raw_data

    def file_complete(self, file_size: int) -> Any:
        upload = SimpleUploadedFile(self.file_name or "", bytes(self.kept), self.content_type or "")
        upload.too_large = self.too_large  # type: ignore[attr-defined]
        return upload
