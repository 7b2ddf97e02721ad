"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

UNSIGNED = """
    NOT EXISTS (SELECT FROM proposals_submission AS kept WHERE kept.proposal_id = this.{0})
    AND NOT EXISTS (SELECT FROM proposals_confirmation AS given WHERE given.proposal_id = this.{0})
"""

NFC = compose(
    "proposals",
    leave=frozenset({"submission", "confirmation", "proposalfigures"}),
    # A confirmation holds the digest of the very characters, and what is submitted is compared with them.
    only={"proposal": UNSIGNED.format("id")}
    | {model: UNSIGNED.format("proposal_id") for model in ("teammember", "answer", "attachment", "budgetline")},
)


class Migration(migrations.Migration):

    dependencies = [("proposals", "0061_office_leaves")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
