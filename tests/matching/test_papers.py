"""Concept papers as matching reads them for the pairing: the first order of a team's list, and what meets."""

import re
from typing import Any

from django.urls import reverse

from exchange.dossiers.enums import RoundState
from exchange.pairing.models import PairingRound
from exchange.people.models import Researcher, User
from matching.enums import RunKind
from matching.models import Run
from tests.matching.cast import Runner
from tests.proposals.papers import Papers


def test_the_first_order_follows_affinity_and_says_why(
    round_: PairingRound, papers: Papers, match: Runner, korean_researcher: Researcher, client_of: Any
) -> None:
    match()
    address = reverse("proposal-priorities", args=[papers["k1"].public_id])
    shown = client_of(korean_researcher).get(address).content.decode()
    u1, u2 = (str(papers[name].public_id) for name in ("u1", "u2"))
    assert re.findall(r'name="rank-(\S+)" value="(\d+)"', shown) == [(u1, "1"), (u2, "2")]
    assert "This first order follows topical closeness and is not saved." in shown
    assert "<mark>trust robots</mark>" in shown
    assert 'lang="en">' in shown


def test_the_first_order_is_suggested_by_affinity(
    round_: PairingRound, papers: Papers, match: Runner, korean_researcher: Researcher, client_of: Any
) -> None:
    match()
    read = client_of(korean_researcher).get(reverse("api-proposal-priorities", args=[papers["k1"].public_id])).json()
    assert (read["order"], read["suggested"]) == ([], [str(papers[name].public_id) for name in ("u1", "u2")])
    close, far = read["counterparts"]
    assert close["affinity"] > far["affinity"]
    assert {name: close["meeting"][name] for name in ("first", "first_language", "second", "second_language")} == {
        "first": "공장의 신뢰. people trust robots on the factory floor",
        "first_language": "en",
        "second": "Trust in robots. operators trust robots",
        "second_language": "en",
    }


def test_opening_has_the_papers_read(round_: PairingRound, korean_manager: User) -> None:
    assert round_.state == RoundState.OPEN
    assert list(Run.objects.values_list("kind", "requested_by")) == [(RunKind.REFRESH, korean_manager.pk)]


def test_an_administrator_who_competes_reads_no_passages_of_the_papers(
    round_: PairingRound, papers: Papers, match: Runner, korean_researcher: Researcher, staff: User, client_of: Any
) -> None:
    match()
    assert korean_researcher.user is not None
    User.objects.filter(pk=korean_researcher.user.pk).update(is_staff=True, is_superuser=True)

    def read(user: User) -> list[bool]:
        lists = [reverse(f"admin:matching_{name}_changelist") for name in ("passage", "embedding")]
        found = [client_of(user).get(one).context["cl"].queryset for one in lists]
        return [found[0].filter(paper__isnull=False).exists(), found[1].filter(passage__paper__isnull=False).exists()]

    own = User.objects.get(pk=korean_researcher.user.pk)
    assert (read(staff), read(own)) == ([True, True], [False, False])
    assert client_of(own).get(reverse("admin:matching_passage_changelist")).context["cl"].result_count > 0
