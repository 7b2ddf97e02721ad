"""The migration that keeps with a decision for which side it was made."""

from exchange.people.enums import Side
from exchange.people.models import User
from matching.enums import Action
from matching.models import Decision, Pair
from tests.migrating import add_column, migration, models_at

NAME = "0045_side_of_decisions"


def test_decisions_and_their_history_take_the_side_of_who_decided(
    pair: Pair, korean_manager: User, outsider: User
) -> None:
    add_column("people_user", "manager_side varchar(2) NOT NULL DEFAULT ''")
    models = models_at("matching", NAME)
    models.get_model("people", "User").objects.filter(pk=korean_manager.pk).update(manager_side="KR")
    for decider in (korean_manager, outsider, None):
        Decision.objects.create(pair=pair, action=Action.SHORTLIST, decided_by=decider)
    migration("matching", NAME).fill(models, None)
    sides = {korean_manager.pk: Side.KR, outsider.pk: "", None: ""}
    assert dict(Decision.objects.values_list("decided_by", "side")) == sides
    history = Decision.pgh_event_model.objects.filter(pgh_label="insert")  # type: ignore[attr-defined]
    assert dict(history.values_list("decided_by", "side")) == sides
