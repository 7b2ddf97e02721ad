"""Tokens count only for accounts that have the second factor their role needs."""

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from exchange.people.models import User
from exchange.people.rules.second_factor import lacks_second_factor, second_factor_message


class SecondFactorTokenAuthentication(TokenAuthentication):
    def authenticate_credentials(self, key: str) -> tuple[User, object]:
        user, token = super().authenticate_credentials(key)
        if lacks_second_factor(user):
            raise AuthenticationFailed(second_factor_message())
        return user, token
