"""What managers keep of a list, have written to files, and send to its people."""

from exchange.office.models.batch import BatchRecipient, MessageBatch
from exchange.office.models.export import Export
from exchange.office.models.saved_view import SavedView

__all__ = ["BatchRecipient", "Export", "MessageBatch", "SavedView"]
