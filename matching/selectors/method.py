"""How matching works, told from the registries and the policy in force, so that the page cannot fall behind the code."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.core.affinity import MAX_SHARE
from matching.core.eligibility.registry import all_rules
from matching.core.scoring import PARTS, SAME_FIELD, SAME_SUBFIELD
from matching.enums import Rule, ScorePart
from matching.models import Policy

_MEANINGS = {
    ScorePart.TOPICAL: _(
        "How close your passages come to theirs. It is closeness of topic, never a judgement of quality."
    ),
    ScorePart.GIVE: _(
        "Each of their needs is met as well as by your closest offer of the same kind: expertise, compute, data, "
        "fabrication, people."
    ),
    ScorePart.TAKE: _("The same with your needs and their offers."),
    ScorePart.TOPICS: _("The same topic counts in full, one of the same subfield or field in part."),
}


@dataclass(frozen=True)
class PartInForce:
    label: str | Promise
    meaning: str | Promise
    share: float
    """Of the whole score, where all parts are known."""


@dataclass(frozen=True)
class Method:
    parts: tuple[PartInForce, ...]
    rules: tuple[str | Promise, ...]
    length: int
    closest_share: float
    same_subfield: float
    same_field: float


def method_in_force() -> Method:
    policy = Policy.objects.get(in_force=True)
    total = sum(policy.weights.values())
    return Method(
        parts=tuple(
            PartInForce(ScorePart(name).label, _MEANINGS[ScorePart(name)], policy.weights[name] / total)
            for name in PARTS
        ),
        rules=tuple(Rule(rule.name).label for rule in all_rules()),
        length=policy.top_k,
        closest_share=MAX_SHARE,
        same_subfield=SAME_SUBFIELD,
        same_field=SAME_FIELD,
    )
