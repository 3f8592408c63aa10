"""What a caller hears whom no line is free for."""

from __future__ import annotations

import asyncio

from channels.voice.telephone.outbound import Telephone
from channels.voice.wire import Speech
from madoguchi.languages.strings import text
from madoguchi.voice.synthesis.speaking import speak

_making = asyncio.Lock()
"""Many are refused at once; the first has it made, and the others find it in the cache."""


async def tell(wire: Telephone, language: str) -> float:
    """Say that all lines are busy; the seconds that it lasts."""
    async with _making:
        sentences = await asyncio.to_thread(
            lambda: list(speak(text(language, "voice.all_lines_busy"), language))
        )
    speeches = [Speech(mark, *sound, language) for mark, sound in enumerate(sentences)]
    for speech in speeches:
        await wire.speak(speech)
    return sum(speech.seconds for speech in speeches)
