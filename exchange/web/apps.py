from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "exchange.web"
    verbose_name = _("Site")

    def ready(self) -> None:
        # Models can be imported only now.
        self._show_status()
        self._watch()
        from exchange.web.deployment import check_demo_accounts, check_metrics, check_privacy_notice, check_site

        for check in (check_site, check_privacy_notice, check_demo_accounts, check_metrics):
            register(check, deploy=True)

    def _show_status(self) -> None:
        from exchange.web.status import registry
        from exchange.web.status.calls import calls
        from exchange.web.status.components import component_section
        from exchange.web.status.machine import machine
        from exchange.web.status.work import mails, work

        registry.register(component_section, order=5)
        registry.register(work, order=10)
        registry.register(mails, order=20)
        registry.register(calls, order=40)
        registry.register(machine, order=90)

    def _watch(self) -> None:
        from celery.signals import task_postrun, task_prerun

        from exchange.office.services.batch import SENDINGS
        from exchange.web.status.work import WATCHED
        from exchange.web.watch import registry, tasks, work

        for job in (*WATCHED, registry.Watched(SENDINGS, "queued_at")):
            registry.register_job(job)
        sources = (work.queue_figures, work.worker_figures, work.task_figures, work.job_figures, work.mail_figures)
        for source in sources:
            registry.register(source)
        task_prerun.connect(tasks.note_begin)
        task_postrun.connect(tasks.note_end)
