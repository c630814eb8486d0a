"""What the process does that opens a stranger's file; the forker starts one for each order.

The file is standard input, the working directory is a private folder. Results go to
result.jsonl there, one line a page, each written before the next page is touched,
so that whatever happens later leaves them whole. Knows no Django and no database.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from documents.reading.confine import confine
from documents.reading.pdf_file import outline_pdf, render_pdf
from documents.reading.picture_file import outline_pictures, render_pictures
from documents.reading.sniff import PDF
from documents.reading.wire import RESULT_FILE, Order

_SHARE_OF_TIME = 0.25  # then another process goes on, so that many slow pages harm nobody


def serve(order: Order, *, folder: Path) -> None:
    """Carry out one order on the file on standard input, hands tied first."""
    confine(
        folder=folder,
        memory_bytes=order.memory_bytes,
        cpu_seconds=order.cpu_seconds,
        file_bytes=order.file_bytes,
    )
    content = sys.stdin.buffer.read()
    with (folder / RESULT_FILE).open("w", encoding="utf-8") as results:
        for line in carry_out(order, content, folder=folder):
            results.write(json.dumps(line) + "\n")
            results.flush()


def carry_out(order: Order, content: bytes, *, folder: Path) -> Iterator[Mapping[str, object]]:
    """What the order asks for, one result at a time; fewer pages when they took long."""
    is_pdf = order.media_type == PDF
    if order.task == "outline":
        outline = outline_pdf(content) if is_pdf else outline_pictures(content, order)
        yield outline.as_dict()
        return
    began = time.process_time()
    render = render_pdf if is_pdf else render_pictures
    for page in render(content, order, folder=folder):
        yield page.as_dict()
        if time.process_time() - began > order.cpu_seconds * _SHARE_OF_TIME:
            return
