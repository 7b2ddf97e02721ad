"""How pages show what a submission keeps."""

from django import template

from exchange.proposals.enums import BudgetCategory

register = template.Library()


@register.filter
def budget_category(value: str) -> str:
    return str(BudgetCategory(value).label)
