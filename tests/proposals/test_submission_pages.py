"""The pages of submitting: confirm, submit, receipt, what was submitted, what changed, decide."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Attachment, Proposal, Submission
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.submissions import files_of, read_submission
from exchange.proposals.services.figures import count_figures
from exchange.proposals.services.submission import withdraw_proposal
from exchange.proposals.values.reading import ReadBudget
from tests.proposals.cast import answer, by, confirm_both, digest_of, move_deadline, submit_read

SignIn = Callable[[User | Researcher], Client]


def url_of(proposal: Proposal, name: str = "proposal-submit", *more: object) -> str:
    return reverse(name, args=[proposal.public_id, *more])


@pytest.fixture
def submission(proposal: Proposal, us_researcher: Researcher) -> Submission:
    confirm_both(proposal)
    return submit_read(proposal, by=by(us_researcher))


def test_from_two_confirmations_to_the_receipt(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    for researcher in (korean_researcher, us_researcher):
        browser = client_of(researcher)
        ready = browser.get(url_of(proposal)).context["ready"]
        typed = {"side": researcher.country, "digest": ready.digest}
        assert browser.post(url_of(proposal, "proposal-confirm"), typed).status_code == 302
    assert browser.get(url_of(proposal)).context["ready"].is_confirmed
    answer_ = browser.post(url_of(proposal), {"digest": digest_of(proposal)}, follow=True)
    submission = Submission.objects.get()
    assert answer_.redirect_chain == [(reverse("submission-receipt", args=[submission.receipt]), 302)]
    assert answer_.context["facts"]["digest"] == submission.digest


def test_what_is_confirmed_can_be_read_as_it_is_submitted(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    Attachment.objects.create(
        proposal=proposal, stage=proposal.stage, document="cv", side="US", name="cv.pdf", size=9, sha256="ab" * 32
    )
    page = client_of(us_researcher).get(url_of(proposal))
    confirm_both(proposal)
    submitted = submit_read(proposal, by=by(us_researcher))
    assert page.context["ready"].read == read_submission(submitted)
    assert page.context["files"] == files_of(submitted)
    assert page.content.decode().count("We measure trust on the floor.") == 1


@pytest.mark.parametrize(("state", "buttons"), [("draft", 2), ("withdrawn", 1), ("not_advanced", 0)])
def test_what_is_over_offers_no_confirming_and_no_submitting(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher, state: str, buttons: int
) -> None:
    """Confirm and submit; take up again; nothing. After the deadline what was withdrawn stays so."""
    Proposal.objects.update(state=state)
    browser = client_of(us_researcher)

    def count() -> int:
        return browser.get(url_of(proposal)).content.decode().partition("<main")[2].count('type="submit"')

    assert count() == buttons
    move_deadline(proposal.call, -60)
    assert count() == (0 if state == "withdrawn" else buttons)


def test_what_was_changed_after_submitting_does_not_look_submitted(
    client_of: SignIn, submission: Submission, us_researcher: Researcher
) -> None:
    proposal, browser = submission.proposal, client_of(us_researcher)
    pages = [url_of(proposal, name) for name in ("proposal-detail", "proposal-answers", "proposal-checks")]

    def warned() -> list[bool]:
        return ["Only what was submitted counts" in browser.get(page).content.decode() for page in pages]

    def listed() -> bool:
        count_figures([proposal.pk])
        return "changed after it was submitted" in browser.get(reverse("proposal-list")).content.decode()

    assert (warned(), listed()) == ([False] * 3, False)
    answer(proposal, "aims", Side.US, "We measure doubt on the floor.")
    assert (warned(), listed()) == ([True] * 3, True)
    Proposal.objects.update(state="advanced")
    assert (warned(), listed()) == ([False] * 3, False)


def test_what_was_withdrawn_is_not_said_to_be_in(
    client_of: SignIn, submission: Submission, us_researcher: Researcher
) -> None:
    browser = client_of(us_researcher)
    pages = url_of(submission.proposal), submission.get_absolute_url()
    said = "was received at", " is in"
    shown = [browser.get(page).content.decode() for page in pages]
    assert [words in page for words, page in zip(said, shown, strict=True)] == [True, True]
    withdraw_proposal(submission.proposal, reason="", by=by(us_researcher))
    shown = [browser.get(page).content.decode() for page in pages]
    assert not [words for words, page in zip(said, shown, strict=True) if words in page]
    assert all("withdrawn" in page.partition("<main")[2] for page in shown)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["proposal-confirm", "proposal-submit"])
def test_what_was_changed_since_it_was_read_is_refused_and_shown(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher, act: str
) -> None:
    browser = client_of(us_researcher)
    read = browser.get(url_of(proposal)).context["ready"].digest
    answer(proposal, "aims", Side.US, "We measure doubt on the floor.")
    confirm_both(proposal)
    proposal.confirmations.filter(side=Side.US).update(digest="old")
    page = browser.post(url_of(proposal, act), {"side": Side.US, "digest": read})
    text = page.content.decode()
    assert (page.status_code, "<del>trust</del" in text, "<ins>doubt</ins" in text) == (409, True, True)
    assert ('href="#read"' in text, 'id="read" open' in text) == (True, True)
    assert f'name="digest" value="{digest_of(proposal)}"' in text
    assert not Submission.objects.exists()
    assert [row.digest for row in proposal.confirmations.filter(side=Side.US)] == ["old"]


def test_a_submission_that_does_not_say_what_was_read_is_refused(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    confirm_both(proposal)
    page = client_of(us_researcher).post(url_of(proposal))
    assert (page.status_code, "cannot be shown" in page.content.decode(), Submission.objects.exists()) == (
        409,
        True,
        False,
    )


def test_the_page_knows_which_texts_this_account_may_have_left_unsaved(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    """Its script looks for them in the browser, by dossier, question, side and account."""
    page = client_of(us_researcher).get(url_of(proposal))
    kept = [f"aims/{cell.name}" for cell in page.context["cells"]]
    place = f"{proposal.public_id}/{proposal.stage}/aims/US/{by(us_researcher).public_id}"
    assert (kept, f'data-kept-at="{place}"' in page.content.decode()) == (["aims/US"], True)
    Proposal.objects.update(state="withdrawn")
    assert client_of(us_researcher).get(url_of(proposal)).context["cells"] == ()


def test_nobody_confirms_for_the_other_side(client_of: SignIn, proposal: Proposal, us_researcher: Researcher) -> None:
    typed = {"side": Side.KR, "digest": load_draft(proposal).digest()}
    assert client_of(us_researcher).post(url_of(proposal, "proposal-confirm"), typed).status_code == 403
    assert not proposal.confirmations.exists()


def test_a_refusal_says_why_and_keeps_what_was_typed(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    confirm_both(proposal)
    move_deadline(proposal.call, -60)
    page = client_of(us_researcher).post(url_of(proposal), {"late_code": "abc", "digest": digest_of(proposal)})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == ["This code is not valid: it may be used up or expired."]
    assert page.context["form"]["late_code"].value() == "abc"


def test_strangers_see_nothing_and_managers_only_what_was_submitted(
    client_of: SignIn, submission: Submission, korean_manager: User, us_manager: User, outsider: User
) -> None:
    proposal = submission.proposal
    answer(proposal, "aims", Side.US, "Words that were never submitted")
    pages = {
        "receipt": reverse("submission-receipt", args=[submission.receipt]),
        "detail": url_of(proposal, "submission-detail", submission.stage, 1),
        "submit": url_of(proposal),
    }
    statuses = {
        who.email: {name: client_of(who).get(page).status_code for name, page in pages.items()}
        for who in (korean_manager, us_manager, outsider)
    }
    assert statuses == {
        korean_manager.email: {"receipt": 200, "detail": 200, "submit": 404},
        us_manager.email: {"receipt": 404, "detail": 404, "submit": 404},
        outsider.email: {"receipt": 404, "detail": 404, "submit": 404},
    }
    assert pages["submit"] not in client_of(korean_manager).get(pages["receipt"]).content.decode()
    assert pages["submit"] in client_of(submission.submitted_by).get(pages["receipt"]).content.decode()
    shown = client_of(korean_manager).get(pages["detail"]).content.decode()
    assert "never submitted" not in shown
    assert "We measure trust on the floor." in shown


def test_what_changed_between_two_submissions(
    client_of: SignIn, submission: Submission, us_researcher: Researcher
) -> None:
    proposal = submission.proposal
    answer(proposal, "aims", Side.US, "We measure doubt on the floor.")
    confirm_both(proposal)
    submit_read(proposal, by=by(us_researcher))
    page = client_of(us_researcher).get(url_of(proposal, "submission-diff", submission.stage, 2))
    assert [(part.party, [(one.kind, one.text) for one in part.changes]) for part in page.context["parts"]] == [
        (
            "US",
            [("kept", "We measure "), ("removed", "trust"), ("added", "doubt"), ("kept", " on the floor.")],
        )
    ]
    assert client_of(us_researcher).get(url_of(proposal, "submission-diff", submission.stage, 1)).status_code == 404


def test_a_manager_asks_and_decides(client_of: SignIn, submission: Submission, korean_manager: User) -> None:
    proposal = submission.proposal
    browser = client_of(korean_manager)
    ahead = timezone.now() + timedelta(days=3)
    typed = {"text": "Which robots?", "until": "2020-01-01T00:00", "time_zone": "UTC"}
    typed["receipt"] = str(submission.receipt)
    refused = browser.post(url_of(proposal, "proposal-ask"), typed)
    assert refused.status_code == 422
    assert refused.context["form"]["text"].value() == "Which robots?"
    assert "unread" not in refused.context
    assert (
        browser.post(url_of(proposal, "proposal-ask"), {**typed, "until": f"{ahead:%Y-%m-%dT%H:%M}"}).status_code == 302
    )
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.INFORMATION_ASKED
    Proposal.objects.update(state=ProposalState.SUBMITTED)
    decided = {"decision": "decline", "receipt": str(submission.receipt)}
    assert browser.post(url_of(proposal, "proposal-decide"), decided).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.NOT_ADVANCED
    assert browser.post(url_of(proposal, "proposal-decide"), {"decision": "x"}).status_code == 404


@pytest.fixture
def resubmitted(submission: Submission, us_researcher: Researcher) -> Submission:
    """While a manager has ``submission`` before them."""
    answer(submission.proposal, "aims", Side.US, "We measure doubt on the floor.")
    confirm_both(submission.proposal)
    return submit_read(submission.proposal, by=by(us_researcher))


ACTS = {
    "proposal-decide": {"decision": "decline"},
    "proposal-ask": {"text": "Which robots?", "until": "2090-01-01T00:00", "time_zone": "UTC"},
    "proposal-ask, refused": {"text": "Which robots?", "until": "", "time_zone": "UTC"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("names_it", [True, False])
def test_a_resubmission_in_the_meantime_is_read_before_anything_is_decided(
    client_of: SignIn, submission: Submission, resubmitted: Submission, korean_manager: User, act: str, names_it: bool
) -> None:
    proposal, browser = submission.proposal, client_of(korean_manager)
    typed = ACTS[act] | ({"receipt": str(submission.receipt)} if names_it else {})
    refused = browser.post(url_of(proposal, act.partition(",")[0]), typed)
    assert refused.status_code == (422 if "refused" in act else 409)
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
    assert not proposal.information_requests.exists()
    shown = refused.content.decode()
    assert "the team has submitted again since you read this: read submission 2 first." in shown
    assert refused.context["submission"] == resubmitted
    assert ("<del>trust</del" in shown, "<ins>doubt</ins" in shown) == (names_it, names_it)
    assert shown.count(f'name="receipt" value="{resubmitted.receipt}"') == 2
    assert ("Which robots?" in shown) is act.startswith("proposal-ask")
    again = browser.post(url_of(proposal, "proposal-decide"), {"decision": "decline", "receipt": resubmitted.receipt})
    assert (again.status_code, Proposal.objects.get().state) == (302, ProposalState.NOT_ADVANCED)


def test_an_older_submission_leads_to_the_one_that_is_decided_on(
    client_of: SignIn, submission: Submission, resubmitted: Submission, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    pages = [url_of(one.proposal, "submission-detail", one.stage, one.number) for one in (submission, resubmitted)]
    old, new = (browser.get(page).content.decode() for page in pages)
    assert [page.count(url_of(submission.proposal, "proposal-decide")) for page in (old, new)] == [0, 1]
    assert [page.count(url_of(submission.proposal, "proposal-ask")) for page in (old, new)] == [0, 1]
    said = "The team has submitted again since. What was submitted last is what is decided on:"
    assert [page.count(said) for page in (old, new)] == [1, 0]
    assert "Nothing was changed" not in old + new


def test_a_reason_that_is_too_long_is_said_to_be_and_stays(
    client_of: SignIn, submission: Submission, us_researcher: Researcher
) -> None:
    browser, address = client_of(us_researcher), url_of(submission.proposal, "proposal-withdraw")
    reason = "We go on in another call. " * 20
    refused = browser.post(address, {"reason": reason})
    form = refused.context["withdraw_form"]
    assert (refused.status_code, form["reason"].value()) == (422, reason)
    shown = refused.content.decode()
    assert (form["reason"].errors[0] in shown, reason.strip() in shown, "<details open>" in shown) == (True,) * 3
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
    assert browser.post(address, {"reason": reason[:500]}).status_code == 302
    assert Proposal.objects.get().withdrawn_reason == reason[:500].strip()
    shown = browser.post(address, {"reason": reason}).content.decode()
    assert (form["reason"].errors[0] in shown, reason.strip() in shown) == (True, True)


def test_a_budget_is_read_by_category_and_year() -> None:
    lines = [
        {"side": "KR", "currency": "KRW", "year": f"KR-{day}", "category": category, "amount_minor": amount}
        for day, category, amount in [
            ("2027-01-01", "travel", 3),
            ("2026-07-01", "travel", 2),
            ("2026-07-01", "personnel", 1),
        ]
    ]
    read = ReadBudget("KR", "KRW", tuple(lines), 6)
    assert (read.years, read.rows) == (["KR-2026-07-01", "KR-2027-01-01"], [("personnel", [1, 0]), ("travel", [2, 3])])
