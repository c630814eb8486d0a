"""An upload larger than a file may be is cut off while it arrives, not after."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from documents.reading.limits import current_limits


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes one byte more than the limit to disk and drops the rest.

    The service then refuses the file as too large in its own words, and no sender
    can fill the disk.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Starts counting for the next file of the request."""
        super().new_file(*args, **kwargs)
        self.room_bytes = current_limits().max_bytes + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keeps as much of the chunk as there is room for."""
        kept = raw_data[: self.room_bytes]
        if kept:
            super().receive_data_chunk(kept, start)
            self.room_bytes -= len(kept)

    def file_complete(self, file_size: int) -> Any:
        """The file with the size that was kept."""
        kept = current_limits().max_bytes + 1 - self.room_bytes
        return super().file_complete(min(file_size, kept))
