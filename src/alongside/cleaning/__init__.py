"""Files of strangers: cleaned of what their devices and programs wrote into them, read for it, and redacted, in a limited child process.

Lives here: what a file may be (`kinds.py`), what comes back (`results.py`), the server's end (`client.py`), what goes by the pipe
(`messages.py`), and `inside/`: all that reads a file, imported by the child alone. A ground room beside `typeset`, on `alongside.confined`:
it knows neither cases nor keys, takes bytes and gives bytes, and touches no file.

One rule above all: what is not surely clean is *not cleaned*, with a reason. Each kind is made anew from the parts that are known and
needed; nothing is kept because nobody knew it. Then the result is read again by other code than wrote it, and whatever is still found
makes it *not cleaned*. What cleaning cannot take away is written in docs/cleaning.md: the pattern of a sensor, the tables of an
encoder, the words and faces themselves.

Each file has a child of its own, which ends with the answer: whoever breaks a decoder with one file finds no other file there.
"""

from alongside.cleaning.client import Cleaner, clean, credentials, metadata, pages, preview, redact_image, redact_pdf
from alongside.cleaning.kinds import KINDS, Kind, download_name
from alongside.cleaning.results import Box, Cleaned, CleaningError, Credentials, Page, Picture

__all__ = [
    "KINDS",
    "Box",
    "Cleaned",
    "Cleaner",
    "CleaningError",
    "Credentials",
    "Kind",
    "Page",
    "Picture",
    "clean",
    "credentials",
    "download_name",
    "metadata",
    "pages",
    "preview",
    "redact_image",
    "redact_pdf",
]
