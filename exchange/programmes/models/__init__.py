"""Facts about programmes: agencies and their officers, budgets, calls with their versions and stages."""

from exchange.programmes.models.agency import Agency, AgencyOfficer
from exchange.programmes.models.budget import Commitment, YearBudget
from exchange.programmes.models.call import Call, CallVersion
from exchange.programmes.models.programme import Programme, ProgrammeManager, ProgrammeTopic
from exchange.programmes.models.stage import LateCode, Stage, StageExtension

__all__ = [
    "Agency",
    "AgencyOfficer",
    "Call",
    "CallVersion",
    "Commitment",
    "LateCode",
    "Programme",
    "ProgrammeManager",
    "ProgrammeTopic",
    "Stage",
    "StageExtension",
    "YearBudget",
]
