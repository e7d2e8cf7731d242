"""Story 1: a volunteer at night, a phone, no scripts. A lawyer was taken at Cairo airport on her way to Geneva; her husband is on the line.

The volunteer has never seen the product and does not know half of the answers.
"""

from urllib.parse import urlsplit

import pytest

# From the first page to a plan: the pages that load, and the touches of a finger (two for a choice from a list).
PAGES_TO_PLAN, TOUCHES_TO_PLAN = 4, 8
# One question answered afterwards.
PAGES_A_QUESTION, TOUCHES_A_QUESTION = 2, 4


@pytest.fixture
def volunteer(walk):
    """At the plan, with what the husband knew: Egypt, taken at the border, today, held."""
    volunteer = walk("en")
    volunteer.open()
    volunteer.follow(volunteer.say("home.start"))
    volunteer.choose("state", "EGY")
    volunteer.press(volunteer.say("situation.next"))
    volunteer.tick("acts", "arrest-detention")
    volunteer.tick("acts", "travel-ban")
    volunteer.tick("when", "today")
    volunteer.press(volunteer.say("situation.show"))
    return volunteer


def test_three_things_to_do_stand_first_after_four_pages_and_eight_touches(volunteer):
    first = volunteer.page.locator("section.first")
    assert first.locator("h2").inner_text() == volunteer.plan_says("plan.first")
    assert first.locator("ol > li").count() == 3
    assert volunteer.pages <= PAGES_TO_PLAN and volunteer.touches <= TOUCHES_TO_PLAN


def test_each_of_the_three_says_whom_to_reach_and_what_to_do(volunteer):
    for place in volunteer.page.locator("section.first ol > li").all():
        assert place.locator("strong").inner_text()
        assert place.locator(".reach").count() == 1
        assert len(place.locator("p").nth(1).inner_text()) > 20


def test_the_plan_page_says_that_nobody_was_alerted_and_names_a_number(volunteer):
    aside = volunteer.page.locator("aside.nobody")
    assert volunteer.say("frame.nobody") in aside.inner_text()
    assert aside.locator("a[href^='tel:+']").count() == 1
    assert volunteer.plan_says("plan.open-means") in volunteer.main.inner_text()


def test_the_plan_says_what_to_ask_next(volunteer):
    asked = volunteer.main.get_by_role("heading", name=volunteer.plan_says("plan.ask-next"))
    questions = volunteer.page.locator("form[action$='/situation/'] ul.index button")
    assert asked.count() == 1
    assert 1 <= questions.count() <= 5
    assert all(text.endswith("?") for text in questions.all_inner_texts())


def test_answering_a_question_goes_to_its_page_and_back_to_the_plan_with_everything_kept(volunteer):
    before = told(volunteer)
    pages, touches = volunteer.pages, volunteer.touches
    # The wife was on her way to a session: the husband knows that when he is asked.
    volunteer.press(volunteer.plan_says("question.un_cooperation"))
    assert volunteer.heading == volunteer.say("situation.step.un")
    volunteer.tick("un", "planned")
    volunteer.tick("un_bodies", "un-human-rights-council")
    volunteer.press(volunteer.say("situation.show"))
    assert volunteer.heading == volunteer.plan_says("plan.title")
    after = told(volunteer)
    assert after.items() >= before.items()
    assert set(after) - set(before) == {"un", "un_bodies"}
    assert volunteer.pages - pages <= PAGES_A_QUESTION and volunteer.touches - touches <= TOUCHES_A_QUESTION
    assert volunteer.plan_says("question.un_cooperation") not in volunteer.page.locator("ul.index button").all_inner_texts()


def test_every_question_of_the_plan_leads_to_a_page_that_asks_it(volunteer):
    questions = volunteer.page.locator("form[action$='/situation/'] ul.index button")
    for number in range(questions.count()):
        step = questions.nth(number).get_attribute("value")
        questions.nth(number).click()
        assert volunteer.heading == volunteer.say(f"situation.step.{step}")
        volunteer.press(volunteer.say("situation.show"))
        assert volunteer.heading == volunteer.plan_says("plan.title")


def test_going_back_page_by_page_finds_every_tick(volunteer):
    volunteer.main.get_by_text(volunteer.say("plan.told")).click()
    volunteer.press(volunteer.say("situation.step.what"))
    assert checked(volunteer, "acts") == ["arrest-detention", "travel-ban"]
    assert checked(volunteer, "when") == ["today"]
    volunteer.press(volunteer.say("situation.back"))
    assert volunteer.main.locator("select[name=state]").input_value() == "EGY"


def test_a_wrong_date_is_named_and_nothing_typed_is_lost(volunteer):
    volunteer.main.get_by_text(volunteer.say("plan.told")).click()
    volunteer.press(volunteer.say("situation.step.what"))
    volunteer.tick("when", "date")
    volunteer.main.locator("input[name=when_date]").fill("last Tuesday")
    volunteer.press(volunteer.say("situation.show"))
    fault = volunteer.main.locator("#when_date-fault")
    assert "last Tuesday" in fault.inner_text()
    assert volunteer.main.locator("input[name=when_date]").input_value() == "last Tuesday"
    assert checked(volunteer, "acts") == ["arrest-detention", "travel-ban"]


def test_nothing_of_the_call_stands_in_any_address(volunteer):
    volunteer.press(volunteer.plan_says("question.un_cooperation"))
    asked = [urlsplit(answer.url) for answer in volunteer.answers]
    assert not any(address.query for address in asked)
    assert not any("EGY" in address.path or "travel" in address.path for address in asked)
    assert volunteer.elsewhere == []


def told(walk) -> dict[str, list[str]]:
    """What the page carries on: the hidden fields of its first form."""
    found: dict[str, list[str]] = {}
    for field in walk.main.locator("form").first.locator("input[type=hidden]").all():
        found.setdefault(field.get_attribute("name"), []).append(field.get_attribute("value"))
    return found


def checked(walk, name: str) -> list[str]:
    return [box.get_attribute("value") for box in walk.main.locator(f"input[name={name}]:checked").all()]
