"""Boxes on a page: clicked, typed in any digits, carried in a form; whatever is sent, nothing but boxes within the page comes out."""

from hypothesis import given
from hypothesis import strategies as st

from alongside.cleaning import Page
from alongside.desk.cases.evidence import boxes
from alongside.desk.cases.evidence.boxes import Work

SHEETS = (Page(600.0, 300.0), Page(100.0, 200.0))


def sent(**typed: str) -> Work:
    return boxes.read({name.replace("__", "."): text for name, text in typed.items()}, SHEETS)


def test_two_clicks_make_a_box_that_covers_both_corners() -> None:
    first = sent(size="600", at__x="450", at__y="240")
    assert first.corner == (75.0, 80.0) and not first.boxes
    second = boxes.read({"size": "600", "corner": "75.000 80.000", "at.x": "151", "at.y": "60"}, SHEETS)
    assert second.corner is None
    ((box,),) = boxes.chosen(second)[0].values()
    assert box.left <= 151 / 600 and box.right >= 0.75 and box.top <= 0.2 and box.bottom >= 0.8
    assert box.left > 0.25 and box.right < 0.76


def test_a_key_pressed_on_the_picture_is_no_click() -> None:
    assert sent(size="600", at__x="0", at__y="0").corner is None


def test_typed_numbers_may_have_a_comma_a_sign_and_the_digits_of_a_language() -> None:
    row = {"on-0": "2", "left-0": "12,5 %", "top-0": "١٢٫٥", "width-0": "50", "height-0": "10.25"}
    ((page, (box,)),) = boxes.chosen(boxes.read(row, SHEETS))[0].items()
    assert (page, box.left, box.top, box.right) == (1, 0.125, 0.125, 0.625)


def test_what_is_wrong_with_a_box_is_said_of_that_box_and_a_blank_one_says_nothing() -> None:
    rows = [
        ("1", "", "", "", ""),
        ("1", "x", "1", "1", "1"),
        ("1", "60", "1", "60", "1"),
        ("3", "1", "1", "1", "1"),
        ("1", "1", "1", "0", "5"),
    ]
    typed = {
        f"{name}-{at}": text
        for at, row in enumerate(rows)
        for name, text in zip(("on", "left", "top", "width", "height"), row, strict=True)
    }
    found, faults = boxes.chosen(boxes.read(typed, SHEETS))
    assert (found, faults) == ({}, {1: "number", 2: "outside", 3: "page", 4: "outside"})


def test_rows_are_added_and_taken_away_and_pages_turned_with_all_that_was_typed() -> None:
    row = {"on-0": "1", "left-0": "1", "top-0": "2", "width-0": "3", "height-0": "4"}
    assert len(boxes.read({**row, "do": "add"}, SHEETS).boxes) == 2
    assert boxes.read({**row, "do": "remove-0"}, SHEETS).boxes == ()
    turned = boxes.read({**row, "do": "page-1", "corner": "1 1"}, SHEETS)
    assert (turned.page, turned.corner, len(turned.boxes), turned.here) == (1, None, 1, [])


def test_the_sizes_of_pages_come_back_as_they_went() -> None:
    assert boxes.unpacked(boxes.packed(SHEETS)) == SHEETS
    assert boxes.unpacked("600x300 none") == () == boxes.unpacked("0x5")


@given(
    st.dictionaries(
        st.sampled_from(["at.x", "at.y", "do", "page", "size", "corner", "on-0", "left-0", "top-0", "width-0", "height-0"]),
        st.text(max_size=12),
    )
)
def test_whatever_is_sent_only_boxes_within_a_page_come_out(typed: dict[str, str]) -> None:
    work = boxes.read(typed, SHEETS)
    found, _ = boxes.chosen(work)
    assert 0 <= work.page < 2 and work.size in boxes.SIZES and work.height > 0
    assert all(0 <= page < 2 and box.fits() for page, some in found.items() for box in some)
