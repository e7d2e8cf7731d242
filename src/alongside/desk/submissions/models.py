"""The tables of submissions, each written down in its own room. Django looks for them here."""

from alongside.desk.submissions.addresses.models import Address

__all__ = ["Address"]
