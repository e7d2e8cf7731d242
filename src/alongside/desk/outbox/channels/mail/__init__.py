"""Mail by the desk's own server, encrypted with OpenPGP to the recipient's imported key where there is one.

`letter` (pure: text and attachments as the inner MIME bytes, the same each time), `envelope` (pure: what goes round them), `way` (the
desk's server), `posting` (a letter into the outbox, encrypted by `outbox.openpgp`), `carrying` (the talk with the server: the only
module that imports smtplib). No subject, name or local address of ours stands in a header.
"""

from alongside.desk.outbox.channels.mail.letter import Attachment, Letter, inner
from alongside.desk.outbox.channels.mail.posting import Packed, TooLarge, pack, post
from alongside.desk.outbox.channels.mail.way import LANE, Way
from alongside.desk.outbox.channels.mail.way import of as way_of

__all__ = ["LANE", "Attachment", "Letter", "Packed", "TooLarge", "Way", "inner", "pack", "post", "way_of"]
