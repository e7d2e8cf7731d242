"""What Django needs to know of this room."""

from django.apps import AppConfig


class Outbox(AppConfig):
    name = "alongside.desk.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Whoever gets a new secret keeps what was answered to what she sent."""
        from alongside.desk.outbox import receipts
        from alongside.desk.people.changing import at_new_secret

        at_new_secret(receipts.reseal)
