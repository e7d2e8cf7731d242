"""What Django needs to know of this room: the short label under which its tables and migrations stand."""

from django.apps import AppConfig


class Cases(AppConfig):
    name = "alongside.desk.cases"
    label = "cases"

    def ready(self) -> None:
        """Whoever logs in takes up the re-keying that is owed in her cases; whoever gets a new secret keeps her searches, and loses
        the link to her calendar; whoever leaves the desk leaves nothing of hers behind."""
        from alongside.desk.cases import parting, rekeying
        from alongside.desk.cases.around import feeds
        from alongside.desk.cases.evidence import uploads
        from alongside.desk.cases.exporting import approvals, partners
        from alongside.desk.cases.finding import saved
        from alongside.desk.cases.importing import keeping
        from alongside.desk.cases.retention import statistics
        from alongside.desk.people.changing import at_new_secret
        from alongside.desk.people.rekeying import at_new_desk_key
        from alongside.desk.people.unlocking import at_unlock

        at_unlock(rekeying.work)
        parting.connect()
        at_new_secret(saved.reseal)
        at_new_secret(feeds.reseal)
        at_unlock(keeping.sweep)
        at_new_secret(keeping.reseal)
        at_new_desk_key(partners.reseal)
        at_unlock(approvals.drop_old)
        at_new_desk_key(statistics.reseal)
        at_unlock(uploads.sweep)
        at_new_secret(uploads.forget)
