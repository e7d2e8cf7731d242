"""The layout of a picture, for any names and any ties: no two persons overlap, everything lies on the sheet, nothing is script or style."""

from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.around import drawing
from alongside.desk.cases.around.drawing import HIGH, UNITS, WIDE, Drawing, Edge, Node, fitted, lay_out, svg, width_of

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
NODES = st.lists(st.tuples(NAMES, st.integers(0, 3)), max_size=drawing.MOST_PERSONS)


@st.composite
def sheets(draw: st.DrawFn) -> Drawing:
    nodes = [Node(f"n{at}", name, "relative", "other", layer) for at, (name, layer) in enumerate(draw(NODES))]
    ids = st.sampled_from([node.id for node in nodes] or ["n0"])
    edges = [Edge(one, other, one) for one, other in draw(st.lists(st.tuples(ids, ids), max_size=12))]
    return lay_out(nodes, edges)


@given(sheets())
@settings(max_examples=60)
def test_no_two_persons_overlap_and_all_lie_on_the_sheet(sheet: Drawing) -> None:
    for box in sheet.boxes:
        assert box.x >= 0 and box.x + WIDE <= sheet.width and box.y >= 0 and box.y + HIGH <= sheet.height
    for one, other in combinations(sheet.boxes, 2):
        assert abs(one.x - other.x) >= WIDE or abs(one.y - other.y) >= HIGH
    for path in sheet.paths:
        for x, y in (path.start, path.bend, path.end, path.label):
            assert 0 <= x <= sheet.width and 0 <= y <= sheet.height


@given(sheets(), NAMES)
@settings(max_examples=60)
def test_the_picture_is_well_formed_whatever_names_say(sheet: Drawing, title: str) -> None:
    allowed = {"svg", "title", "desc", "defs", "marker", "path", "rect", "text"}
    text = svg(sheet, title, "described")
    if all(ord(sign) not in (0xFFFE, 0xFFFF) for sign in text):  # which XML has no place for, and HTML has
        for element in ElementTree.fromstring(text).iter():  # noqa: S314  our own picture
            assert element.tag.rpartition("}")[2] in allowed
            assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


@given(NAMES)
def test_a_name_fits_its_box(name: str) -> None:
    lines = fitted(name)
    assert len(lines) <= drawing.LINES and all(width_of(line) <= UNITS for line in lines)
    assert bool(lines) == bool(name.split())


def test_a_short_name_is_left_alone_and_a_long_one_says_that_it_goes_on() -> None:
    assert fitted("Amal Fictional") == ("Amal Fictional",)
    assert fitted("Amal bint Fictional") == ("Amal bint", "Fictional")
    assert fitted("W" * 60)[-1].endswith("…")


def test_an_arabic_name_runs_from_right_to_left() -> None:
    text = svg(lay_out([Node("a", "منى الزيتون", "", "harmed", 0)], []), "t", "d")
    assert 'direction="rtl" unicode-bidi="isolate">منى الزيتون<' in text


def test_the_same_case_is_drawn_the_same() -> None:
    nodes = [Node(f"n{at}", f"Name {at}", "", "other", at % 3) for at in range(12)]
    edges = [Edge(f"n{at}", f"n{at * 5 % 12}") for at in range(12)]
    assert svg(lay_out(nodes, edges), "t", "d") == svg(lay_out(nodes, edges), "t", "d")


def test_a_line_goes_around_whom_it_does_not_mean() -> None:
    nodes = [Node(name, name, "", "other", layer) for layer, name in enumerate("abc")]
    (path,) = lay_out(nodes, [Edge("a", "c", "c")]).paths
    assert path.bend[0] != path.start[0] and path.arrow == "end"


def test_numbers_do_not_cover_each_other() -> None:
    nodes = [Node(f"n{at}", "x", "", "other", at // 3) for at in range(6)]
    sheet = lay_out(nodes, [Edge(f"n{one}", f"n{other}") for one in range(3) for other in range(3, 6)])
    for one, other in combinations(sheet.paths, 2):
        assert max(abs(one.label[0] - other.label[0]), abs(one.label[1] - other.label[1])) > drawing.ROUND
