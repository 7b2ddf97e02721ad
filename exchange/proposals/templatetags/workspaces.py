"""How the pages of a workspace find their way."""

from django import template

from exchange.proposals.selectors.workspaces import place_url

register = template.Library()
register.simple_tag(place_url)
