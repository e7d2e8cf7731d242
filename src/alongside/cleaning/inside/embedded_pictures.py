"""EXIF, places, XMP, texts and profiles of a picture, by Pillow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, ImageCms

from alongside.cleaning.inside import embedded
from alongside.cleaning.inside.images import pixels

_SKIPPED = frozenset(
    {"ExifOffset", "GPSInfo", "MakerNote", "XMLPacket", "ImageWidth", "ImageLength", "StripOffsets", "StripByteCounts"}
)
_DRAWING = frozenset(
    {"BitsPerSample", "Compression", "PhotometricInterpretation", "SamplesPerPixel", "RowsPerStrip", "PlanarConfiguration"}
    | {"XResolution", "YResolution", "ResolutionUnit", "TileWidth", "TileLength", "TileOffsets", "TileByteCounts", "SampleFormat"}
    | {"ExtraSamples", "NewSubfileType", "FillOrder", "Predictor", "ColorMap", "YCbCrPositioning"}
)
# What Pillow tells of how a picture is packed.
_PACKING = frozenset(
    {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "progressive", "progression", "exif"}
    | {
        "transparency",
        "background",
        "loop",
        "duration",
        "timestamp",
        "gamma",
        "srgb",
        "version",
        "extension",
        "interlace",
        "aspect",
    }
    | {"default_image", "blend", "disposal", "bbox", "compression", "primary", "bit_depth", "depth_images", "aux", "metadata"}
    | {"icc_profile", "xmp", "XML:com.adobe.xmp", "thumbnails", "mp", "mpoffset", "sizes", "original_orientation", "chroma"}
    | {"resolution", "icc_profile_type", "nclx_profile", "heif", "camera_intrinsic_matrix", "camera_extrinsic_matrix_rot"}
)


def read(data: bytes, kind: str) -> Iterator[tuple[str, str]]:
    """All that the picture says beside its pixels."""
    with pixels.opened(data, kind) as picture:
        if kind == "png":
            picture.load()  # texts may stand behind the pixels
        yield from _exif(picture.getexif())
        for packet in (picture.info.get("xmp"), picture.info.get("XML:com.adobe.xmp")):
            if packet:
                yield from embedded.xmp(packet if isinstance(packet, bytes) else str(packet).encode())
        if profile := picture.info.get("icc_profile"):
            yield "icc", _profile(profile)
        for name, value in picture.info.items():
            if name not in _PACKING:
                yield f"{kind}.{name}", value.decode("latin-1") if isinstance(value, bytes) else str(value)
        for marker, body in getattr(picture, "applist", ()):
            if marker not in ("APP0", "APP14", "APP1", "APP2"):
                yield f"jpeg.{marker}", f"{len(body)} bytes"


def _exif(block: Image.Exif) -> Iterator[tuple[str, str]]:
    names = {**ExifTags.TAGS}
    yield from _tags("exif", dict(block), names)
    yield from _tags("exif", block.get_ifd(ExifTags.IFD.Exif), names)
    places = block.get_ifd(ExifTags.IFD.GPSInfo)
    yield from _tags("gps", places, ExifTags.GPSTAGS)
    if (where := _place(places)) is not None:
        yield "gps.place", where
    if ExifTags.Base.MakerNote in block.get_ifd(ExifTags.IFD.Exif):
        yield "exif.MakerNote", "present"
    if block.get_ifd(ExifTags.IFD.IFD1):
        yield "exif.thumbnail", "present"


def _tags(room: str, tags: dict[int, Any], names: dict[int, str]) -> Iterator[tuple[str, str]]:
    for tag, value in tags.items():
        name = names.get(tag, f"{tag:#06x}")
        if name not in _SKIPPED | _DRAWING:
            yield f"{room}.{name}", _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        plain = value.rstrip(b"\0")
        return plain.decode("ascii") if plain.isascii() and len(plain) < 200 else f"{len(value)} bytes"
    if isinstance(value, tuple):
        return " ".join(map(_text, value[:20]))
    return str(value)


def _place(places: dict[int, Any]) -> str | None:
    """Latitude and longitude in degrees, as maps take them."""
    try:
        north = _degrees(places[ExifTags.GPS.GPSLatitude], str(places[ExifTags.GPS.GPSLatitudeRef]), "S")
        east = _degrees(places[ExifTags.GPS.GPSLongitude], str(places[ExifTags.GPS.GPSLongitudeRef]), "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return f"{north:.6f}, {east:.6f}"


def _degrees(parts: Any, side: str, negative: str) -> float:
    degrees = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    return -degrees if side.strip("\0").upper() == negative else degrees


def _profile(profile: bytes) -> str:
    try:
        return str(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))).strip()
    except Exception:  # littlecms raises what it likes over a broken profile; that there is one is said all the same
        return "present"
