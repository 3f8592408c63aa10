"""What a form sent: read whatever it holds, and only from our own pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from channels.pages.apply import multipart
from channels.pages.apply.multipart import Upload
from madoguchi.catalogue.procedure import FieldKind, Procedure
from madoguchi.errors import InvalidValueError, MadoguchiError
from madoguchi.forms.sheet import Given, Posted
from madoguchi.forms.values.files import ACCEPTED, MAX_BYTES, File, read_file

FORM_TYPE, FORM_TYPE_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
MAX_TEXT_BYTES = 256 * 1024
"""Of all texts together; a character of Japanese takes three bytes, and nine where it is escaped.
"""
FORM_PATHS = "/apply/(?!session$)[^/]+$"
"""The paths that forms are sent to, as a pattern; one with files may be ``MAX_BODY_BYTES`` long."""
MAX_BODY_BYTES = 2 * MAX_BYTES + MAX_TEXT_BYTES
"""A file that is somewhat too large still arrives, so that all that was typed beside it is kept."""
REVISION, SEEN, GOES_ON, TAKEN_BACK = "-revision", "-seen", "-goes-on", "-taken-back"
"""The page's own controls; no field of a form may be called so."""
_MAX_CONTROLS = 500


class ForeignPostError(MadoguchiError):
    """Another site's page, or nobody knows whose, sent the form."""


@dataclass(frozen=True)
class Post:
    """The texts and files of every control by its name.

    ``in_background``: sent by the page's script.
    """

    values: Mapping[str, tuple[str, ...]]
    in_background: bool
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The first text of a control; empty where there is none."""
        return next(iter(self.values.get(name, ())), "")

    def answers(self, procedure: Procedure) -> Posted:
        """What was sent for the fields of the page; an empty group of radios sends none."""
        seen = {*self.text(SEEN).split(","), *self.values}
        return {
            field.id: self.values.get(field.id, ())
            for field in procedure.form.fields
            if field.id in seen and field.id not in self.files
        }

    def sent_files(self, procedure: Procedure) -> Mapping[str, tuple[Upload, ...]]:
        """The files by the fields that take one; a file for any other is passed over."""
        return {
            field.id: self.files[field.id]
            for field in procedure.form.fields
            if field.kind is FieldKind.FILE and field.id in self.files
        }

    def given(self, procedure: Procedure) -> Given:
        """The files, checked. That takes its time: photos are made anew."""
        return {name: _checked(files) for name, files in self.sent_files(procedure).items()}


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, and not a browser for a page."""
    return "application/json" in request.headers.get("accept", "")


def is_ours(request: Request) -> bool:
    """Whether a page of this host sent the form.

    Browsers say so themselves (Fetch Metadata, ``Sec-Fetch-Site``) where the connection is safe;
    elsewhere they name the page's host (Fetch Standard, "append a request `Origin` header").
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin") or request.headers.get("referer", "")
    return urlsplit(origin).netloc == request.headers.get("host")


async def post_of(request: Request) -> Post:
    """The form that was sent.

    Raises:
        ForeignPostError: if it does not come from a page of ours.
        InvalidValueError: if it is no form at all.

    """
    if not is_ours(request):
        raise ForeignPostError(
            "foreign-origin",
            "安全のため、この送信は受け付けませんでした。申請の画面を開き直して、もう一度お試しください。",
        )
    values: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[Upload, ...]] = {}
    try:
        for name, value in await _controls(request):
            if isinstance(value, Upload):
                files[name] = (*files.get(name, ()), value)
            else:
                values[name] = (*values.get(name, ()), value)
    except ValueError:
        raise InvalidValueError(
            "unreadable-form",
            "送信された内容を読み取れませんでした。申請の画面からお試しください。",
        ) from None
    if sum(len(text.encode()) for texts in values.values() for text in texts) > MAX_TEXT_BYTES:
        raise _too_long()
    return Post(values, wants_json(request), files)


async def _controls(request: Request) -> Sequence[tuple[str, str | Upload]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM_TYPE_WITH_FILES:
        return await multipart.parsed(
            request, max_texts=_MAX_CONTROLS, max_text_bytes=MAX_TEXT_BYTES
        )
    if kind != FORM_TYPE:
        raise ValueError("no form")
    body = await request.body()
    if len(body) > MAX_TEXT_BYTES:
        raise _too_long()
    text = body.decode("utf-8", errors="replace")
    return parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_CONTROLS)


def _too_long() -> InvalidValueError:
    return InvalidValueError(
        "text-too-long", "入力された文字が多すぎます。短くしてから、もう一度お試しください。"
    )


def _checked(files: tuple[Upload, ...]) -> File | InvalidValueError:
    if len(files) > 1:
        return InvalidValueError("file-several", f"送れるのは、{ACCEPTED}です。")
    (file,) = files
    try:
        return read_file(file.content, file.name)
    except InvalidValueError as refusal:
        return refusal


PostOf = Annotated[Post, Depends(post_of)]
