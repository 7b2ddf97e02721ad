"""Somebody who has just signed up and named an organisation, which confirms nothing."""

from allauth.account.models import EmailAddress

from exchange.people.enums import CareerStage
from exchange.people.models import Organisation, Researcher, User
from exchange.people.services.profile import create_profile


def newcomer(address: str, organisation: Organisation, *, verified: bool = True) -> Researcher:
    user = User.objects.create_user(address, "correct horse battery")
    EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    return create_profile(user, name_romanised="New Comer", organisation=organisation, career_stage=CareerStage.POSTDOC)
