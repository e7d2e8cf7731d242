"""Mail by the desk's own server, encrypted with OpenPGP to the recipient's imported key where there is one.

`letter` (pure: text and attachments as the inner MIME bytes, the same each time), `envelope` (pure: what goes round them), `way` (the
desk's server), `posting` (a letter into the outbox, encrypted by `outbox.openpgp`), `carrying` (the talk with the server: the only
module that imports smtplib). No subject, name or local address of ours stands in a header.

To send: `posting.pack` before the transaction, `posting.post` within it.
"""

from alongside.desk.outbox.channels.mail.letter import Attachment, Letter, inner

__all__ = ["Attachment", "Letter", "inner"]
