"""What proposals do when a call changes."""

from exchange.messaging.enums import Category
from exchange.programmes.models import StageExtension
from exchange.proposals.enums import EDITABLE
from exchange.proposals.models import Proposal
from exchange.proposals.services.telling import tell_team


def tell_of_extension(extension: StageExtension) -> None:
    """Everybody who works on a proposal in the extended stage."""
    stage = extension.stage
    working = Proposal.objects.filter(call=stage.call_id, stage=stage.kind, state__in=EDITABLE)
    for proposal in working.select_related("call"):
        key = f"extension-{extension.pk}-{proposal.public_id}"
        tell_team(proposal, "deadline_extended", key=key, category=Category.CALL, extension=extension, stage=stage)
