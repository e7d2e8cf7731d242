"""What Django needs to know of this room."""

from django.apps import AppConfig


class Submissions(AppConfig):
    name = "alongside.desk.submissions"
    label = "submissions"
