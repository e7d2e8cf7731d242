"""Cookies and link tokens: what the database holds leads to none of them (security.md 2, 8, 29)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.errors import WrongKey
from alongside.vault.logins import Handle, contact, feed, from_text, login, new_cookie, new_token, to_text
from tests.vault.making import CALM


def test_id_and_key_of_every_kind_of_secret_are_all_different() -> None:
    token, cookie = bytes(16), bytes(32)
    handles = [login(cookie), feed(token), contact(token)]
    parts = {part for handle in handles for part in (handle.id, handle.key)}
    assert len(parts) == 6
    assert not {cookie, token} & parts


def test_a_handle_does_not_show_its_key() -> None:
    handle = login(bytes(32))
    assert repr(handle.key) not in repr(handle)


def test_fresh_secrets_differ_and_have_their_size() -> None:
    assert new_cookie() != new_cookie() and len(new_cookie()) == 32
    assert new_token() != new_token() and len(new_token()) == 16


@pytest.mark.parametrize(("arrive", "size"), [(login, 16), (login, 0), (feed, 32), (feed, 15), (contact, 17)])
def test_a_secret_of_another_size_is_refused(arrive: Callable[[bytes], Handle], size: int) -> None:
    with pytest.raises(WrongKey):
        arrive(bytes(size))


@CALM
@given(st.binary(max_size=40))
def test_a_secret_has_one_spelling(secret: bytes) -> None:
    assert from_text(to_text(secret)) == secret
    assert to_text(secret).replace("-", "").replace("_", "").isalnum() or not secret


@pytest.mark.parametrize("text", ["A", "AB=", "AB==", "A B", "A/8=", "AB", "_w==", "Ä", "AAA\n", "AAAA AAAA"])
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(WrongKey):
        from_text(text)
