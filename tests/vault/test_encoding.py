"""Fields are read back or refused; labels are distinct; refusals carry nothing."""

import pytest

from alongside.vault import errors
from alongside.vault.derive import Label, derive
from alongside.vault.encoding import Cursor, prefixed, unsigned
from alongside.vault.errors import Refused, Tampered


def test_fields_come_back_in_order_and_nothing_may_be_left() -> None:
    cursor = Cursor(prefixed(b"one", b"") + unsigned(7, 2) + b"rest")
    assert (cursor.field(), cursor.field(), cursor.number(2)) == (b"one", b"", 7)
    with pytest.raises(Tampered):
        cursor.end()
    assert cursor.rest() == b"rest"
    cursor.end()


def test_a_length_beyond_the_end_is_refused() -> None:
    with pytest.raises(Tampered):
        Cursor(b"\xff\xff\xff\xffab").field()


def test_no_purpose_has_the_key_of_another() -> None:
    keys = {derive(bytes(range(32)), label) for label in Label}
    assert len(keys) == len(Label)


def test_a_short_secret_is_the_programmers_mistake() -> None:
    with pytest.raises(ValueError):
        derive(b"hunter2", Label.LOGIN_ID)


def test_every_refusal_is_of_one_family_with_a_sentence() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refused)]
    assert {kind.__name__ for kind in kinds} >= {"Tampered", "WrongKey", "RolledBack", "NotVouched", "Unfinished"}
    assert all(kind.sentence.endswith(".") for kind in kinds)
    assert str(errors.RolledBack()) == errors.RolledBack.sentence
