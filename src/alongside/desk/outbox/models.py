"""The tables of the outbox: what waits to be carried, and how each channel is reached. No content, name or address stands in the open."""

from __future__ import annotations

from django.db import models

from alongside.desk.people.columns import Blob, random_id
from alongside.desk.people.models import Desk


class Delivery(models.Model):
    """One thing that a person sent. `blob` is what is carried, sealed to the service key; once that is over, what was answered, sealed
    to who sent it, or the proof that it was stopped and stayed. `due` is empty where nothing is left to do. So is `lease`, but where a
    person stopped it while a worker had it: until that worker says what came of it."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    lane = models.CharField(max_length=8)  # by which channel
    due = models.DateTimeField(null=True)  # when it is to be tried (again)
    lease = models.DateTimeField(null=True)  # until when the worker that has it may work on it
    tries = models.IntegerField(default=0)
    state = models.CharField(max_length=12, default="waiting")  # rules.OPEN, rules.DONE
    # A worker ended between handing it over and noting it, or a line broke there: whoever receives it may get it twice.
    twice = models.BooleanField(default=False)
    blob = Blob(default=bytes)

    class Meta:
        db_table = "outbox"
        indexes = [models.Index(fields=["due"], condition=models.Q(due__isnull=False), name="outbox_due")]


class Route(models.Model):
    """How a desk reaches the outside by one channel: for mail, its server, user and password, sealed to the service key."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    lane = models.CharField(max_length=8)
    blob = Blob()

    class Meta:
        db_table = "outbox_route"
        constraints = [models.UniqueConstraint(fields=["desk", "lane"], name="one_route")]
