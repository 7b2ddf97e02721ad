"""A condition that is looked up row by row."""

from django.db.models import Exists


class ExistsForEach(Exists):
    """``Exists`` for lists of which a page is read: the database does not begin by gathering all for whom it holds.

    That is what it does where it expects to be asked for every row, and of a page with its order it expects no less. What
    has an offset, be it none, it leaves where it stands.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"
