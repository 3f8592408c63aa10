"""``./mado voice``: speech on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from madoguchi.errors import MadoguchiError
from madoguchi.languages.strings import LANGUAGES
from madoguchi.voice.audio import write_wav
from madoguchi.voice.recognition import recognisers
from madoguchi.voice.recognition.recogniser import Final
from madoguchi.voice.spoken import prepare
from madoguchi.voice.synthesis.speaking import FASTEST, SLOWEST, speak
from madoguchi.voice.transcribing import Transcript
from madoguchi.voice.transcribing import transcribe as transcribe_file

app = typer.Typer(help="Speech.", no_args_is_help=True)
output = Console(soft_wrap=True, highlight=False)


@app.callback()
def speaking() -> None:
    """What is heard and said."""


@app.command()
def engines() -> None:
    """Which engine hears which language, and what to fetch where none does."""
    served = recognisers.available()
    for language in LANGUAGES:
        output.print(f"{language}: {served.get(language) or recognisers.missing(language)}")


@app.command()
def transcribe(
    file: Annotated[Path, typer.Argument(help="A sound file, WAV or any that FFmpeg reads.")],
    language: Annotated[str, typer.Option(help="Language tag.")] = "ja",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print confidence, segments and times, too.")
    ] = False,
) -> None:
    """Write down what is said in a recording. It is not stored."""
    if language not in LANGUAGES:
        raise MadoguchiError(
            "unknown-language",
            f"There is no language {language!r}. Known: {', '.join(LANGUAGES)}.",
        )
    recogniser = recognisers.recogniser(language)
    if recogniser is None:
        raise MadoguchiError("no-recogniser", str(recognisers.missing(language)))
    transcript = transcribe_file(file, recogniser, language)
    if not as_json:
        output.print(transcript.text, markup=False)
        return
    report = _as_json(transcript, recogniser.engine)
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What to say, as it is written.")],
    file: Annotated[Path, typer.Option("--output", "-o", help="The WAV file to write.")],
    language: Annotated[str, typer.Option(help="Language tag.")] = "ja",
    speed: Annotated[
        float, typer.Option(min=SLOWEST, max=FASTEST, help="Below 1 is slower.")
    ] = 1.0,
) -> None:
    """Speak a text into a file, and print how its words were prepared for the ear."""
    pieces = list(speak(text, language, speed))
    if not pieces:
        raise MadoguchiError("nothing-to-say", "There is nothing in the text that can be spoken.")
    write_wav(file, b"".join(pcm for pcm, _ in pieces), pieces[0][1])
    for sentence in prepare(text, language):
        output.print(sentence, markup=False)


def _as_json(transcript: Transcript, engine: str) -> dict[str, Any]:
    return {
        "text": transcript.text,
        "confidence": round(transcript.confidence, 4),
        "language": transcript.language,
        "engine": engine,
        "segments": [_segment(final) for final in transcript.utterances],
        "seconds": round(transcript.seconds, 3),
        "real_time_factor": round(transcript.real_time_factor, 4),
    }


def _segment(final: Final) -> dict[str, Any]:
    return {
        "start": round(final.start, 3),
        "end": round(final.end, 3),
        "text": final.best.text,
        "confidence": final.best.confidence,
        "hypotheses": [
            {"text": one.text, "confidence": one.confidence} for one in final.hypotheses
        ],
    }
