"""What of a concept paper counterparts will read, from its call's definition."""

from exchange.dossiers.values.text import Text
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.values.definition import CallDefinition


def abstract_question(definition: CallDefinition) -> str:
    """Key of the first text that a concept paper answers; empty where the call asks for none."""
    questions = definition.questions_of(StageKind.CONCEPT_PAPER)
    return next((question.key for question in questions if question.kind.is_text), "")


def abstract_label(definition: CallDefinition) -> Text | None:
    """What of a concept paper, besides its titles, counterparts read; ``None`` where nothing is shown to anybody."""
    key = abstract_question(definition) if definition.team_formation == TeamFormation.MATCHMAKING else ""
    return next((one.label for one in definition.questions_of(StageKind.CONCEPT_PAPER) if one.key == key), None)
