"""Going on with an application elsewhere, or later, by its continuation code (引き継ぎ番号)."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.languages.strings import text
from madoguchi.messages import Message, QuestionMessage
from madoguchi.voice.manners.acts import Say, Send
from madoguchi.voice.manners.script import Script
from madoguchi.voice.manners.waiting import OfferMessage, Resume


@dataclass
class Continuing:
    """The code of the open application, the link that carries it, and whether it has been told."""

    code: str | None = None
    link: str | None = None
    is_told: bool = False

    def is_due(self, asked: Message | None) -> bool:
        """Whether the caller is to be told before this is asked."""
        return self.code is not None and not self.is_told and isinstance(asked, QuestionMessage)

    def tell(self, script: Script, ward: str) -> tuple[Say, OfferMessage | None]:
        """The code, and the offer to send it as a text message where that is possible."""
        self.is_told = True
        told = self._spoken(script)
        if not script.can_message:
            return told, None
        sent = text(script.language, "voice.continuation_text", ward=ward, code=self.code)
        if self.link is not None:
            sent += "\n" + text(script.language, "voice.continuation_link", link=self.link)
        return told, OfferMessage(text(script.language, "voice.continuation_send"), sent)

    def again(self, script: Script) -> list[Say]:
        """The code once more, as the call ends; nothing without one."""
        return [self._spoken(script)] if self.code is not None else []

    def _spoken(self, script: Script) -> Say:
        return script.say("continuation", code=self.code)


def resume(code: str, language: str) -> Resume:
    """Whether to go on with what the caller left open; yes sends its code."""
    return Resume(text(language, "voice.continuation_ask"), Send(text=f"引き継ぎ {code}"))
