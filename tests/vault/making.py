"""Alice founded the desk, Bob and Charlie are members, Mallory writes to the database and holds no key."""

from collections.abc import Iterator
from functools import lru_cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from alongside.vault.context import Context
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle, Vouch

DESK = b"desk-of-the-test"
KEY = bytes(range(32))
NONCE = bytes(range(100, 124))
CALM = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

contexts = st.builds(
    Context,
    desk=st.binary(max_size=20),
    table=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    row=st.binary(max_size=20),
    kind=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    revision=st.integers(0, 2**64 - 1),
    epoch=st.integers(0, 2**32 - 1),
)


def place(
    desk: bytes = DESK, table: str = "record", row: bytes = b"row-1", kind: str = "person", revision: int = 3, epoch: int = 2
) -> Context:
    """Some place; each test changes one thing of it."""
    return Context(desk, table, row, kind, revision, epoch)


# The same value claimed for another place, one field at a time.
ELSEWHERE = [
    place(desk=b"another-desk-id!"),
    place(table="consent"),
    place(row=b"row-2"),
    place(kind="act"),
    place(revision=2),
    place(revision=4),
    place(epoch=1),
    place(epoch=3),
]


@lru_cache
def secret(name: str) -> Secret:
    """The secret of somebody, the same in each run."""
    return Secret(name.encode().ljust(32, b"."))


def card(name: str, epoch: int = 1, desk: bytes = DESK) -> Card:
    """Her card; a later epoch has other keys."""
    return secret(name if epoch == 1 else f"{name} {epoch}").card(desk, name.encode(), epoch)


def vouch(by: str, of: str, by_epoch: int = 1, of_epoch: int = 1) -> Vouch:
    """`by` compared the words of `of`."""
    key = secret(by if by_epoch == 1 else f"{by} {by_epoch}")
    return Vouch.make(key, card(by, by_epoch), card(of, of_epoch))


def circle(*vouches: Vouch, floors: dict[bytes, int] | None = None) -> Circle:
    """Alice's circle: she is the founder."""
    return Circle(DESK, card("Alice").digest(), card("Alice"), vouches, floors)


def changed(blob: bytes) -> Iterator[bytes]:
    """The blob with each byte flipped in its lowest and highest bit, cut at each length, and extended."""
    for at in range(len(blob)):
        for bit in (1, 128):
            yield blob[:at] + bytes([blob[at] ^ bit]) + blob[at + 1 :]
        yield blob[:at]
    yield blob + b"\0"
    yield blob + blob
