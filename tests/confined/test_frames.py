"""The pipe: whole frames or a refusal, never a wait for what will not come and never more than was allowed."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.confined import frames


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=1), st.binary(max_size=300))))
def test_what_is_written_is_read(told):
    pipe = io.BytesIO()
    for kind, body in told:
        frames.write(pipe, kind, body)
    pipe.seek(0)
    assert [frames.read(pipe, 300) for _ in told] == told
    assert frames.read(pipe, 300) is None


@given(st.binary(min_size=1, max_size=50))
def test_any_other_bytes_are_a_frame_or_a_refusal(data):
    try:
        kind, body = frames.read(io.BytesIO(data), 40) or (b"?", b"")
    except frames.BrokenFrame:
        return
    assert len(kind) == 1 and len(body) <= 40


def test_a_frame_that_claims_too_much_is_refused_before_it_is_read():
    with pytest.raises(frames.BrokenFrame, match="longer"):
        frames.read(io.BytesIO(b"A\xff\xff\xff\xff"), 1000)
