"""What the room gives back, and the codes that stand for sentences. Plain data; both ends of the pipe read this."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

# What a file held beside what it shows: the codes of `Cleaned.found`.
FOUND = (
    "application",  # the program that wrote it
    "attachments",  # files inside the file
    "authors",  # names at comments and changes
    "changes",  # tracked changes, taken as accepted
    "annotations",  # notes and forms of a PDF, now part of the picture of the page
    "comment",  # a text beside the picture or sound
    "credentials",  # content credentials (C2PA): the original keeps them
    "exif",
    "gps",
    "icc",  # a colour profile, which names its maker and at times one device
    "identifiers",  # numbers that tie a text to one machine or to its other versions
    "iptc",  # captions and credits of picture agencies
    "links",  # links of a PDF
    "maker",  # a block that only the maker of the device can read
    "properties",  # author, company, title, dates of a document
    "script",
    "signature",  # a signature: no copy can keep it valid
    "structure",  # the reading order of a PDF
    "tags",  # tags of a sound
    "thumbnail",
    "timestamps",
    "trailer",  # bytes behind the end of the picture
    "xmp",
    "other",  # parts that nobody needs to see the file
)


class Reason(enum.StrEnum):
    """Why a file is not cleaned, or why nothing could be done with it."""

    BOX = "box"  # no box, or one outside of the page
    BUSY = "busy"  # come again
    DAMAGED = "damaged"  # cut short, or not what it says it is
    EMBEDDED = "embedded"  # it carries a file of a kind that cannot be cleaned
    EMPTY = "empty"
    FAILED = "failed"  # the process ended over it
    FORM = "form"  # a PDF made of XFA: its pages are drawn by a program
    LAYERS = "layers"  # without its layers, hidden ones would show
    LEFT_OVER = "left_over"  # read again, the copy still held something
    LINKED = "linked"  # it names files of the computer that it comes from
    LOCKED = "locked"  # protected by a password
    MANY_PAGES = "many_pages"
    NO_PAGE = "no_page"
    OVERRAN = "overran"  # not ready in time
    PROGRAM = "program"  # macros
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_PART = "unknown_part"  # a part whose content nobody can vouch for
    VIDEO = "video"


class CleaningError(Exception):
    """Nothing came back. `reason` is the code of the sentence; no word of the file is in it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned copy, or the reason why there is none: then `data` is None.

    `kind` is what the data is: a TIFF comes back as PNG, HEIC as JPEG. `found` says what the original held. `note` is a Reason where it
    is not cleaned, `nothing_to_clean` where the kind has no place for metadata, else empty.
    """

    data: bytes | None
    kind: str
    found: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The size of a page as it is shown: pixels of a picture, points of a PDF."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page as it is shown, in fractions of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def fits(self) -> bool:
        """Whether it covers something, and nothing outside of the page."""
        edges = (self.left, self.top, self.right, self.bottom)
        if not all(isinstance(edge, int | float) and math.isfinite(edge) for edge in edges):
            return False
        return 0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its kind."""

    data: bytes
    kind: str


# How content credentials stand: none; hashes and signature hold; they do not; something is there that cannot be read here.
ABSENT, INTACT, BROKEN, UNREADABLE = STANDINGS = ("absent", "intact", "broken", "unreadable")


@dataclass(frozen=True, slots=True)
class Credentials:
    """How the content credentials (C2PA) of a file stand, and what they say of themselves. Never whether the signer is to be believed.

    `signer` is what the certificate names, `signed` the moment that the signature gives, `program` and `actions` what the manifest says,
    `codes` the status codes of what does not hold (C2PA Specification, 15.2) or why nothing was read.
    """

    standing: str
    signer: str = ""
    signed: str = ""
    program: str = ""
    actions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
