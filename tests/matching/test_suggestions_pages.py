"""*Suggested for me* in the browser."""

from collections.abc import Callable
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User
from matching.enums import Opinion, OpinionReason
from matching.models import Pair, Reaction
from matching.services.reactions import react

ClientOf = Callable[[User | Researcher], Client]


def test_only_those_concerned_see_a_suggestion(client_of: ClientOf, pair: Pair, outsider: User) -> None:
    address = reverse("suggestion-detail", args=[pair.public_id])
    assert client_of(pair.researcher).get(address).status_code == HTTPStatus.OK
    assert client_of(outsider).get(address).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(address).status_code == HTTPStatus.FOUND


def test_a_party_is_not_told_what_the_other_one_said(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    react(pair, researcher=us_researcher, opinion=Opinion.INTERESTED)

    def own_reactions(person: Researcher) -> list[Reaction]:
        views = client_of(person).get(reverse("suggestion-list")).context["suggestions"]
        return [row for view in views for row in view.reactions]

    assert [row.researcher for row in own_reactions(us_researcher)] == [us_researcher]
    assert own_reactions(korean_researcher) == []


def test_not_for_me_needs_a_reason_and_keeps_the_note(client_of: ClientOf, pair: Pair) -> None:
    address = reverse("suggestion-react", args=[pair.public_id])
    client = client_of(pair.researcher)
    refused = client.post(address, {"opinion": Opinion.NOT_FOR_ME, "note": "We met in May"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.content.decode().count('value="We met in May"') == 1
    assert Reaction.objects.count() == 0
    client.post(address, {"opinion": Opinion.NOT_FOR_ME, "reason": OpinionReason.ALREADY_KNOWN})
    assert list(Reaction.objects.values_list("opinion", "reason")) == [("not_for_me", "already_known")]
