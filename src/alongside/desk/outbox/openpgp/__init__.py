"""Certificates of recipients, and encryption to them (OpenPGP). Holds no secret key and knows nothing of mail.

`client` is the server's end, `child` the process that opens what strangers made, `frames` what they say to each other.
"""

from alongside.desk.outbox.openpgp.client import LONGEST_KEY, BadKey, Key, NotEncrypted, encrypted, look

__all__ = ["LONGEST_KEY", "BadKey", "Key", "NotEncrypted", "encrypted", "look"]
