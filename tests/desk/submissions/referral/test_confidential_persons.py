"""Who is confidential stays with every word that names her, whoever's fact it stands in and whatever the ledger says."""

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.telling import NOW, fact
from tests.desk.submissions.referral.two_desks import Story, came, inside


def test_no_text_names_who_is_confidential_though_she_agreed_or_nobody_asks_him(story: Story):
    desk = story.noor_here.recipient
    olga = fact("person", names=[{"text": "Olga Zellweger"}], roles=["harmed"], confidential=True)
    zaki = fact(
        "person", names=[{"text": "Colonel Farouk Zaki"}], roles=["perpetrator"], perpetrator_type="police", confidential=True
    )
    told = [
        fact(
            "act", code="threats", victims=[story.her.id], description="She hid at Olga Zellweger's house", method="In the yard"
        ),
        fact("act", code="smear-campaign", victims=[story.her.id], perpetrators=[zaki.id], description="Farouk Zaki came."),
        consents(olga, desk),
        consents(olga, desk, purpose="name"),
    ]
    store.save(story.alice, story.case, [Edit(None, one) for one in (olga, zaki, *told)], NOW)
    sent = inside(came(story.noor, story.refer([story.her.id, olga.id])))
    for canary in ("Zellweger", "Zaki", olga.id, zaki.id):
        assert canary not in sent, canary
    for word in ("Amal Fictional", "In the yard", "smear-campaign", "At the border"):
        assert word in sent, word
