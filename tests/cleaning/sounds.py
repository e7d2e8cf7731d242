"""Sounds of nothing, built frame by frame, with the tags that recorders and programs write."""

from __future__ import annotations

import io
import struct
import wave

import mutagen
from mutagen import apev2, id3

from alongside.cleaning.inside.sound import flac as cleaning_flac
from alongside.cleaning.inside.sound import m4a, ogg

CANARY = "Kanarienvogel-7f3a"
# MPEG 1, layer III, 128 kbit/s, 44,100 Hz, one channel: 417 bytes.
MAKER = b"LAME3.100"
FRAME = b"\xff\xfb\x90\xc0" + bytes(range(1, 200)) + b"\0" * (417 - 203)


def wav() -> bytes:
    """Samples, and chunks before and behind them."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(256)) * 20)
    words = b"INFOIART" + struct.pack("<I", len(CANARY)) + CANARY.encode()
    body = (
        out.getvalue()[8:] + b"LIST" + struct.pack("<I", len(words)) + words + b"bext" + struct.pack("<I", 18) + CANARY.encode()
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body + CANARY.encode()


def samples(data: bytes) -> bytes:
    with wave.open(io.BytesIO(data)) as sound:
        return sound.readframes(sound.getnframes())


def mp3(frames: int = 12) -> bytes:
    """An ID3v2 tag with a picture in front, a frame that names the encoder, and ID3v1 and APE behind."""
    info = bytearray(b"\xff\xfb\x90\xc0" + b"\0" * 413)
    info[21:33] = b"Info" + struct.pack(">II", 3, frames)
    info[33:37] = struct.pack(">I", 417 * frames)
    info[37:46] = MAKER
    out = io.BytesIO(bytes(info) + FRAME * frames)
    tags = id3.ID3()
    tags.add(id3.TPE1(encoding=3, text=[CANARY]))
    tags.add(id3.APIC(encoding=3, mime="image/jpeg", type=3, desc=CANARY, data=b"\xff\xd8\xff"))
    tags.save(out, v1=2)
    ape = apev2.APEv2()
    ape["Artist"] = CANARY
    ape.save(out)
    return out.getvalue()


def _crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc = (crc << 8 & 0xFFFF) ^ cleaning_flac._CRC16[crc >> 8 ^ byte]
    return crc


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc = cleaning_flac._CRC8[crc ^ byte]
    return crc


def flac_frames(count: int = 5) -> bytes:
    """Frames of 192 equal samples each; the samples spell a false beginning of a frame, to mislead who only looks for one."""
    made = []
    for number in range(count):
        head = b"\xff\xf8\x14\x08" + bytes((number,))  # 192 samples, 8 kHz, one channel, 16 bits
        frame = head + bytes((_crc8(head),)) + b"\x02" + (b"\xff\xf8" * 192)  # verbatim
        made.append(frame + struct.pack(">H", _crc16(frame)))
    return b"".join(made)


def flac() -> bytes:
    """Frames behind a head with tags, a picture and an application's own block."""
    info = struct.pack(">HH", 192, 192) + b"\0" * 6 + ((8000 << 44 | 0 << 41 | 15 << 36 | 192 * 5) << 128).to_bytes(24, "big")

    def block(kind: int, body: bytes, last: bool = False) -> bytes:
        return bytes((kind | 0x80 * last,)) + len(body).to_bytes(3, "big") + body

    said = f"ARTIST={CANARY}".encode()
    words = struct.pack("<I", 4) + b"test" + struct.pack("<I", 1) + struct.pack("<I", len(said)) + said
    head = b"fLaC" + block(0, info) + block(2, b"abcd" + CANARY.encode()) + block(4, words) + block(1, b"\0" * 100, last=True)
    return head + flac_frames() + b"TAG" + CANARY.encode().ljust(125, b"\0")


def opus() -> bytes:
    """A head, tags, and a page of packets that are no sound."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)
    said = f"ARTIST={CANARY}".encode() * 40
    tags = b"OpusTags" + struct.pack("<I", len(CANARY)) + CANARY.encode() + struct.pack("<II", 1, len(said)) + said
    return _ogg([head], [tags], [bytes((12, number)) * 30 for number in range(20)])


def vorbis() -> bytes:
    """The three heads, and a page of packets that are no sound."""
    head = b"\x01vorbis" + struct.pack("<IBIIIIBB", 0, 1, 44100, 0, 64000, 0, 0xB8, 1)
    said = f"ARTIST={CANARY}".encode()
    tags = b"\x03vorbis" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(said)) + said + b"\x01"
    return _ogg([head], [tags, b"\x05vorbis" + bytes(range(256)) * 12], [b"\x02" * 40] * 4)


def _ogg(*groups: list[bytes]) -> bytes:
    pages = []
    for number, packets in enumerate(groups):
        for page in ogg._paged(packets, ogg.FIRST if not number else 0):
            position = 960 * len(packets) if number == len(groups) - 1 else page.position
            flags = page.flags | (ogg.LAST if number == len(groups) - 1 else 0)
            pages.append(ogg._Page(flags, position, page.laces, page.body))
    return b"".join(ogg._written(page, number) for number, page in enumerate(pages))


def m4a_file(*, video: bool = False, brand: bytes = b"M4A ", between: bytes = b"") -> bytes:
    """Two chunks of samples, with something between them where told; tags, times and the name of a handler."""
    sizes = [40 + number for number in range(10)]
    raw = [bytes((number + 1,)) * size for number, size in enumerate(sizes)]
    head = m4a.box(b"ftyp", brand + b"\0\0\0\0isom")
    first, second = b"".join(raw[:6]), b"".join(raw[6:])
    mdat = m4a.box(b"mdat", first + between + second)
    offsets = (len(head) + 8, len(head) + 8 + len(first) + len(between))

    def full(name: bytes, *numbers: int) -> bytes:
        return m4a.box(name, struct.pack(f">{len(numbers) + 1}I", 0, *numbers))

    esds = m4a.box(b"esds", b"\0\0\0\0" + bytes.fromhex("031900010004114015000000000000000000000005021208060102"))
    entry = m4a.box(b"mp4a", b"\0" * 6 + b"\0\x01" + b"\0" * 8 + struct.pack(">HHHHI", 1, 16, 0, 0, 44100 << 16) + esds)
    table = b"".join(
        (
            m4a.box(b"stsd", struct.pack(">II", 0, 1) + entry),
            full(b"stts", 1, 10, 1024),
            full(b"stsc", 2, 1, 6, 1, 2, 4, 1),
            full(b"stsz", 0, 10, *sizes),
            full(b"stco", 2, *offsets),
        )
    )
    minf = m4a.box(b"minf", m4a.box(b"smhd", b"\0" * 8) + m4a.box(b"stbl", table))
    handler = m4a.box(b"hdlr", b"\0" * 8 + (b"vide" if video else b"soun") + b"\0" * 12 + CANARY.encode() + b"\0")
    mdhd = m4a.box(b"mdhd", struct.pack(">IIIIII", 0, 3_000_000_000, 3_000_000_000, 44100, 10240, 0))
    tkhd = m4a.box(b"tkhd", struct.pack(">III", 7, 3_000_000_000, 3_000_000_000) + struct.pack(">III", 1, 0, 10240) + b"\0" * 60)
    trak = m4a.box(b"trak", tkhd + m4a.box(b"mdia", mdhd + handler + minf))
    mvhd = m4a.box(b"mvhd", struct.pack(">IIIII", 0, 3_000_000_000, 3_000_000_000, 44100, 10240) + b"\0" * 80)
    words = m4a.box(b"udta", m4a.box(b"\xa9xyz", CANARY.encode()))
    return head + mdat + m4a.box(b"moov", mvhd + trak + words)


def tags(data: bytes) -> dict[str, str]:
    """What mutagen finds."""
    sound = mutagen.File(io.BytesIO(data))
    return dict(sound.tags or {}) if sound is not None else {}
