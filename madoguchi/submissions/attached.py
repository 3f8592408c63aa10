"""The attachments of exported submissions, as files in a folder that only its owner may open."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from pathlib import Path, PurePath

from sqlalchemy.orm import Session

from madoguchi.forms import attachments
from madoguchi.submissions.submission import Submission


def write_files(session: Session, submission: Submission, folder: Path) -> Mapping[str, str]:
    """Write the submission's attachments; the names of their files by field id.

    A file is named by receipt number and field: ``7K4M-92QX-BR41_photo.jpg``. Nothing is ever
    overwritten: the same content again is left as it is, another gets a number behind its name.
    """
    names = {}
    for attachment, content in attachments.of_submission(session, submission.receipt_number):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stem = f"{submission.receipt_number}_{attachment.field}"
        ending = PurePath(attachment.name).suffix.lower()
        names[attachment.field] = _write(folder, stem, ending, content)
    return names


def _write(folder: Path, stem: str, ending: str, content: bytes) -> str:
    for number in itertools.count(1):
        name = f"{stem}{ending}" if number == 1 else f"{stem}_{number}{ending}"
        try:
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if (folder / name).read_bytes() == content:
                break
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        break
    return name
