"""What Django needs to know of this room: the short label of its tables, and what happens when somebody has unlocked."""

from django.apps import AppConfig


class People(AppConfig):
    name = "alongside.desk.people"
    label = "people"

    def ready(self) -> None:
        from alongside.desk.people import after_unlock, unlocking

        unlocking.at_unlock(after_unlock.run)
