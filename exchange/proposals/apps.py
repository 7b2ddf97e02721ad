from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "exchange.proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        from exchange.messaging.selectors import worklist
        from exchange.office.selectors import managed
        from exchange.people.services import holders
        from exchange.programmes.selectors.competing import register_competing
        from exchange.programmes.services.listeners import on_extension
        from exchange.proposals.selectors.managed import PROPOSALS
        from exchange.proposals.selectors.proposals import calls_competed_in, places_competed_from
        from exchange.proposals.selectors.worklist.calls import waiting_in_calls
        from exchange.proposals.selectors.worklist.invitations import waiting_invitations
        from exchange.proposals.selectors.worklist.proposals import waiting_in_proposals
        from exchange.proposals.services.extensions import tell_of_extension
        from exchange.proposals.services.personal_data import ProposalsHolder

        holders.register(ProposalsHolder())
        managed.register(PROPOSALS)
        register_competing(calls_competed_in, places=places_competed_from)
        on_extension(tell_of_extension)
        worklist.register(waiting_invitations, order=20)
        worklist.register(waiting_in_proposals, order=30)
        worklist.register(waiting_in_calls, order=50)
