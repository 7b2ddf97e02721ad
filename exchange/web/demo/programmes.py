"""The demo's programme and calls: real notices as examples, moved so that one is open now, one has its concept papers, one is over."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.models import (
    Agency,
    AgencyOfficer,
    Call,
    Programme,
    ProgrammeManager,
    ProgrammeTopic,
)
from exchange.programmes.services import create_call, enter_year_budget, moved_by_years, publish_call
from exchange.programmes.values.definition import CallDefinition, StagePlan
from exchange.programmes.values.presets import find_preset

PROGRAMME = "AFOSR–IITP ROK-US Artificial Intelligence Initiative (example)"
AGENCIES = {Side.KR: "iitp", Side.US: "afosr"}
KOREA = ZoneInfo("Asia/Seoul")
MILLION = 1_000_000
# Longer than in the notices, so that the demo's calls are open whenever somebody looks.
WINDOW = timedelta(days=60)
SUMMARY_EN = (
    "Two agencies fund one piece of research together: each pays the teams of its own country, and both judge the "
    "proposal. Teams have a principal investigator on each side."
)
SUMMARY_KO = (
    "두 기관이 하나의 연구를 함께 지원합니다. 각 기관은 자국 연구팀의 연구비를 지원하고, 두 기관이 함께 과제를 평가합니다. "
    "연구팀에는 양측의 연구책임자가 있습니다."
)
TOPICS = (
    (
        "Human-machine teaming",
        "인간-기계 협업",
        "Trust, shared attention and adaptive control between people and robots that work as a team.",
        "한 팀으로 일하는 사람과 로봇 사이의 신뢰, 공동 주의, 적응형 제어.",
    ),
    (
        "Semiconductors for artificial intelligence",
        "인공지능 반도체",
        "Design, fabrication and packaging of accelerators for machine learning at the edge.",
        "엣지 기계학습을 위한 가속기의 설계, 제작, 패키징.",
    ),
    (
        "Trustworthy cross-border data",
        "신뢰할 수 있는 국가 간 데이터",
        "Learning from data that may not leave its country: federated learning, privacy and provenance.",
        "국경을 넘을 수 없는 데이터로부터의 학습: 연합학습, 개인정보 보호, 출처 관리.",
    ),
)


def load_calls(managers: dict[Side, User]) -> dict[str, Call]:
    """By preset; what is there already stays as it is."""
    programme = _programme(managers)
    korean = managers[Side.KR]
    days_to_first_deadline = {"afosr_iitp_2025": 20, "iitp_bmwk_2025": -1, "nrf_kr_us_supplement_2025": -30}
    return {name: _call(programme, name, days, by=korean) for name, days in days_to_first_deadline.items()}


def _programme(managers: dict[Side, User]) -> Programme:
    programme, is_new = Programme.objects.get_or_create(
        name_en=PROGRAMME,
        defaults={
            "name_ko": "한-미공군과학연구실(AFOSR) 인공지능 공동연구 (예시)",
            "summary_en": SUMMARY_EN,
            "summary_ko": SUMMARY_KO,
            "starts_on": date(2025, 7, 1),
            "ends_on": date(2028, 6, 30),
        },
    )
    agencies = {Side.KR: _agency(Side.KR), Side.US: _agency(Side.US)}
    if is_new:
        programme.agencies.set(agencies.values())
        # In won as in the notice; what AFOSR gives is not published: invented here, in cents.
        _budgets(programme, agencies[Side.KR], (125 * MILLION, 250 * MILLION, 250 * MILLION, 125 * MILLION))
        _budgets(programme, agencies[Side.US], (10 * MILLION, 20 * MILLION, 20 * MILLION, 10 * MILLION))
        for name_en, name_ko, text_en, text_ko in TOPICS:
            ProgrammeTopic.objects.create(
                programme=programme, name_en=name_en, name_ko=name_ko, text_en=text_en, text_ko=text_ko
            )
    for side, user in managers.items():
        officer, _made = AgencyOfficer.objects.get_or_create(agency=agencies[side], user=user)
        ProgrammeManager.objects.get_or_create(programme=programme, officer=officer)
    return programme


def _agency(side: Side) -> Agency:
    facts = {
        Side.KR: {
            "name_en": "IITP (Institute of Information & Communications Technology Planning & Evaluation)",
            "name_ko": "정보통신기획평가원(IITP)",
            "languages": ["ko"],
            "currency": Currency.KRW,
            "time_zone": "Asia/Seoul",
            "website": "https://www.iitp.kr/",
            "contact_email": "joint-research@iitp.example",
            "contact_page": "https://iitp.example/contact",
        },
        Side.US: {
            "name_en": "AFOSR (Air Force Office of Scientific Research)",
            "name_ko": "미국 공군과학연구실(AFOSR)",
            "languages": ["en"],
            "currency": Currency.USD,
            "time_zone": "America/New_York",
            "website": "https://www.afrl.af.mil/AFOSR/",
            "contact_email": "international@afosr.example",
            "contact_page": "https://afosr.example/contact",
        },
    }[side]
    agency, _made = Agency.objects.get_or_create(code=AGENCIES[side], defaults={"side": side, **facts})
    if not agency.is_reachable:  # of a demo from before there were contacts
        agency.contact_email, agency.contact_page = str(facts["contact_email"]), str(facts["contact_page"])
        agency.save()
    return agency


def _budgets(programme: Programme, agency: Agency, amounts: tuple[int, ...]) -> None:
    for year, amount_minor in enumerate(amounts, start=2025):
        enter_year_budget(programme, agency=agency, fiscal_year=year, amount_minor=amount_minor)


def _call(programme: Programme, name: str, days: int, *, by: User) -> Call:
    preset = find_preset(name)
    assert preset is not None  # noqa: S101 - the presets are part of the package
    known = programme.calls.filter(title_en=preset.definition.title.en).first()
    if known is not None:
        return known
    call = create_call(
        programme, definition=_moved(preset.definition, days), by=by, topics=programme.topics.all(), is_example=True
    )
    publish_call(call, note="Example", by=by)
    call.refresh_from_db()
    return call


def _moved(definition: CallDefinition, days: int) -> CallDefinition:
    """The first stage closes in ``days`` days at 15:00 in Korea, the others as long after it as in the notice."""
    first = definition.stages[0].closes_at
    target = datetime.combine(timezone.localdate() + timedelta(days=days), time(15), KOREA)
    stages = [_shifted(stage, target - first) for stage in definition.stages]
    later = moved_by_years(definition, _years_until_money(definition, stages[-1].closes_at.date()))
    stages[0] = stages[0].model_copy(update={"opens_at": target - WINDOW})
    return later.model_copy(update={"stages": tuple(stages)})


def _years_until_money(definition: CallDefinition, deadline: date) -> int:
    """In whole years: the money of a call begins after its last deadline."""
    begins = min(ceiling.starts_on for ceiling in definition.ceilings)
    years = deadline.year - begins.year
    return years if begins.replace(year=deadline.year) > deadline else years + 1


def _shifted(stage: StagePlan, by: timedelta) -> StagePlan:
    return stage.model_copy(update={"opens_at": stage.opens_at + by, "closes_at": stage.closes_at + by})
