"""Where a page is: the procedure in its ward, the reader, and whose application it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from channels.gateway_parts import Parts
from channels.pages.apply import session
from channels.pages.apply.questions import ward_name
from channels.pages.apply.session import Visit
from channels.pages.reader import Reader, reader_of
from channels.pages.rendering import page
from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.clock import today_in_japan
from madoguchi.errors import MadoguchiError, NotFoundError
from madoguchi.forms import application
from madoguchi.forms.draft import Draft
from madoguchi.storage.database import transaction

NO_STORE = {"Cache-Control": "no-store"}


class WardNeededError(MadoguchiError):
    """The address names no ward; the reader has to choose one."""


@dataclass(frozen=True)
class Desk:
    """See the module."""

    parts: Parts
    reader: Reader
    procedure: WardProcedure
    ward_id: str
    visit: Visit

    @property
    def id(self) -> str:
        """The procedure's id."""
        return self.procedure.procedure.id

    @property
    def today(self) -> date:
        """Today in Japan."""
        return today_in_japan(self.parts.clock)

    @property
    def is_accepting(self) -> bool:
        """Whether applications are taken here."""
        return self.procedure.procedure.form.accepting

    def draft(self) -> Draft | None:
        """The open application of the visitor, whichever it is."""
        if self.visit.conversation_id is None:
            return None
        with transaction() as stored:
            return application.open_draft(stored, self.visit.conversation_id)

    def is_other(self, draft: Draft) -> bool:
        """Whether the draft is of another procedure or ward than this page."""
        return (draft.procedure, draft.ward) != (self.id, self.ward_id)

    def url(self, *path: str, said: str | None = None) -> str:
        """A page of this application, for the same reader; ``said`` is what it is to tell first."""
        return self.reader.url("/".join((session.PATH, self.id, *path)), said=said)

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page at this desk, which nobody may keep."""
        response = page(
            template,
            self.reader,
            status=status,
            headers=NO_STORE,
            desk=self,
            ward_name=ward_name(self.procedure, self.reader),
            **names(self.procedure, self.reader),
            **context,
        )
        if self.visit.expired:
            session.forget(response)
        return response

    def go(self, *path: str, said: str | None = None, field: str | None = None) -> Response:
        """On to another page, as after every post, so that reloading sends nothing again."""
        fragment = f"#q-{field}" if field else ""
        return RedirectResponse(
            self.url(*path, said=said) + fragment, status_code=303, headers=NO_STORE
        )


def names(procedure: WardProcedure, reader: Reader) -> dict[str, str]:
    """What the procedure is called: to the reader, and officially."""
    official = procedure.procedure.names.official
    translations = procedure.procedure.names.translations.items()
    translated = (name for tag, name in translations if tag == reader.language)
    return {"procedure_name": next(translated, official), "official_name": official}


def desk_of(request: Request, id: str, ward: str | None = None, lang: str | None = None) -> Desk:
    """The desk at which the request stands.

    Raises:
        NotFoundError: for an unknown procedure or ward.
        WardNeededError: where no ward is named.

    """
    parts: Parts = request.app.state.parts
    if id not in parts.catalogue.procedures:
        raise NotFoundError("unknown-procedure", "この手続きは見つかりません。")
    ward_id = ward or parts.settings.ward
    if ward_id is None:
        raise WardNeededError("ward-needed", "区を選んでください。")
    return Desk(
        parts,
        reader_of(request, ward_id, lang),
        parts.catalogue.procedure(id, ward_id),
        ward_id,
        session.visit_of(request, parts),
    )


DeskOf = Annotated[Desk, Depends(desk_of)]
