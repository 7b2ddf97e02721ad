"""When mail is sent; how, stands in the services."""

from celery import shared_task

from exchange.messaging import services


@shared_task
def deliver_message(pk: int) -> None:
    services.deliver(pk)


@shared_task
def deliver_due() -> None:
    services.deliver_due()
