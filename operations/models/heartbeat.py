"""Signs of life of the parts that nobody watches."""

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of one part ("sweeper", "worker:<host>").

    lease_until is set while the part does work that only one may do at a time.
    """

    name = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.beat_at:%Y-%m-%d %H:%M:%S}"
