from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "exchange.programmes"
    verbose_name = _("Programmes and calls")

    def ready(self) -> None:
        # Models can be imported only now.
        from exchange.messaging.selectors import worklist
        from exchange.people.models.officer import register_officers
        from exchange.people.selectors.offices import register_offices
        from exchange.people.services import holders, listeners
        from exchange.programmes.selectors.officers import account_manages, agencies_acting, side_of_account
        from exchange.programmes.selectors.worklist import waiting_for_confirmation, waiting_for_managers
        from exchange.programmes.services.personal_data import ProgrammesHolder
        from exchange.programmes.services.sides import tell_managers, tell_of_fall, tell_person

        register_officers(side=side_of_account(), is_manager=account_manages())
        register_offices(agencies_acting)
        holders.register(ProgrammesHolder())
        listeners.on_side_decision(tell_person)
        listeners.on_fallen_decision(tell_of_fall)
        listeners.on_change_of_side(tell_managers)
        worklist.register(waiting_for_confirmation, order=70)
        worklist.register(waiting_for_managers, order=15)
