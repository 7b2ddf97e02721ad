"""In a registry of their own: the product's migrations, admin and erasure do not know them."""

import uuid

from django.db import models
from django.test.utils import isolate_apps
from django.urls import reverse

from exchange.dossiers.models import answers, attachments, ranking, snapshots
from exchange.dossiers.models.round import Round
from exchange.people.models import User

with isolate_apps() as apps:
    apps.register_model("people", User)

    class Plan(models.Model):
        public_id = models.UUIDField(default=uuid.uuid4)
        changed_at = models.DateTimeField(null=True)
        visitor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        host = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "trial"

        def __str__(self) -> str:
            return str(self.public_id)

        def address_of(self, place: str) -> str:
            return f"{reverse('plan', args=[self.public_id])}#{place}"

    class PlanAnswer(answers.Answer):
        plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
        party = models.CharField(max_length=10, blank=True)

        class Meta(answers.Answer.Meta):
            app_label = "trial"
            constraints = [models.UniqueConstraint(fields=["plan", "party", "question"], name="plan_answer_once")]

    class PlanFile(attachments.Attachment):
        plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
        party = models.CharField(max_length=10)

        class Meta(attachments.Attachment.Meta):
            app_label = "trial"

        @property
        def folder(self) -> str:
            return f"plans/{self.plan.public_id}"

        def get_absolute_url(self) -> str:
            return reverse("plan-file", args=[self.public_id])

    class PlanConfirmation(snapshots.Confirmation):
        plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
        party = models.CharField(max_length=10)

        class Meta(snapshots.Confirmation.Meta):
            app_label = "trial"

    class PlanVersion(snapshots.Snapshot):
        plan = models.ForeignKey(Plan, on_delete=models.CASCADE)

        class Meta:
            app_label = "trial"
            triggers = snapshots.kept_as_it_was("plan", "plan")

    class Placing(Round):
        class Meta:
            app_label = "trial"

    class Visitor(models.Model):
        public_id = models.UUIDField(default=uuid.uuid4)

        class Meta:
            app_label = "trial"

        def __str__(self) -> str:
            return str(self.public_id)

    class Slot(models.Model):
        public_id = models.UUIDField(default=uuid.uuid4)

        class Meta:
            app_label = "trial"

        def __str__(self) -> str:
            return str(self.public_id)

    class VisitorWish(ranking.Priority):
        round = models.ForeignKey(Placing, on_delete=models.CASCADE)
        chooser = models.ForeignKey(Visitor, on_delete=models.CASCADE)
        counterpart = models.ForeignKey(Slot, on_delete=models.CASCADE)

        class Meta(ranking.Priority.Meta):
            app_label = "trial"

    class SlotWish(ranking.Priority):
        round = models.ForeignKey(Placing, on_delete=models.CASCADE)
        chooser = models.ForeignKey(Slot, on_delete=models.CASCADE)
        counterpart = models.ForeignKey(Visitor, on_delete=models.CASCADE)

        class Meta(ranking.Priority.Meta):
            app_label = "trial"


MODELS: tuple[type[models.Model], ...] = (
    Plan,
    PlanAnswer,
    PlanFile,
    PlanConfirmation,
    PlanVersion,
    Placing,
    Visitor,
    Slot,
    VisitorWish,
    SlotWish,
)
