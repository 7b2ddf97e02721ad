"""When mail is sent; how, stands in the services."""

from celery import shared_task

from exchange.messaging import services


@shared_task
def deliver_message(pk: int) -> None:
    services.deliver(pk)


@shared_task
def deliver_due() -> None:
    services.deliver_due()


@shared_task(autoretry_for=(services.DigestsFailedError,), retry_backoff=60, max_retries=5)
def send_weekly_digests() -> None:
    services.gather_digests()
