from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from exchange.messaging.selectors import worklist
        from exchange.pairing.selectors.affinity import register_affinities
        from exchange.pairing.services.registry import on_opening, register_solver
        from exchange.people import disclosure
        from exchange.people.services import holders
        from exchange.web.status import registry
        from exchange.web.watch import registry as watch
        from matching.selectors import figures
        from matching.selectors.connections import connected_with
        from matching.selectors.papers import paper_affinities
        from matching.selectors.status import matching_status
        from matching.selectors.worklist import waiting_introductions, waiting_pairs
        from matching.services.pairing import read_papers_again, solve
        from matching.services.personal_data import MatchingHolder
        from matching.services.runs import RUNS
        from matching.services.shards import SHARDS

        registry.register(matching_status, order=30)
        watch.register(figures.run_figures)
        watch.register(figures.embedding_figures)
        watch.register_job(watch.Watched(RUNS, "queued_at"))
        watch.register_job(watch.Watched(SHARDS, "run__queued_at"))
        holders.register(MatchingHolder())
        disclosure.register_connection_source(connected_with)
        worklist.register(waiting_introductions, order=10)
        worklist.register(waiting_pairs, order=60)
        register_affinities(paper_affinities)
        register_solver(solve)
        on_opening(read_papers_again)
