"""The shipped examples say what their notices say, figure by figure."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.values.definition import CallDefinition
from exchange.programmes.values.presets import find_preset, presets

KST = ZoneInfo("Asia/Seoul")
MILLION = 1_000_000


def definition_of(name: str) -> CallDefinition:
    preset = find_preset(name)
    assert preset is not None
    return preset.definition


@pytest.fixture
def afosr() -> CallDefinition:
    return definition_of("afosr_iitp_2025")


@pytest.fixture
def bmwk() -> CallDefinition:
    return definition_of("iitp_bmwk_2025")


@pytest.fixture
def nrf() -> CallDefinition:
    return definition_of("nrf_kr_us_supplement_2025")


def weights(definition: CallDefinition) -> list[tuple[str, Decimal | None]]:
    return [(criterion.key, criterion.weight) for criterion in definition.rubric.criteria]


def test_these_examples_are_shipped() -> None:
    assert [preset.name for preset in presets()] == [
        "afosr_iitp_2025",
        "iitp_bmwk_2025",
        "nrf_kr_us_supplement_2025",
    ]


@pytest.mark.parametrize("name", [preset.name for preset in presets()])
def test_every_example_is_in_both_languages_and_names_its_source(name: str) -> None:
    definition = definition_of(name)
    assert definition.missing_texts() == []
    assert definition.source is not None


def test_afosr_money_and_months(afosr: CallDefinition) -> None:
    years = [(c.starts_on, c.ends_on, c.months, c.amount_minor) for c in afosr.ceilings_of(Side.KR)]
    assert years == [
        (date(2025, 7, 1), date(2025, 12, 31), 6, 125 * MILLION),
        (date(2026, 1, 1), date(2026, 12, 31), 12, 250 * MILLION),
        (date(2027, 1, 1), date(2027, 12, 31), 12, 250 * MILLION),
        (date(2028, 1, 1), date(2028, 6, 30), 6, 125 * MILLION),
    ]
    assert sum(months for *_, months, _amount in years) == 36
    assert sum(amount for *_, amount in years) == 750 * MILLION
    assert {ceiling.currency for ceiling in afosr.ceilings} == {Currency.KRW}
    assert afosr.ceilings_of(Side.US) == ()


def test_afosr_dates(afosr: CallDefinition) -> None:
    paper = afosr.stage(StageKind.WHITE_PAPER)
    assert paper is not None
    assert paper.opens_at.astimezone(KST).date() == date(2025, 2, 7)
    assert paper.closes_at == datetime(2025, 2, 21, 15, 0, tzinfo=KST)
    assert paper.time_zone == "Asia/Seoul"
    months = [(stage.kind, stage.opens_at.astimezone(KST).month, stage.by_invitation) for stage in afosr.stages]
    assert months == [
        (StageKind.WHITE_PAPER, 2, False),
        (StageKind.FULL_PROPOSAL, 4, True),
        (StageKind.PRESENTATION, 5, True),
    ]
    assert afosr.source is not None
    assert (afosr.source.dated, afosr.source.notice) == (date(2025, 1, 17), "과학기술정보통신부 공고 제2025-0042호")


def test_afosr_weights_and_marks(afosr: CallDefinition) -> None:
    rubric = afosr.rubric
    assert weights(afosr) == [("plan", 30), ("collaboration", 20), ("capability", 30), ("use", 20)]
    assert [len(criterion.items) for criterion in rubric.criteria] == [2, 2, 2, 1]
    assert (rubric.pass_mark, rubric.uncontested_pass_mark, rubric.bonus_cap) == (60, 75, 5)
    assert {bonus.points for bonus in rubric.bonuses} == {Decimal(1), Decimal("0.5"), Decimal(-1)}
    assert not rubric.trimmed_mean


def test_afosr_team_and_limits(afosr: CallDefinition) -> None:
    limits = afosr.limits
    assert afosr.team_formation == TeamFormation.BEFORE
    assert (afosr.sides, afosr.both_sides_required, afosr.trl) == ((Side.KR, Side.US), True, (2, 4))
    assert (limits.max_awards, limits.min_people, limits.min_pis_per_side) == (1, 2, 1)
    assert limits.load is not None
    assert limits.load_with_paying_partner is not None
    assert (limits.load.projects, limits.load.as_pi, limits.load.ignores_ending_within_months) == (5, 3, 6)
    assert (limits.load_with_paying_partner.projects, limits.load_with_paying_partner.as_pi) == (6, 4)


def test_afosr_documents(afosr: CallDefinition) -> None:
    for_everybody = [d.key for d in afosr.documents_of(StageKind.WHITE_PAPER, Side.KR) if d.shown_if is None]
    assert for_everybody == [
        "white_paper",
        "eligibility_check",
        "participation",
        "personal_information",
        "business_registration",
        "project_list",
        "concurrent_projects",
        "foreign_partner",
        "bonus_evidence",
    ]
    for_companies = [d.key for d in afosr.documents if d.shown_if is not None]
    assert for_companies == ["tax_certificate", "company_register", "audit_report", "laboratory_certificate"]
    assert [d.key for d in afosr.documents_of(StageKind.WHITE_PAPER, Side.US)] == ["white_paper"]


def test_bmwk_matches_partners_after_concept_papers(bmwk: CallDefinition) -> None:
    assert bmwk.team_formation == TeamFormation.MATCHMAKING
    assert [stage.kind for stage in bmwk.stages] == [StageKind.CONCEPT_PAPER, StageKind.FULL_PROPOSAL]
    paper = bmwk.stages[0]
    assert paper.opens_at.astimezone(KST).date() == date(2025, 2, 28)
    assert paper.closes_at == datetime(2025, 3, 7, 15, 0, tzinfo=KST)
    amounts = [(ceiling.months, ceiling.amount_minor) for ceiling in bmwk.ceilings_of(Side.KR)]
    assert amounts == [(6, 250 * MILLION), (12, 500 * MILLION), (12, 500 * MILLION), (6, 250 * MILLION)]
    assert weights(bmwk) == [("plan", 30), ("collaboration", 20), ("capability", 20), ("use", 30)]
    assert (bmwk.rubric.pass_mark, bmwk.rubric.uncontested_pass_mark, bmwk.rubric.bonus_cap) == (60, 75, 5)
    assert (bmwk.trl, bmwk.limits.max_awards) == ((4, 7), 1)


def test_nrf_adds_to_a_running_project(nrf: CallDefinition) -> None:
    assert nrf.supplement is not None
    assert nrf.supplement.share_percent == 30
    assert nrf.supplement.base_at_least_minor == 100 * MILLION
    assert (nrf.supplement.base_run_months, nrf.supplement.base_left_months) == (6, 12)
    assert [(c.months, c.amount_minor) for c in nrf.ceilings_of(Side.KR)] == [(12, 60 * MILLION)]
    assert nrf.stages[0].closes_at == datetime(2025, 5, 15, 15, 0, tzinfo=KST)
    assert [weight for _key, weight in weights(nrf)] == [30, 20, 15, 15, 20]
    assert nrf.rubric.trimmed_mean
    assert [bonus.points for bonus in nrf.rubric.bonuses] == [3]
    assert [d.max_pages for d in nrf.documents if d.max_pages] == [5, 8]
    assert (nrf.limits.max_proposals_per_pi, nrf.limits.load) == (1, None)
    assert (nrf.limits.prior_collaboration_months, nrf.limits.prior_collaboration_excludes) == (36, True)
