"""The pages of an application: form, check, receipt, giving up. Each post leads on to a page."""

from __future__ import annotations

from math import ceil

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from channels import conversation
from channels.pages.apply import session
from channels.pages.apply.desk import NO_STORE, Desk, DeskOf
from channels.pages.apply.posts import GOES_ON, REVISION, TAKEN_BACK, Post, PostOf
from channels.pages.apply.problems import PageRoute
from channels.pages.apply.questions import questions, ward_name, written_date
from channels.problems import TooManyRequestsError
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.clock import JST
from madoguchi.errors import ConflictError, InvalidValueError, NotFoundError
from madoguchi.forms import application, sheet
from madoguchi.forms.draft import Draft, applicable_fields, open_fields
from madoguchi.forms.engine import Status
from madoguchi.forms.fields import shown
from madoguchi.languages import ruby
from madoguchi.messages import ReceiptMessage
from madoguchi.storage.database import transaction
from madoguchi.submissions import receipt_number, submission
from madoguchi.submissions.status import LABELS

router = APIRouter(prefix=session.PATH, route_class=PageRoute, include_in_schema=False)
_NOTICES = frozenset({"saved", "changed", "expired", "renewed", "no_cookie", "wait"})


@router.get("/{id}")
def form(desk: DeskOf, said: str | None = None) -> Response:
    """The form as it is filled in so far."""
    if not desk.is_accepting:
        return desk.page("apply_closed.html")
    draft = desk.draft()
    if draft is not None and desk.is_other(draft):
        return _other(desk, draft)
    if said == "saved" and desk.visit.conversation_id is None:
        # The cookie that the saving set did not come back.
        said = "no_cookie"
    return _form(desk, draft, "expired" if desk.visit.expired else said)


@router.post("/{id}")
def save(desk: DeskOf, request: Request, post: PostOf) -> Response:
    """Keep what was filled in, right or wrong, and go on where that is wished and possible."""
    before = desk.draft()
    revision = post.text(REVISION)
    is_stale = revision != (before.revision if before else "")
    if before is None and revision and not post.in_background and (last := _last_receipt(desk)):
        # Sent from a page that was left behind by the consent.
        return desk.go("receipts", last.receipt_number, said="once")
    if is_stale and post.in_background:
        raise ConflictError("content-changed", "別の画面で内容が変わりました。")
    try:
        started = _begun(desk, request)
    except TooManyRequestsError as too_many:
        if post.in_background:
            raise
        return _wait(desk, before, post, too_many)
    conversation_id = started.id if started else desk.visit.conversation_id or ""
    goes_on = bool(post.text(GOES_ON))
    answers = post.answers(desk.procedure.procedure)
    taken_back = post.values.get(TAKEN_BACK, ())
    if is_stale:
        # What is empty on an older page was not emptied: it may have been answered since.
        answers = {name: texts for name, texts in answers.items() if "".join(texts).strip()}
        taken_back = ()
    given = post.given(desk.procedure.procedure)
    with transaction() as stored:
        draft = application.fill_sheet(
            stored,
            desk.parts.catalogue,
            conversation_id=conversation_id,
            procedure_id=desk.id,
            ward_id=desk.ward_id,
            posted=answers,
            given=given,
            taken_back=taken_back,
            goes_on=goes_on,
            only_if=revision if post.in_background else None,
            now=desk.parts.clock(),
        )
    if post.in_background:
        response = _progress(desk, draft)
    else:
        # The same page sent twice is older the second time, and changes nothing.
        is_changed = is_stale and (before is None or before.revision != draft.revision)
        response = _after_saving(desk, draft, goes_on=goes_on, is_changed=is_changed)
    if started is not None:
        session.remember(response, request, started.id, started.token)
    return response


@router.get("/{id}/check")
def check(desk: DeskOf, said: str | None = None) -> Response:
    """Everything that would be sent, and the button of consent."""
    draft = desk.draft()
    if draft is None:
        last = _last_receipt(desk)
        if last is not None:
            return desk.go("receipts", last.receipt_number)
        # The form says what became of a cookie that did not come back.
        return desk.go(said=None if desk.visit.conversation_id else "saved")
    if desk.is_other(draft):
        return _other(desk, draft)
    if open_fields(desk.procedure.procedure, draft):
        return desk.go(said=said)
    rows = [
        (field, shown(field, draft.values.get(field.id)))
        for field in applicable_fields(desk.procedure.procedure, draft)
    ]
    return desk.page("apply_check.html", rows=rows, revision=draft.revision, notice=_notice(said))


@router.post("/{id}/check")
def consent(desk: DeskOf, post: PostOf) -> Response:
    """Submit what was shown; twice gives the same receipt."""
    if desk.visit.conversation_id is None:
        return desk.go(said="expired")
    desk.parts.limits.message(desk.visit.conversation_id)
    with transaction() as stored:
        outcome = application.consent(
            stored,
            desk.parts.catalogue,
            conversation_id=desk.visit.conversation_id,
            revision=post.text(REVISION),
            now=desk.parts.clock(),
        )
    if outcome is None:
        return desk.go("check")
    if outcome.status is not Status.CONSENTED:
        return desk.go("check", said="changed")
    (given,) = (each for each in outcome.messages if isinstance(each, ReceiptMessage))
    return desk.go("receipts", given.receipt_number)


@router.get("/{id}/receipts/{number}")
def receipt(desk: DeskOf, number: str, said: str | None = None) -> Response:
    """The receipt, what was sent, and where the application stands now; for who sent it."""
    unknown = NotFoundError(
        "unknown-receipt-number",
        "この受付番号の控えは、申請に使ったブラウザーでだけ開けます。番号をご確認ください。",
    )
    with transaction() as stored:
        try:
            found = submission.get(stored, receipt_number.parse(number))
        except NotFoundError:
            raise unknown from None
    owner = desk.visit.conversation_id
    is_same = (found.procedure, found.ward) == (desk.id, desk.ward_id)
    if owner is None or found.conversation_id != owner or not is_same:
        raise unknown
    submitted_at = found.submitted_at.astimezone(JST)
    return desk.page(
        "apply_receipt.html",
        found=found,
        status_label=LABELS[found.status],
        submitted_at=submitted_at,
        submitted_on=written_date(submitted_at.date(), desk.reader),
        next_steps=desk.procedure.procedure.form.after_submission,
        is_repeated=said == "once",
    )


@router.get("/{id}/cancel")
def confirm_cancel(desk: DeskOf) -> Response:
    """Ask before what was filled in is thrown away; afterwards say that it was."""
    draft = desk.draft()
    if draft is not None and desk.is_other(draft):
        return _other(desk, draft)
    return desk.page("apply_cancel.html", revision=draft.revision if draft else None)


@router.post("/{id}/cancel")
def cancel(desk: DeskOf, post: PostOf) -> Response:
    """Throw away what was filled in, if it is still what the question was about."""
    _discard(desk, post)
    return desk.go("cancel")


@router.post("/{id}/other")
def replace(desk: DeskOf, post: PostOf) -> Response:
    """Throw away the other application that is open, and begin this one."""
    _discard(desk, post)
    return desk.go()


@router.get("/{id}/other")
def other(desk: DeskOf) -> Response:
    """The page again, for who reloads the question by its address."""
    return desk.go()


def _form(
    desk: Desk, draft: Draft | None, said: str | None, *, typed: Draft | None = None
) -> Response:
    """The form of the draft, or of what was ``typed`` and could not be kept now."""
    filled = typed or draft or Draft(procedure=desk.id, ward=desk.ward_id)
    drawn = questions(desk.procedure, filled, desk.reader, desk.today)
    problems = [each for each in drawn if each.problem is not None]
    fields = {field.id for field in open_fields(desk.procedure.procedure, filled)}
    is_begun = bool(filled.values) and not problems
    if problems and said == "saved":
        said = None  # what is wrong comes first
    return desk.page(
        "apply.html",
        status=200 if typed is None else 429,
        questions=drawn,
        problems=problems,
        remaining=[q for q in drawn if is_begun and q.field.required and q.field.id in fields],
        revision=draft.revision if draft else "",
        may_grow=any(field.when for field in desk.procedure.procedure.form.fields),
        takes_files=any(
            field.kind is FieldKind.FILE for field in desk.procedure.procedure.form.fields
        ),
        last_receipt=None if draft else _last_receipt(desk),
        notice=_notice(said),
    )


def _notice(said: str | None) -> str | None:
    return f"apply.notice_{said}" if said in _NOTICES else None


def _other(desk: Desk, draft: Draft) -> Response:
    """Ask before another open application is thrown away."""
    procedure = desk.parts.catalogue.procedure(draft.procedure, draft.ward)
    return desk.page(
        "apply_other.html",
        other=procedure.procedure.names.official,
        other_ward=ward_name(procedure, desk.reader),
        other_url=desk.reader.url(f"{session.PATH}/{draft.procedure}", ward=draft.ward),
        revision=draft.revision,
    )


def _begun(desk: Desk, request: Request) -> conversation.Started | None:
    """A new conversation for who has none; each save of the others counts as a message."""
    if desk.visit.conversation_id is not None:
        desk.parts.limits.message(desk.visit.conversation_id)
        return None
    if not desk.is_accepting:
        raise ConflictError("not-accepting", "ここでは、この申請を受け付けていません。")
    return session.begin(request, desk.parts, ward_id=desk.ward_id, language=desk.reader.language)


def _wait(desk: Desk, draft: Draft | None, post: Post, error: TooManyRequestsError) -> Response:
    """The form with what was typed, unsaved, so that nothing is lost by waiting."""
    before = draft or Draft(procedure=desk.id, ward=desk.ward_id)
    if desk.is_other(before):
        return _other(desk, before)
    answers = post.answers(desk.procedure.procedure)
    typed = sheet.filled(desk.procedure, before, answers, desk.today)
    files = post.sent_files(desk.procedure.procedure)
    for field in applicable_fields(desk.procedure.procedure, typed):
        if field.id in files:
            typed = sheet.refused(typed, field, _not_taken())
    response = _form(desk, draft, "wait", typed=typed)
    response.headers["Retry-After"] = str(max(1, ceil(error.retry_after_seconds)))
    return response


def _not_taken() -> InvalidValueError:
    return InvalidValueError(
        "file-not-taken", "ファイルはまだ受け取っていません。もう一度選んで送ってください。"
    )


def _after_saving(desk: Desk, draft: Draft, *, goes_on: bool, is_changed: bool) -> Response:
    said = "changed" if is_changed else None
    if desk.visit.expired:
        said = "renewed"
    if not goes_on:
        return desk.go(said=said or "saved")
    fields = open_fields(desk.procedure.procedure, draft)
    if not fields:
        return desk.go("check", said=said)
    problems = sheet.problems(desk.procedure, draft, desk.today)
    return desk.go(said=said or "saved", field=None if problems else fields[0].id)


def _progress(desk: Desk, draft: Draft) -> Response:
    """What the page's script has to know after a save in the background."""
    drawn = questions(desk.procedure, draft, desk.reader, desk.today)
    return JSONResponse(
        {
            "revision": draft.revision,
            "fields": [each.field.id for each in drawn],
            "problems": {
                each.field.id: {
                    "text": ruby.plain(each.problem.text),
                    "lang": each.problem.language,
                }
                for each in drawn
                if each.problem is not None
            },
        },
        headers=NO_STORE,
    )


def _last_receipt(desk: Desk) -> ReceiptMessage | None:
    if desk.visit.conversation_id is None:
        return None
    with transaction() as stored:
        return application.last_receipt(stored, desk.visit.conversation_id, desk.id, desk.ward_id)


def _discard(desk: Desk, post: Post) -> None:
    if desk.visit.conversation_id is None:
        return
    with transaction() as stored:
        draft = application.open_draft(stored, desk.visit.conversation_id)
        if draft is not None and draft.revision == post.text(REVISION):
            application.discard(stored, desk.visit.conversation_id)
