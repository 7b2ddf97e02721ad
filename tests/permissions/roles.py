"""Who stands before the product, and the groups of them that the rows name.

**A new role** (a reviewer, a chair, a visitor) is a line under *Roles*, its name in each group it belongs to, and an
account in ``conftest.accounts``. Every row that names those groups holds for it from then on, and every other row refuses it.

**A new group** is a line under *Groups*. Its name says who they are, not what they may. Rows name groups even of one role, where
others may join it.
"""

Group = frozenset[str]


def _role(name: str) -> Group:
    return frozenset({name})


# Roles
ANONYMOUS = _role("anonymous")
OUTSIDER = _role("outsider")
"""Signed in, without a profile."""
KOREAN_PI = _role("korean")
"""Korean researcher with consent: PI of the Korean side, party of the pair."""
US_PI = _role("us")
"""US researcher with consent: PI of the US side, leads the project, party of the pair."""
PEER = _role("peer")
"""Korean researcher with consent, who has no part in anything."""
CLOSED = _role("closed")
"""US researcher who has given no consent and has no part in anything."""
INVITED = _role("invited")
"""US researcher, invited to both teams by address, who has not answered."""
CALL_MANAGER = _role("manager")
"""Korean manager of the programme."""
OTHER_MANAGER = _role("other")
"""US manager of another programme."""
OFFICER = _role("officer")
"""US officer who manages no programme."""
STAFF = _role("staff")

# Groups
NOBODY: Group = frozenset()
RESEARCHERS = KOREAN_PI | US_PI | PEER | CLOSED | INVITED
MANAGERS = CALL_MANAGER | OTHER_MANAGER
AGENCIES = MANAGERS | OFFICER
OFFICES = AGENCIES | STAFF
SIGNED_IN = OUTSIDER | RESEARCHERS | OFFICES
EVERYBODY = ANONYMOUS | SIGNED_IN
WITHOUT_PROFILE = SIGNED_IN - RESEARCHERS
US_SIDE = US_PI | CLOSED | INVITED | OTHER_MANAGER | OFFICER

READERS = RESEARCHERS | OFFICES
"""Of profiles and projects."""
OWNER = US_PI
"""Of the project and the publications."""
TEAM = KOREAN_PI | US_PI
"""Of the proposals."""
SIDE_LEADS = US_PI
"""Of the side that the addresses ask for."""
AUTHORS = KOREAN_PI
"""Of the concept paper."""
PARTIES = KOREAN_PI | US_PI
"""Of the pair and its introduction."""
CALL_MANAGERS = CALL_MANAGER
ADMINISTRATORS = STAFF

FEW = ANONYMOUS | OUTSIDER | US_PI | CALL_MANAGER
"""Enough to ask where everybody is told the same."""
