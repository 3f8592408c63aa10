"""What is said to a voice that would decide what cannot be taken back."""

from __future__ import annotations

from madoguchi.messages import TextMessage


def press_a_button() -> TextMessage:
    """That only the button below sends, or throws away: a machine may have misheard."""
    return TextMessage(
        text="聞き違いを防ぐため、声では決定できません。下のボタンを押してください。"
    )
