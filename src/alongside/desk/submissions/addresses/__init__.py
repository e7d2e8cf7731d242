"""Whom the desk writes to, with which key, and as whom: the address book, the desk's own signature, and its way to a mail server.

`entry` (pure: one recipient, and a form read strictly), `book` (the sealed rows), `views` (pages of the book), `post_views` (the page for
administrators: mail server, signature, what waits). For other rooms: the four functions below.
"""

from alongside.desk.submissions.addresses.book import entries, entry_for, mail_ready, sender
from alongside.desk.submissions.addresses.entry import Entry

__all__ = ["Entry", "entries", "entry_for", "mail_ready", "sender"]
