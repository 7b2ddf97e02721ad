"""What of a profile crosses the border: what the consent notice names, and nothing else. Pure.

The notices must use these very words, and ``disclosure`` lets through these very fields, so the two cannot part.
"""

from exchange.people.enums import ProfileField

Words = tuple[str, str]

# Makes the profile; shown with it or not at all.
ALWAYS: tuple[Words, ...] = (("name", "성명"), ("organisation", "소속 기관"), ("research statement", "연구 소개"))
# Where their audience is open to the reader.
PASSED_ON: dict[ProfileField, Words] = {
    ProfileField.TOPICS: ("topics", "연구 주제"),
    ProfileField.RESOURCES: ("what you offer and seek", "제공할 수 있는 것과 찾는 것"),
    ProfileField.PUBLICATIONS: ("publications", "논문"),
    ProfileField.CAREER_STAGE: ("career stage", "경력 단계"),
    ProfileField.LANGUAGES: ("languages", "언어"),
    ProfileField.AVAILABILITY: ("availability", "가능한 기간"),
}
# Of a project nothing is closed by itself: it is published or a draft.
PROJECTS: Words = ("projects that you publish", "공개한 과제")
# To people one is connected with alone, however open their audience is.
TO_CONNECTIONS: dict[ProfileField, Words] = {ProfileField.EMAIL: ("e-mail address", "이메일 주소")}


def crossing_fields(*, connected: bool) -> frozenset[str]:
    """
    >>> ProfileField.EMAIL in crossing_fields(connected=True), ProfileField.EMAIL in crossing_fields(connected=False)
    (True, False)
    """
    return frozenset(PASSED_ON) | (frozenset(TO_CONNECTIONS) if connected else frozenset())


def kept_at_home() -> tuple[ProfileField, ...]:
    """The fields that no notice names: they are shown within the own country alone."""
    return tuple(field for field in ProfileField if field not in crossing_fields(connected=True))


def unnamed(text_en: str, text_ko: str) -> list[str]:
    """What is passed on and the text of a notice does not name, in the language in which it is missing."""
    words = [*ALWAYS, *PASSED_ON.values(), PROJECTS, *TO_CONNECTIONS.values()]
    return [word for pair in words for word, text in zip(pair, (text_en, text_ko), strict=True) if word not in text]
