from django.apps import AppConfig

from exchange.embedded.adapters import compose_text


class EmbeddedConfig(AppConfig):
    name = "exchange.embedded"

    def ready(self) -> None:
        compose_text()
