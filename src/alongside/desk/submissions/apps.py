"""What Django needs to know of this room."""

from django.apps import AppConfig


class Submissions(AppConfig):
    name = "alongside.desk.submissions"
    label = "submissions"

    def ready(self) -> None:
        """Whatever lies under the desk's key is sealed anew when that key changes; the first page says when a report is being prepared."""
        from alongside.desk.cases.today_views import at_today
        from alongside.desk.people.rekeying import at_new_desk_key
        from alongside.desk.submissions.addresses import book
        from alongside.desk.submissions.year import ahead, setting

        at_new_desk_key(book.reseal)
        at_new_desk_key(setting.reseal)
        at_today(ahead.told)
