"""In which languages one can speak with the assistant."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel

from channels.gateway_parts import Parts, client_address
from channels.problems import PROBLEM_RESPONSES
from madoguchi.languages.strings import LANGUAGES
from madoguchi.voice.recognition import recognisers
from madoguchi.voice.synthesis.synthesisers import spoken_languages

router = APIRouter(prefix="/api/v1/voice", tags=["voice"], responses=PROBLEM_RESPONSES)


class LanguageVoice(BaseModel):
    """What there is a model for: ``listens`` for recognition, ``speaks`` for synthesis."""

    listens: bool
    speaks: bool


class VoiceView(BaseModel):
    """Every language by its tag."""

    languages: dict[str, LanguageVoice]


@router.get("")
def voice(request: Request) -> VoiceView:
    """What can be heard and spoken; no model is loaded by asking."""
    parts: Parts = request.app.state.parts
    parts.limits.anonymous(client_address(request))
    heard, spoken = recognisers.available(), spoken_languages()
    return VoiceView(
        languages={
            tag: LanguageVoice(listens=tag in heard, speaks=tag in spoken) for tag in LANGUAGES
        }
    )
