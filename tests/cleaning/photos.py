"""Photographs of nothing, with everything that a device writes into one."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

CANARY = "Kanarienvogel-7f3a"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{CANARY}"/></rdf:RDF></x:xmpmeta>'
).encode()


def noise(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """The same noise each time, a little smoothed, so that every pixel tells whether it was changed."""
    drawn = random.Random(7).randbytes(width * height // 16 * 3)
    small = Image.frombytes("RGB", (width // 4, height // 4), drawn[: (width // 4) * (height // 4) * 3])
    return small.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def exif(way_up: int = 6) -> Image.Exif:
    """A camera, its owner, a day and a place."""
    block = Image.Exif()
    block[ExifTags.Base.Orientation] = way_up
    block[ExifTags.Base.Make] = CANARY
    block[ExifTags.Base.DateTime] = "2026:03:04 05:06:07"
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = CANARY
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = CANARY.encode()
    places = block.get_ifd(ExifTags.IFD.GPSInfo)
    places[ExifTags.GPS.GPSLatitudeRef], places[ExifTags.GPS.GPSLatitude] = "S", (1.0, 30.0, 0.0)
    places[ExifTags.GPS.GPSLongitudeRef], places[ExifTags.GPS.GPSLongitude] = "E", (36.0, 45.0, 0.0)
    return block


def profile() -> bytes:
    """A colour profile that names somebody."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made + b"\0" * 8 + CANARY.encode()


def jpeg(picture: Image.Image | None = None, **more: object) -> bytes:
    """A JPEG with EXIF, XMP, a profile, a comment, a thumbnail segment of its own make, and something behind its end."""
    out = io.BytesIO()
    told = {"exif": exif(), "xmp": XMP, "icc_profile": profile(), "comment": CANARY, "quality": 90} | more
    (picture or noise()).save(out, "JPEG", **told)
    return with_segment(out.getvalue(), 0xED, b"Photoshop 3.0\0" + CANARY.encode()) + CANARY.encode()


def with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment right behind its beginning."""
    return data[:2] + b"\xff" + bytes((marker,)) + struct.pack(">H", len(body) + 2) + body + data[2:]


def png(picture: Image.Image | None = None, **more: object) -> bytes:
    """A PNG with texts of the three kinds, EXIF, XMP, a profile, a time and something behind its end."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_text("Comment", CANARY, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    texts.add(b"tIME", b"\x07\xea\x03\x04\x05\x06\x07")
    texts.add(b"prVt", CANARY.encode())
    out = io.BytesIO()
    (picture or noise()).save(out, "PNG", **({"pnginfo": texts, "exif": exif(), "icc_profile": profile()} | more))
    return out.getvalue() + CANARY.encode()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def webp(**more: object) -> bytes:
    out = io.BytesIO()
    noise(mode="RGBA").save(out, "WEBP", **({"exif": exif(), "xmp": XMP, "icc_profile": profile(), "lossless": True} | more))
    return out.getvalue() + CANARY.encode()


def gif() -> bytes:
    """Two pictures, a loop, a comment, XMP and something behind its end."""
    out = io.BytesIO()
    first, second = noise(mode="L"), noise(mode="L").rotate(180)
    first.save(out, "GIF", save_all=True, append_images=[second], duration=100, loop=0, comment=CANARY.encode())
    data = out.getvalue()
    return data[:-1] + b"\x21\xff\x0bXMP DataXMP" + bytes((len(CANARY),)) + CANARY.encode() + b"\0" + b"\x3b" + CANARY.encode()


def tiff(**more: object) -> bytes:
    out = io.BytesIO()
    noise().save(out, "TIFF", **({"exif": exif(), "icc_profile": profile()} | more))
    return out.getvalue()


def heic() -> bytes:
    import pillow_heif

    made = pillow_heif.from_pillow(noise())
    out = io.BytesIO()
    made.save(out, exif=exif().tobytes(), xmp=XMP, quality=90)
    return out.getvalue()


def pixels(data: bytes) -> list[bytes]:
    """The pixels of each frame, as stored: not turned."""
    frames = []
    with Image.open(io.BytesIO(data)) as picture:
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(picture.convert("RGBA").tobytes())
    return frames
