"""What a person closes after a run is closed at once, also where a match rests on it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Audience, ProfileField
from exchange.people.models import Researcher, User
from exchange.people.services.profile import set_visibility
from matching.enums import PassageKind, ScorePart
from matching.models import Evidence, Pair, Passage

ClientOf = Callable[[User | Researcher], Client]
# Words that stand nowhere else.
PAPER, OFFER = "Quokka", "Wombat"


@pytest.mark.parametrize(
    ("field", "closed", "left"),
    [(ProfileField.PUBLICATIONS, PAPER, OFFER), (ProfileField.RESOURCES, OFFER, PAPER)],
)
def test_a_field_closed_after_the_run_is_in_no_evidence(
    field: ProfileField,
    closed: str,
    left: str,
    client_of: ClientOf,
    pair: Pair,
    us_researcher: Researcher,
    us_manager: User,
) -> None:
    addresses = {
        us_researcher.user: [
            reverse("suggestion-detail", args=[pair.public_id]),
            reverse("suggestion-list"),
            reverse("api-suggestions"),
        ],
        us_manager: [
            reverse("review"),
            reverse("review-detail", args=[pair.public_id]),
            reverse("api-review-pair", args=[pair.public_id]),
        ],
    }
    paper = Passage.objects.get(researcher=pair.researcher, kind=PassageKind.PUBLICATION)
    assert Evidence.objects.filter(match__pair=pair, part=ScorePart.TOPICAL).update(own=paper) == 1
    for kind, word in ((PassageKind.PUBLICATION, PAPER), (PassageKind.OFFER, OFFER)):
        assert Passage.objects.filter(researcher=pair.researcher, kind=kind).update(title=word, text=word) == 1

    def told(word: str) -> dict[str, bool]:
        return {
            page: word in client_of(who).get(page).content.decode()
            for who, pages in addresses.items()
            for page in pages
        }

    details = [*addresses[us_researcher.user][:1], *addresses[us_manager][1:]]
    before = told(closed)
    assert [before[page] for page in details] == [True] * 3
    visibility = dict.fromkeys(ProfileField.values, Audience.MEMBERS) | {field: Audience.ONLY_ME}
    set_visibility(pair.researcher, visibility=visibility, is_listed=True)
    assert set(told(closed).values()) == {False}
    assert [told(left)[page] for page in details] == [True] * 3
