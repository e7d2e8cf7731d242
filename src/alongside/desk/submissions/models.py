"""The tables of submissions, each written down in its own room. Django looks for them here."""

from alongside.desk.submissions.addresses.models import Address
from alongside.desk.submissions.year.models import ReportYear

__all__ = ["Address", "ReportYear"]
