"""The colours of bubbles, those of the web page's light theme.

Each text has a contrast of at least 4.5:1 to what is behind it (WCAG 2.2, 1.4.3, level AA).
"""

from __future__ import annotations

PAPER = "#FFFFFF"
"""Behind everything: set on each bubble, so that a dark theme changes nothing."""

INK = "#24292B"
MUTED = "#585F60"
LINK = "#0B57C9"
ERROR = "#A3231A"

PRIMARY = "#17594A"
ON_PRIMARY = "#FFFFFF"
TINT = "#EEF4EF"
ON_TINT = "#17594A"
BADGE = "#FBE9C9"
ON_BADGE = "#6A4308"

READ_ON = {
    INK: PAPER,
    MUTED: PAPER,
    LINK: PAPER,
    ERROR: PAPER,
    ON_PRIMARY: PRIMARY,
    ON_TINT: TINT,
    ON_BADGE: BADGE,
}
"""What each colour of text is read on."""
