"""All hostile files: `python -m tests.documents.reading.hostile.corpus FOLDER` writes them."""

import sys
from pathlib import Path

from tests.documents.reading.hostile import (
    odd_pictures,
    pdf_contents,
    pdf_faxes,
    pdf_files,
    pdf_text_files,
    picture_files,
    two_kinds,
)

CORPUS = (
    *pdf_files.shelf.specimens,
    *pdf_contents.shelf.specimens,
    *pdf_text_files.shelf.specimens,
    *pdf_faxes.shelf.specimens,
    *picture_files.shelf.specimens,
    *odd_pictures.shelf.specimens,
    *two_kinds.shelf.specimens,
)


def write(folder: Path) -> None:
    """Every file of the corpus in the folder, named as its specimen."""
    folder.mkdir(parents=True, exist_ok=True)
    for specimen in CORPUS:
        (folder / specimen.name).write_bytes(specimen.make())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
