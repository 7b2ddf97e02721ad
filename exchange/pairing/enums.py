"""Closed vocabularies of the pairing of concept papers; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unpaired(models.TextChoices):
    """Why a concept paper stays without a partner; told to the call's managers alone."""

    RANKED_NOBODY = "ranked_nobody", _("It set no priorities.")
    NOT_RANKED_BACK = "not_ranked_back", _("None of those it ranked ranked it.")
    OTHERS_PREFERRED = "others_preferred", _("All it agreed with prefer the partner they have.")
