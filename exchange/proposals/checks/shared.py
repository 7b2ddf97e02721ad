"""What every dossier is asked for, in the place that it has among the checks of a proposal."""

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.answers_given import answers_given
from exchange.dossiers.checks.answers_within_limits import answers_within_limits
from exchange.dossiers.checks.documents_complete import documents_complete
from exchange.dossiers.checks.page_limits import page_limits
from exchange.proposals.checks.registry import CHECKS

CHECKS.register(_("Every required question is answered"), order=50)(answers_given)
CHECKS.register(_("No text is longer than its limit"), order=51)(answers_within_limits)
CHECKS.register(_("Every required document is uploaded"), order=60)(documents_complete)
CHECKS.register(_("No document has more pages than it may"), order=61)(page_limits)
