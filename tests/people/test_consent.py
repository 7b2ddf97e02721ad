"""The ledger: one consent in force per country, under the text that was shown; withdrawal reaches every holder."""

import threading
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from exchange.people.enums import ConsentSource, Side
from exchange.people.models import ConsentNotice, ConsentRecord, Organisation, Researcher, User
from exchange.people.selectors.consent import consent_history, current_notice, live_consent
from exchange.people.services import holders
from exchange.people.services.consent import (
    NoticeOutdatedError,
    give_consent,
    record_consent,
    withdraw_consent,
)
from exchange.people.services.personal_data import PeopleHolder
from tests.cast import consent_to, make_researcher


def test_the_first_notice_is_published_in_both_languages(db: None) -> None:
    notice = current_notice()
    assert (notice.version, "매니저" in notice.text_ko) == (3, False)
    assert "withdraw" in notice.text_en
    assert "철회" in notice.text_ko


def test_give_withdraw_and_give_again(korean_researcher: Researcher, notice: ConsentNotice) -> None:
    before = korean_researcher.changed_at
    assert withdraw_consent(korean_researcher, country=Side.US)
    assert not withdraw_consent(korean_researcher, country=Side.US)
    assert live_consent(korean_researcher, Side.US) is None
    record = give_consent(korean_researcher, notice=notice, country=Side.US, language="ko")
    assert give_consent(korean_researcher, notice=notice, country=Side.US, language="en") == record
    assert [row.withdrawn_at is None for row in consent_history(korean_researcher)] == [True, False]
    assert record.language == "ko"
    korean_researcher.refresh_from_db()
    assert korean_researcher.changed_at > before


def test_a_withdrawal_is_of_one_country(korean_researcher: Researcher, notice: ConsentNotice) -> None:
    """Somebody who has gone to the other side agreed to each of both once."""
    consent_to(korean_researcher, Side.KR, notice)
    assert withdraw_consent(korean_researcher, country=Side.US)
    assert [live_consent(korean_researcher, side) is None for side in (Side.US, Side.KR)] == [True, False]


def test_what_one_person_gives_and_withdraws_is_of_nobody_else(
    korean_researcher: Researcher, notice: ConsentNotice, korean_organisation: Organisation
) -> None:
    other = make_researcher("jun@example.org", "Jun Seo", korean_organisation)
    theirs = consent_to(other, Side.US, notice)
    other.refresh_from_db()
    before = other.changed_at
    assert withdraw_consent(korean_researcher, country=Side.US)
    assert (live_consent(korean_researcher, Side.US), live_consent(other, Side.US)) == (None, theirs)
    given = give_consent(korean_researcher, notice=notice, country=Side.US, language="en")
    assert given.researcher == korean_researcher
    assert give_consent(korean_researcher, notice=notice, country=Side.US, language="en") == given
    other.refresh_from_db()
    assert other.changed_at == before


def test_an_old_text_cannot_be_agreed_to(korean_researcher: Researcher, notice: ConsentNotice) -> None:
    withdraw_consent(korean_researcher, country=Side.US)
    ConsentNotice.objects.create(purpose=notice.purpose, version=notice.version + 1, text_en="New.", text_ko="새 글.")
    with pytest.raises(NoticeOutdatedError):
        give_consent(korean_researcher, notice=notice, country=Side.US, language="en")
    assert live_consent(korean_researcher, Side.US) is None


def test_a_newer_text_is_agreed_to_in_place_of_the_earlier_one(
    client_of: Callable[[User | Researcher], Client], korean_researcher: Researcher, notice: ConsentNotice
) -> None:
    """What rested on the earlier one stays: nobody is hidden between the two."""
    texts = {"text_en": f"{notice.text_en} More.", "text_ko": f"{notice.text_ko} 더."}
    newer = ConsentNotice.objects.create(purpose=notice.purpose, version=notice.version + 1, **texts)
    client, said = client_of(korean_researcher), "only what the earlier text names is passed on"
    assert said in client.get(reverse("consent")).content.decode()
    answer = client.post(reverse("consent-give"), {"notice": newer.pk, "language": "en", "agreed": "on"})
    assert answer.status_code == HTTPStatus.FOUND
    assert said not in client.get(reverse("consent")).content.decode()
    assert [(row.notice, row.withdrawn_at is None) for row in consent_history(korean_researcher)] == [
        (newer, True),
        (notice, False),
    ]


def test_no_consent_to_the_own_country(korean_researcher: Researcher, notice: ConsentNotice) -> None:
    with pytest.raises(ValidationError):
        give_consent(korean_researcher, notice=notice, country=Side.KR, language="en")


def test_an_operator_records_none_to_the_own_country_and_nobody_gives_one_before_they_have_a_side(
    korean_researcher: Researcher, notice: ConsentNotice
) -> None:
    withdraw_consent(korean_researcher, country=Side.US)
    with pytest.raises(ValidationError, match="own country"):
        record_consent(korean_researcher, notice=notice, country=Side.KR, basis="Signed form 12")
    korean_researcher.country = ""
    with pytest.raises(ValidationError, match="organisation first"):
        record_consent(korean_researcher, notice=notice, country=Side.US, basis="Signed form 12")
    with pytest.raises(ValidationError, match="organisation first"):
        give_consent(korean_researcher, notice=notice, country=Side.US, language="en")
    assert live_consent(korean_researcher, Side.US) is None


def test_the_page_gives_what_is_ticked_and_withdraws_ones_own_alone(
    client_of: Callable[[User | Researcher], Client],
    korean_researcher: Researcher,
    us_researcher: Researcher,
    outsider: User,
    notice: ConsentNotice,
) -> None:
    def in_force() -> set[str]:
        return set(ConsentRecord.objects.filter(withdrawn_at__isnull=True).values_list("recipient_country", flat=True))

    assert in_force() == {"US", "KR"}
    for country in ("KR", "XX"):  # not given, and none that there is
        client_of(korean_researcher).post(reverse("consent-withdraw", args=[country]))
        client_of(outsider).post(reverse("consent-withdraw", args=[country]))
    client_of(outsider).post(reverse("consent-withdraw", args=["US"]))
    assert in_force() == {"US", "KR"}
    client_of(korean_researcher).post(reverse("consent-withdraw", args=["US"]))
    assert in_force() == {"KR"}
    ticked = {"notice": notice.pk, "language": "en", "agreed": "on"}
    assert client_of(outsider).post(reverse("consent-give"), ticked).headers["Location"] == reverse("onboarding")
    for typed in ({**ticked, "agreed": ""}, {**ticked, "language": "xx"}, {**ticked, "notice": "0"}):
        assert client_of(korean_researcher).post(reverse("consent-give"), typed).status_code == 422
    assert in_force() == {"KR"}
    client_of(korean_researcher).post(reverse("consent-give"), ticked)
    assert in_force() == {"US", "KR"}


def test_an_operator_states_the_basis(korean_researcher: Researcher, notice: ConsentNotice) -> None:
    withdraw_consent(korean_researcher, country=Side.US)
    with pytest.raises(ValidationError):
        record_consent(korean_researcher, notice=notice, country=Side.US, basis=" ")
    record = record_consent(korean_researcher, notice=notice, country=Side.US, basis="Signed form 12")
    assert (record.source, record.basis) == (ConsentSource.OPERATOR, "Signed form 12")


def test_withdrawal_is_undone_when_a_holder_fails(
    korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        name = "failing"

        def export(self, user: object) -> dict[str, object]:
            return {}

        def withdraw(self, researcher: Researcher) -> None:
            raise RuntimeError

        def erase(self, user: object) -> dict[str, int]:
            return {}

    monkeypatch.setattr(holders, "_holders", [Failing()])
    with pytest.raises(RuntimeError):
        withdraw_consent(korean_researcher, country=Side.US)
    assert live_consent(korean_researcher, Side.US) is not None


def test_a_slice_answers_once_for_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holders, "_holders", [])
    people, others = PeopleHolder(), PeopleHolder()
    others.name = "others"
    for holder in (people, PeopleHolder(), others):
        holders.register(holder)
    assert holders.registered() == (people, others)


def test_what_the_database_refuses_for_another_reason_is_not_taken_for_given(
    korean_researcher: Researcher, notice: ConsentNotice, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw_consent(korean_researcher, country=Side.US)

    def refuse(record: ConsentRecord) -> None:
        raise IntegrityError

    monkeypatch.setattr(ConsentRecord, "save", refuse)
    with pytest.raises(IntegrityError):
        give_consent(korean_researcher, notice=notice, country=Side.US, language="en")


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_time_make_one_consent(korean_researcher: Researcher, notice: ConsentNotice) -> None:
    withdraw_consent(korean_researcher, country=Side.US)
    start = threading.Barrier(4)
    given: list[int] = []

    def press() -> None:
        try:
            start.wait()
            given.append(give_consent(korean_researcher, notice=notice, country=Side.US, language="en").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    in_force = ConsentRecord.objects.filter(researcher=korean_researcher, withdrawn_at__isnull=True)
    assert given == [in_force.get().pk] * 4
