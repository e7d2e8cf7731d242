"""What Django needs to know of this room."""

from django.apps import AppConfig


class Submissions(AppConfig):
    name = "alongside.desk.submissions"
    label = "submissions"

    def ready(self) -> None:
        """Whatever lies under the desk's key is sealed anew when that key changes."""
        from alongside.desk.people.rekeying import at_new_desk_key
        from alongside.desk.submissions.addresses import book
        from alongside.desk.submissions.year import setting

        at_new_desk_key(book.reseal)
        at_new_desk_key(setting.reseal)
