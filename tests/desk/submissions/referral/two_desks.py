"""Two desks in one database: Alice and Bob at the harbour, Noor on the hill. What travels are the bytes of packages, and nothing else."""

from datetime import timedelta
from uuid import UUID

from alongside.desk.cases import store
from alongside.desk.cases.exporting import arriving
from alongside.desk.submissions.referral import handing, taking, travelling
from alongside.facts.publicity import Referral
from tests.desk.cases.exporting.scene import consents, facts_of, scene
from tests.desk.cases.telling import NOW, fact, person

ALL = travelling.CHOSEN
CANARY = "canary"


class Story:
    """Amal agreed to be sent and named to the desk on the hill; Karim was never asked."""

    def __init__(self) -> None:
        world = scene()
        self.alice, self.bob, self.noor = world.alice, world.bob, world.noor
        self.noor_here, self.alice_there = world.noor_here, world.alice_there
        there = self.noor_here.recipient
        self.her = fact("person", names=[{"text": "Amal Fictional"}], roles=["harmed"], address="Harbour 3")
        self.him = fact(
            "person", names=[{"text": "Karim Canary"}], roles=["relative"], address=f"{CANARY} street",
            contact_ways=[{"kind": "phone", "value": "+00 999 888"}],
        )  # fmt: skip
        self.both = fact(
            "act",
            code="threats",
            victims=[self.her.id, self.him.id],
            date="2026-11-01",
            description="They wanted Karim",
            method="By night",
        )
        self.hers = fact("act", code="travel-ban", victims=[self.her.id], date="2026-11-20", description="At the border")
        self.his = fact("act", code="physical-attack", victims=[self.him.id], description=f"{CANARY} blows")
        self.note = fact("note", text=f"{CANARY} gossip")
        self.secret = fact("note", text=f"{CANARY} source", about=[self.her.id], confidential=True)
        self.yes = [consents(self.her, there), consents(self.her, there, purpose="name")]
        told = [self.her, self.him, self.both, self.hers, self.his, self.note, self.secret, *self.yes]
        self.case = store.create(self.alice, told, NOW, [self.bob.person])

    def here(self):
        return facts_of(self.alice, self.case)

    def opened(self, who=None, case=None):
        return store.open_case(who or self.alice, case or self.case, NOW, note=False)

    def referral(self, who=None, case=None) -> Referral:
        return self.opened(who, case).of(Referral)[0]

    def seen(self, who=None, case=None) -> str:
        """What the page of the referral shows now."""
        opened = self.opened(who, case)
        return handing.seen(opened, opened.of(Referral)[0], NOW)

    def from_noor(self) -> bytes:
        """A case of Noor's, referred to Alice's desk."""
        hers = person("Noor's client")
        case = store.create(self.noor, [hers, consents(hers, self.alice_there.recipient)], NOW)
        lines = handing.look(self.opened(self.noor, case), self.alice_there.recipient, [hers.id], ALL, NOW)
        seen = travelling.digest_of(lines)
        return sent(handing.refer(self.noor, case, self.alice_there, [hers.id], ALL, seen, NOW))

    def refer(self, persons=None, kinds=ALL) -> bytes:
        persons = persons or [self.her.id, self.him.id]
        seen = travelling.digest_of(handing.look(self.opened(), self.noor_here.recipient, persons, kinds, NOW))
        return sent(handing.refer(self.alice, self.case, self.noor_here, persons, kinds, seen, NOW))

    def accepted(self, data=None) -> UUID:
        whole = came(self.noor, data or self.refer())
        return taking.accept(self.noor, whole, taking.read(self.noor, whole), [], NOW)

    def to_noor(self, there, data, now=NOW):
        return taking.take(self.noor, there, taking.read(self.noor, came(self.noor, data)), now)

    def to_alice(self, data, now=NOW):
        return taking.take(self.alice, self.case, taking.read(self.alice, came(self.alice, data)), now)


def sent(package) -> bytes:
    data = b"".join(package.pieces())
    assert len(data) == package.size
    return data


def came(her, data: bytes) -> arriving.Whole:
    incoming = arriving.Incoming(her)
    for start in range(0, len(data), 60_000):
        incoming.add(data[start : start + 60_000])
    return incoming.finish()


def later(minutes: int):
    return NOW + timedelta(minutes=minutes)


def inside(whole: arriving.Whole) -> str:
    return b"".join(whole.cases[0].facts).decode()
