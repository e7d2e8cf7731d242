"""The tables of people. Every column is on the plaintext list of docs/threat-model.md or holds sealed bytes (`Blob`)."""

from __future__ import annotations

from django.db import models

from alongside.desk.people.columns import Blob, new_mark, random_id

ROLES = ("officer", "duty", "administrator", "approver", "custodian")


class Desk(models.Model):
    """One organisation. Rows of every table name theirs from the first migration on, so that one database may hold several."""

    id = random_id()
    founder = Blob()  # the founder's card as it was pinned; believed only where its digest lies sealed in the asker's pins
    recovery = Blob(default=bytes)  # the card whose secret the custodians share; empty before the first ceremony
    spent = models.BooleanField(default=False)  # the custodians have put that secret together: a new ceremony is due
    name = Blob(default=bytes)  # sealed under the desk's key
    restored = models.DateField(null=True)  # the day of the backup it was brought back from, until somebody has looked

    class Meta:
        db_table = "desk"


class Person(models.Model):
    """One account. `card` is empty until she has accepted her invitation; `active` ends with her leaving."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    handle = Blob()  # HMAC of her neutral alias under the blind key; no address is kept
    roles = models.CharField(max_length=80, default="")  # words of ROLES, sorted, one blank between
    active = models.BooleanField(default=True)
    card = Blob(default=bytes)  # her public keys (vault.persons.Card), epoch included
    wrapped = Blob(default=bytes)  # her secret under her passphrase
    escrow = Blob(default=bytes)  # a card of hers, and the secret of that card sealed to the recovery card (people.ceremony)
    profile = Blob(default=bytes)  # name and language, sealed under the desk's key
    pins = Blob(default=bytes)  # founder's digest, floors and newest epochs that she has seen; sealed under her keyring key
    revision = models.BigIntegerField(default=1)  # of profile
    pins_revision = models.BigIntegerField(default=1)

    class Meta:
        db_table = "person"
        constraints = [models.UniqueConstraint(fields=["desk", "handle"], name="one_handle")]


class Vouch(models.Model):
    """A member compared the six words of a card by voice (vault.vouches.Vouch)."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        db_table = "vouch"


class Keyring(models.Model):
    """One key of one person. `handed`: passed by another member, signed, and not yet taken over under her own key.

    `case` is no foreign key: cases are a room above. For keys that belong to no case it is empty.
    """

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=8)  # vault.epochs.Purpose
    case = models.UUIDField(null=True)
    epoch = models.BigIntegerField()
    handed = models.BooleanField(default=False)
    # Another one at each change of the case and of this row; the database itself draws it where a row is turned to something else.
    mark = models.BigIntegerField(default=new_mark)
    blob = Blob()

    class Meta:
        db_table = "keyring"
        constraints = [
            # Keys of no case have no clash here: their case is NULL.
            models.UniqueConstraint(fields=["person", "case", "epoch"], name="one_case_key"),
            models.UniqueConstraint(
                fields=["person", "purpose", "epoch"], condition=~models.Q(purpose="case"), name="one_other_key"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "person"], name="keyring_of_case"),
            models.Index(fields=["person", "mark"], name="keyring_marks"),
            models.Index(fields=["person"], condition=models.Q(handed=True), name="keyring_handed"),
        ]


class Login(models.Model):
    """One open login. The cookie's secret is stored nowhere; these rows are in no backup and die at lock (security.md 2)."""

    id = models.CharField(max_length=64, primary_key=True)  # hex of what the cookie derives to
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    pending = models.BooleanField(default=True)  # passphrase given, second factor not yet: opens nothing
    seen = models.DateTimeField()  # the minute of the last request, for the idle lock
    blob = Blob()  # her secret under the cookie's key

    class Meta:
        db_table = "login"


class Factor(models.Model):
    """One second factor: a passkey, TOTP or her recovery codes, each sealed to her."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8)  # passkey, totp, codes
    counter = models.BigIntegerField(default=0)  # a passkey's signatures; the last time step of TOTP that was taken
    revision = models.BigIntegerField(default=1)
    blob = Blob(default=bytes)

    class Meta:
        db_table = "factor"


class Invitation(models.Model):
    """A link for one person, until its last day. Found by what the link's token derives to; sealed under it."""

    id = models.CharField(max_length=64, primary_key=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    last_day = models.DateField()
    blob = Blob()  # the founder's digest: the invited person's pin comes from the link, not from the database

    class Meta:
        db_table = "invitation"


class Request(models.Model):
    """Somebody asks to be let into a case. Sealed under the desk's key; nothing tells whether the case exists."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        db_table = "request"


class Notice(models.Model):
    """Something to tell one person: at once (`due` empty) or on a day. The text is sealed to her."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    due = models.DateField(null=True)
    blob = Blob()

    class Meta:
        db_table = "notice"


class Rekey(models.Model):
    """A key that somebody who left has held: the next member who holds it makes a new one (security.md 5). No case: the desk's."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    case = models.UUIDField(null=True)

    class Meta:
        db_table = "rekey"


class BackupKey(models.Model):
    """The public half of one month's backup key. Its secret stands on the custodians' paper alone (security.md 8)."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    month = models.CharField(max_length=7)  # 2026-12
    card = Blob()

    class Meta:
        db_table = "backup_key"
        constraints = [models.UniqueConstraint(fields=["desk", "month"], name="one_backup_key")]
