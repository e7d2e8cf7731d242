"""The tables of submissions; each room has its own."""

from alongside.desk.submissions.year.models import ReportYear

__all__ = ["ReportYear"]
