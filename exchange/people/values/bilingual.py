"""What is written in English and in Korean, as one reader reads it."""

from django.utils.translation import get_language


def reads_korean(language: str = "") -> bool:
    """``language`` is by default the reader's."""
    return (language or get_language() or "en").startswith("ko")


def in_language(en: str, ko: str, language: str = "") -> str:
    """In ``language``, by default the reader's; where there is nothing in it, in the other one.

    >>> in_language("Trust", "신뢰", "ko"), in_language("Trust", "", "ko"), in_language("", "신뢰", "en")
    ('신뢰', 'Trust', '신뢰')
    """
    return (ko or en) if reads_korean(language) else (en or ko)
