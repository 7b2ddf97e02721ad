"""What managers do with a call besides writing it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exchange.people.forms.marked import MarkedForm
from exchange.programmes.forms.stages import ZONES, ZonedInstantField
from exchange.programmes.models import Call, Programme, ProgrammeTopic
from exchange.programmes.values.presets import presets


class BeginForm(forms.Form):
    """A new call: empty, from an example, or a copy of an earlier one."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    begin_with = forms.ChoiceField(label=_("Begin with"))
    years = forms.IntegerField(
        label=_("Move all dates by years"),
        min_value=0,
        max_value=20,
        initial=1,
        help_text=_("For copies and examples."),
    )

    def __init__(self, data: Any = None, *, programmes: QuerySet[Programme], calls: QuerySet[Call]) -> None:
        super().__init__(data)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["programme"].initial = programmes[0] if len(programmes) == 1 else None
        earlier = [(f"call:{call.public_id}", str(call)) for call in calls]
        self.fields["begin_with"].choices = [  # type: ignore[attr-defined]
            ("empty", _("An empty call")),
            (
                _("An example, from a published notice"),
                [(f"preset:{one.name}", str(one.definition.title)) for one in presets()],
            ),
            (_("A copy of an earlier call"), earlier),
        ]


class PublishForm(forms.Form):
    note = forms.CharField(label=_("What changed"), max_length=500, required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ExtensionForm(forms.Form):
    closes_at = ZonedInstantField(label=_("Closes now at"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Everyone working on a proposal is told this reason.")
    )


class LateCodeForm(forms.Form):
    uses = forms.IntegerField(label=_("How many may use it"), min_value=1, max_value=100, initial=1)
    expires_at = ZonedInstantField(label=_("Expires at"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class TopicsForm(MarkedForm, forms.Form):
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics of the programme"),
        queryset=ProgrammeTopic.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data, initial={"topics": list(call.topics.all())})
        self.fields["topics"].queryset = call.programme.topics.all()  # type: ignore[attr-defined]
