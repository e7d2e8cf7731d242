"""The tables of cases. What is told of a case lives in `Record.blob` alone; the database knows no kind, no name and no date."""

from __future__ import annotations

from django.db import models

from alongside.desk.people.columns import Blob, random_id
from alongside.desk.people.models import Desk, Person


class Case(models.Model):
    """One case. Its members are the rows of `Keyring`; it carries no number, no state and no deadline (security.md 10, 11)."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    epoch = models.BigIntegerField()  # under which new values are written
    revision = models.BigIntegerField()  # of the manifest
    manifest = Blob()  # which records there are, and at which revision (vault.manifest)
    digest_version = models.BigIntegerField()
    digest = Blob()  # what lists and search need of the case
    past = Blob()  # the keys of its history, epoch by epoch, under the newest key
    # It came back from a backup older than it was, or came in with a package: no consent counts until a member has asked again.
    behind = models.BooleanField(default=False)

    class Meta:
        db_table = "protection_case"
        indexes = [models.Index(fields=["id", "epoch", "digest_version"], name="case_versions")]


class Record(models.Model):
    """One fact of a case, sealed."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    revision = models.BigIntegerField()
    blob = Blob()

    class Meta:
        db_table = "record"


class SealedFile(models.Model):
    """One file of a case: the key that it is sealed under, wrapped under the key of the case. The bytes lie in the store (`evidence.files`)
    under the same id; which file it is, and what of, stands in the case's facts alone."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    key = Blob()

    class Meta:
        db_table = "sealed_file"


class History(models.Model):
    """One link of a case's chain: who did what, when, before and after (sealed), hashed over its ciphertext (security.md 13)."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    case = models.UUIDField()  # outlives its case: hashes and tombstone stay
    sequence = models.BigIntegerField()
    previous = Blob()
    hash = Blob()
    blob = Blob()  # empty in a tombstone

    class Meta:
        db_table = "history"
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="one_link_of_case")]


class Head(models.Model):
    """One link of the desk's chain: the newest link of some case's chain."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    sequence = models.BigIntegerField()
    case = models.UUIDField()
    case_sequence = models.BigIntegerField()
    case_hash = Blob()
    previous = Blob()
    hash = Blob()

    class Meta:
        db_table = "head"
        constraints = [models.UniqueConstraint(fields=["desk", "sequence"], name="one_link_of_desk")]
        indexes = [models.Index(fields=["case", "sequence"], name="heads_of_case")]


class Statistic(models.Model):
    """What is left of a case that was shrunk: codes, sealed under the key that the desk shares. Names no case."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        db_table = "statistic"


class SavedSearch(models.Model):
    """A search that one person keeps; sealed to her."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    blob = Blob()

    class Meta:
        db_table = "saved_search"


class Feed(models.Model):
    """The calendar of one person, as her telephone may fetch it: found by what the link's token derives to, sealed under it."""

    id = models.CharField(max_length=64, primary_key=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    revision = models.BigIntegerField()
    own = Blob()  # what the sheet is sealed under, sealed to her, so that she can make it anew
    blob = Blob()  # the sheet: days, no words; of one size for everybody

    class Meta:
        db_table = "feed"


class ImportBatch(models.Model):
    """An import of one person: where it stands, sealed to her."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    revision = models.BigIntegerField()
    blob = Blob()

    class Meta:
        db_table = "import_batch"


class ImportPart(models.Model):
    """What an import keeps beside: its table, and the cases of each step. Sealed to the same person."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE)
    blob = Blob()

    class Meta:
        db_table = "import_part"


class Partner(models.Model):
    """Somebody at another desk: card, names, and the vouch of the member who compared six words. Sealed under the desk's key."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        db_table = "partner"


class TakenPackage(models.Model):
    """A package that was taken in once, so that nobody takes it in twice by mistake. Which, when and by whom is under the desk's key."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    blob = Blob()

    class Meta:
        db_table = "taken_package"


class ExportRequest(models.Model):
    """Somebody asks to take cases out in plain text; sealed to her, and to the colleague who has to agree."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    approver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked = Blob()  # as the asker reads it
    shown = Blob()  # as the approver reads it
    answer = Blob()  # hers, signed and sealed to the asker; empty until she answers

    class Meta:
        db_table = "export_request"


class Upload(models.Model):
    """A large file of one person on its way in, part by part: which parts are here, and their keys. Sealed to her."""

    id = random_id()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    revision = models.BigIntegerField()
    blob = Blob()

    class Meta:
        db_table = "upload"
