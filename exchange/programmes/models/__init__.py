"""Facts about programmes: agencies and their officers, budgets, calls with their versions and stages."""

from exchange.programmes.models.agency import Agency, AgencyOfficer
from exchange.programmes.models.budget import Commitment, YearBudget
from exchange.programmes.models.call import Call, CallVersion, LateCode, Stage, StageExtension
from exchange.programmes.models.invitation import OfficeInvitation
from exchange.programmes.models.programme import Programme, ProgrammeManager, ProgrammeTopic

__all__ = [
    "Agency",
    "AgencyOfficer",
    "Call",
    "CallVersion",
    "Commitment",
    "LateCode",
    "OfficeInvitation",
    "Programme",
    "ProgrammeManager",
    "ProgrammeTopic",
    "Stage",
    "StageExtension",
    "YearBudget",
]
