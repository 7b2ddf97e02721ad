"""The managers' lists: a slice registers what is special about its own, and who manages which is asked here alone."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.functional import Promise

from exchange.messaging.enums import Category
from exchange.office.models.listed import Listed
from exchange.office.values.column import Column
from exchange.office.values.listing import Listing
from exchange.people.models import User

Scope = TypeVar("Scope", bound=Model)
Row = TypeVar("Row", bound=Model)
Kept = TypeVar("Kept", bound=Listed)


class Found(NamedTuple):
    """Somebody who gets a message: the row, their place in it and their account, by key."""

    row: int
    place: int
    user: int


class Addressee(Protocol):
    """A place as its slice knows it now."""

    @property
    def takes_part(self) -> bool:
        """Whether the person still belongs to the row; else there is no letter."""

    @property
    def hidden(self) -> str:
        """Which words managers do not read before the letter goes, in words for them; empty where there are none."""

    @property
    def context(self) -> Mapping[str, object]:
        """What the mail around the letter says."""

    def values(self, *, for_manager: bool) -> Mapping[str, str]:
        """Of the placeholders, in the active language and zone; ``for_manager``: without what is hidden from them."""


@dataclass(frozen=True)
class Audience(Generic[Scope]):
    """Whom managers of a list can write to, and how.

    ``find`` gives those of the rows that a listing finds; ``addressees`` what is known of their places, by key, where
    they still exist. ``template`` is the mail's, ``heading`` the piece of a page that says who an ``addressee`` is.
    """

    title: str | Promise
    one: str | Promise
    write: str | Promise
    kinds: type[TextChoices]
    placeholders: type[TextChoices]
    category: Category
    find: Callable[[Scope, Any, str], Iterable[Found]]
    addressees: Callable[[Collection[int]], Mapping[int, Addressee]]
    template: str = "list_message"
    heading: str = "office/components/addressee.html"


@dataclass(frozen=True)
class ManagedList(Generic[Scope, Row]):
    """A list of the rows of one scope (the proposals of a call, say).

    ``key`` is stored with views, exports and messages. ``page`` is the name of the list's address; the names of the
    other addresses begin with it. ``managed`` are the scopes that a person manages: nobody else sees anything of them.
    ``related`` is read along with the scope that a page is about. ``counted`` says how many rows in words, ``entry`` is
    what the list stands under in the navigation, and ``note`` says what a file leaves out. ``closed`` are the scopes of
    which a person sees nothing whatever office they hold.
    """

    key: str
    page: str
    title: str | Promise
    counted: Callable[[int], str]
    scope: type[Scope]
    managed: Callable[[User], QuerySet[Scope]]
    listing: type[Listing]
    rows: Callable[[Scope, Any], QuerySet[Row]]
    columns: tuple[Column[Row], ...]
    entry: str
    related: tuple[str, ...] = ()
    note: str | Promise = ""
    audience: Audience[Scope] | None = None
    closed: Callable[[User | AnonymousUser], QuerySet[Scope]] | None = None

    @property
    def scopes(self) -> QuerySet[Scope]:
        """Whoever manages them."""
        return self.scope._default_manager.all()  # noqa: SLF001 - Django's own name for it

    def open_to(self, user: User) -> QuerySet[Scope]:
        """The scopes whose pages the person reads, with what those pages say of them."""
        return self.managed(user).select_related(*self.related)

    def url(self, scope: Model, part: str = "", *, query: str = "") -> str:
        """Of the list itself, or of one of its pages."""
        address = reverse(f"{self.page}-{part}" if part else self.page, args=[scope.public_id])  # type: ignore[attr-defined]
        return f"{address}?{query}" if query else address

    def kept(self, rows: QuerySet[Kept], scope: Scope) -> QuerySet[Kept]:
        """Views, exports or messages of this list in that scope."""
        return rows.filter(list_key=self.key, scope_id=scope.pk)


AnyList = ManagedList[Any, Any]
_lists: dict[str, AnyList] = {}


def register(listed: AnyList) -> None:
    """Called once per list from its slice's ``AppConfig.ready``."""
    _lists[listed.key] = listed


def lists() -> Mapping[str, AnyList]:
    return _lists


def list_with(key: str) -> AnyList:
    return _lists[key]


def list_of(row: Listed) -> AnyList:
    return list_with(row.list_key)


def scope_of(row: Listed) -> Any:
    return list_of(row).scopes.get(pk=row.scope_id)


def in_managed_scopes(user: User, rows: QuerySet[Kept]) -> QuerySet[Kept]:
    """Those of the scopes that the person manages."""
    return in_scopes({key: listed.managed(user).order_by().values("pk") for key, listed in _lists.items()}, rows)


def in_scopes(scopes: Mapping[str, Any], rows: QuerySet[Kept]) -> QuerySet[Kept]:
    """Those of the scopes whose keys are given for each list."""
    mine = Q(pk__in=[])
    for key, keys in scopes.items():
        mine |= Q(list_key=key, scope_id__in=keys)
    return rows.filter(mine)


def outside_closed_scopes(user: User | AnonymousUser, rows: QuerySet[Any], *, at: str = "") -> QuerySet[Any]:
    """Without those of scopes that are closed to the person; ``at`` leads to what names list and scope."""
    for key, listed in _lists.items():
        if listed.closed is not None:
            closed = listed.closed(user).order_by().values("pk")
            rows = rows.exclude(**{f"{at}list_key": key, f"{at}scope_id__in": closed})
    return rows


def audience_of(listed: AnyList) -> Audience[Any]:
    """Of a list whose people can be written to; the others have no page that leads here."""
    assert listed.audience is not None  # noqa: S101
    return listed.audience
