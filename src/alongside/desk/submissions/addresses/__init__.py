"""Whom the desk writes to, with which key, and as whom: the address book, the desk's own signature, and its way to a mail server.

`entry` (pure: one recipient, and a form read strictly), `book` (the sealed rows), `views` (pages of the book), `post_views` (the page for
administrators: mail server, signature, what waits). For other rooms: the functions below.
"""

from alongside.desk.submissions.addresses.book import asks_second, entries, entry_for, is_alone, look_again, mail_ready, sender
from alongside.desk.submissions.addresses.entry import Entry

__all__ = ["Entry", "asks_second", "entries", "entry_for", "is_alone", "look_again", "mail_ready", "sender"]
