"""What a manager can take of a pairing, and what stays when they go."""

from exchange.pairing.models import FirstReview, PairingRound
from exchange.pairing.services.round import confirm_round, run_pairing
from exchange.people.models import User
from exchange.people.services.account import erase_account, export_account
from exchange.programmes.models import Call
from tests.pairing.cast import Rank, close
from tests.proposals.papers import Papers


def test_a_manager_takes_what_they_entered_ran_and_confirmed(
    round_: PairingRound, papers: Papers, rank: Rank, pairing_call: Call, korean_manager: User, us_officer: User
) -> None:
    rank("k1", "u1")
    rank("u1", "k1")
    close(round_)
    run = run_pairing(round_, by=korean_manager)
    confirm_round(round_, by=us_officer)
    round_.refresh_from_db()
    held, other = (export_account(user)["pairing"] for user in (korean_manager, us_officer))
    entered = FirstReview.objects.filter(agency__code="iitp").order_by("pk").values_list("entered_at", flat=True)
    assert held["first_reviews"] == [
        {
            "proposal__public_id": papers[name].public_id,
            "agency__code": "iitp",
            "is_eligible": True,
            "reason": "",
            "entered_at": at,
        }
        for name, at in zip(("k1", "k2"), entered, strict=True)
    ]
    assert (held["run"], held["confirmed"]) == ([{"call__public_id": pairing_call.public_id, "run_at": run.run_at}], [])
    assert [row["proposal__public_id"] for row in other["first_reviews"]] == [
        papers[one].public_id for one in ("u1", "u2")
    ]
    assert (other["run"], other["confirmed"]) == (
        [],
        [{"call__public_id": pairing_call.public_id, "confirmed_at": round_.confirmed_at}],
    )


def test_results_stay_when_the_manager_goes(reviewed: Papers, korean_manager: User) -> None:
    erase_account(korean_manager, by=korean_manager)
    left = FirstReview.objects.order_by("pk").values_list("agency__code", "is_eligible", "entered_by__email")
    assert list(left) == [
        ("iitp", True, None),
        ("iitp", True, None),
        ("afosr", True, "manager-us@example.org"),
        ("afosr", True, "manager-us@example.org"),
    ]
