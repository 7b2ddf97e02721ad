"""How the documentation says that a program signs in; apart, since the library's schema loads after its settings."""

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    target_class = "exchange.people.api.authentication.ScopedTokenAuthentication"
    name = "apiToken"
