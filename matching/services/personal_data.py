"""What matching holds of a person: exported, withdrawn and erased on request of the people slice."""

from typing import Any

from django.db.models import Q, QuerySet

from exchange.people.models import Researcher, User
from matching.models import Introduction, Match, Pair, PairQuerySet, Passage, Reaction, Standing
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.selectors.pairs import of_researcher


class MatchingHolder:
    name = "matching"

    def export(self, user: User) -> dict[str, Any]:
        """The person's passages, suggestions, reactions and introductions; of others only what a suggestion showed."""
        researcher = Researcher.objects.filter(user=user).first()
        if researcher is None:
            return {}
        cuts = cuts_in_force()
        return {
            "passages": list(
                Passage.objects.filter(researcher=researcher).values(
                    "kind", "resource_kind", "title", "text", "language"
                )
            ),
            "suggestions": [_suggestion(match, cuts) for match in _matches(researcher)],
            "reactions": [
                {
                    "pair": str(reaction.pair.public_id),
                    "opinion": reaction.opinion,
                    "reason": reaction.reason,
                    "note": reaction.note,
                    "changed_at": reaction.changed_at.isoformat(),
                }
                for reaction in Reaction.objects.filter(researcher=researcher).select_related("pair")
            ],
            "introductions": [_introduction(row, researcher) for row in _introductions(researcher)],
        }

    def hold(self, user: User) -> None:
        """Nothing here is locked before the account: whoever writes to both parties of a pair locks these first."""

    def withdraw(self, researcher: Researcher) -> None:
        """Remove passages, with them vectors and evidence, suggestions and where their lists stood; the human decisions on pairs stay.

        Locks the researcher first, so that a run under way either was done writing or sees the withdrawal.
        """
        list(Researcher.objects.filter(pk=researcher.pk).select_for_update().values_list("pk"))
        Passage.objects.filter(Q(researcher=researcher) | Q(project__lead=researcher)).delete()
        Standing.objects.filter(Q(researcher=researcher) | Q(project__lead=researcher)).delete()
        _matches(researcher).delete()
        _pairs(researcher).copy_scores()

    def erase(self, user: User) -> dict[str, int]:
        """Count what goes with the researcher by cascade, and remove pairs nobody would find again."""
        researcher = Researcher.objects.filter(user=user).first()
        if researcher is None:
            return {}
        # What hangs on them is looked up before they go: nobody may add to it in between.
        list(_pairs(researcher).order_by("pk").select_for_update().values_list("pk"))
        passages, _rows = Passage.objects.filter(Q(researcher=researcher) | Q(project__lead=researcher)).delete()
        pairs = _pairs(researcher)
        counts = {"matching.passages_and_vectors": passages, "matching.pairs": pairs.count()}
        pairs.delete()
        return counts


def _pairs(researcher: Researcher) -> PairQuerySet:
    pairs: PairQuerySet = Pair.objects.filter(of_researcher(researcher))
    return pairs


def _matches(researcher: Researcher) -> QuerySet[Match]:
    return Match.objects.filter(pair__in=_pairs(researcher)).select_related("pair__project")


def _suggestion(match: Match, cuts: BandCuts) -> dict[str, Any]:
    """Other people are named by their public id alone: what they show is theirs to decide."""
    pair = match.pair
    return {
        "pair": str(pair.public_id),
        "project": pair.project.title if pair.project else None,
        "band": cuts.band_of(pair, match),
        "score": match.score,
        "parts": match.parts,
        "state": pair.state,
        "first_suggested_at": match.created_at.isoformat(),
    }


def _introductions(researcher: Researcher) -> QuerySet[Introduction]:
    return Introduction.objects.filter(pair__in=_pairs(researcher)).select_related("pair")


def _introduction(introduction: Introduction, researcher: Researcher) -> dict[str, Any]:
    return {
        "pair": str(introduction.pair.public_id),
        "message": introduction.message,
        "introduced_at": introduction.introduced_at.isoformat(),
        "own_reply": introduction.reply_of(researcher),
        "connected": introduction.is_connected,
    }
