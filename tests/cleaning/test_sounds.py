"""Sounds come out without tags, with each of their frames."""

from __future__ import annotations

import io

import mutagen
import pytest

from alongside.cleaning.inside.sound import m4a
from tests.cleaning import sounds
from tests.cleaning.sounds import CANARY

ALL = {
    "wav": sounds.wav,
    "mp3": sounds.mp3,
    "flac": sounds.flac,
    "ogg": sounds.opus,
    "ogg-vorbis": sounds.vorbis,
    "m4a": sounds.m4a_file,
}


@pytest.mark.parametrize("name", ALL)
def test_a_sound_comes_out_without_a_word(name, cleaner):
    original = ALL[name]()
    assert CANARY.encode() in original
    done = cleaner.clean(original)
    assert (done.note, done.kind) == ("", name.partition("-")[0])
    assert CANARY.encode() not in done.data
    assert cleaner.metadata(done.data) == {}
    assert mutagen.File(io.BytesIO(done.data)) is not None
    assert not sounds.tags(done.data)
    again = cleaner.clean(done.data)
    assert again.data == done.data


def test_the_samples_of_a_wav_are_the_same(cleaner):
    original = sounds.wav()
    assert sounds.samples(cleaner.clean(original).data) == sounds.samples(original)


def test_the_frames_of_an_mp3_are_the_same_and_the_encoder_is_not_named(cleaner):
    done = cleaner.clean(sounds.mp3())
    assert done.data[417:] == sounds.FRAME * 12
    assert sounds.MAKER not in done.data
    assert set(done.found) == {"tags", "application"}
    assert mutagen.File(io.BytesIO(done.data)).info.sample_rate == 44100


def test_the_frames_of_a_flac_are_the_same(cleaner):
    done = cleaner.clean(sounds.flac())
    assert done.data.endswith(sounds.flac_frames())
    assert set(done.found) == {"tags", "application"}


def test_the_samples_of_an_m4a_are_the_same_and_bytes_that_are_no_sample_make_it_not_cleaned(cleaner):
    assert cleaner.clean(sounds.m4a_file(between=CANARY.encode())).note == "damaged"
    assert cleaner.clean(sounds.m4a_file(between=bytes(20))).note == ""
    done = cleaner.clean(sounds.m4a_file())
    assert dict(m4a.boxes(done.data))[b"mdat"] == b"".join(bytes((n + 1,)) * (40 + n) for n in range(10))
    assert mutagen.File(io.BytesIO(done.data)).info.sample_rate == 44100
    assert {"tags", "timestamps"} <= set(done.found)


def test_a_voice_note_that_calls_itself_mp4_is_taken_for_the_sound_it_is(cleaner):
    assert cleaner.clean(sounds.m4a_file(brand=b"mp42")).kind == "m4a"


def test_tags_can_be_read(cleaner):
    assert CANARY in cleaner.metadata(sounds.mp3()).values()
    assert CANARY in " ".join(cleaner.metadata(sounds.opus()).values())
    assert CANARY in cleaner.metadata(sounds.vorbis()).values()


@pytest.mark.parametrize("brand", [b"isom", b"qt  "])
def test_moving_pictures_are_not_cleaned_and_say_so(brand, cleaner):
    done = cleaner.clean(sounds.m4a_file(video=True, brand=brand))
    assert (done.data, done.note) == (None, "video")
    assert cleaner.clean(b"\x1a\x45\xdf\xa3" + b"\0" * 200).note == "video"


@pytest.mark.parametrize("name", ALL)
def test_bytes_between_the_frames_make_it_not_cleaned(name, cleaner):
    clean = cleaner.clean(ALL[name]()).data
    middle = len(clean) // 2
    spoilt = cleaner.clean(clean[:middle] + CANARY.encode() + clean[middle:])
    assert spoilt.data is None or CANARY.encode() not in spoilt.data or name == "wav"


@pytest.mark.parametrize("name", ["flac", "ogg"])
def test_bytes_behind_the_last_frame_make_it_not_cleaned(name, cleaner):
    assert cleaner.clean(cleaner.clean(ALL[name]()).data + CANARY.encode()).data is None
