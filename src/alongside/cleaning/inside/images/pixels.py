"""Pictures as pixels, by Pillow: checks that a copy can be drawn, TIFF and HEIC encoded anew, previews and what redaction paints on.

A picture that claims more pixels than MOST is refused by its claim, before any memory is asked for.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.results import Reason

# 400 MB as Pillow keeps them; the child may have 1 GiB.
MOST = 100_000_000
FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "gif": ("GIF",), "tiff": ("TIFF",), "heic": ("HEIF",)}
MOST_FRAMES = 2000
JPEG_QUALITY = 92


@contextlib.contextmanager
def opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    """The picture, not yet decoded. Whatever Pillow says of a broken one is DAMAGED."""
    if kind == "heic":
        _with_heic()
    Image.MAX_IMAGE_PIXELS = None  # ours, below, is checked for every frame and does not only warn
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as picture:
            need(picture.width * picture.height <= MOST, Reason.TOO_LARGE)
            yield picture
    except (NotClean, MemoryError):
        raise
    except (UnidentifiedImageError, Exception) as error:
        raise NotClean(Reason.DAMAGED) from error


def check(data: bytes, kind: str) -> None:
    """Draw each frame once: a copy that cannot be drawn is no copy."""
    with opened(data, kind) as picture:
        frames = getattr(picture, "n_frames", 1)
        need(frames <= MOST_FRAMES and frames * picture.width * picture.height <= 20 * MOST, Reason.TOO_LARGE)
        for frame in range(frames):
            if frame:
                picture.seek(frame)
            picture.load()


def encode_anew(data: bytes, kind: str) -> Made:
    """TIFF as PNG, HEIC as JPEG: from the pixels alone, upright and in sRGB."""
    with opened(data, kind) as picture:
        need(getattr(picture, "n_frames", 1) == 1, Reason.MANY_PAGES)
        found = _found(picture)
        upright = plain(picture)
    if kind == "tiff":
        return Made(png(upright), "png", frozenset(found))
    return Made(jpeg(upright.convert("RGB")), "jpeg", frozenset(found))


def plain(picture: Image.Image) -> Image.Image:
    """Upright, in sRGB, with pixels and nothing else."""
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if turned.mode not in ("1", "L", "LA", "RGB", "RGBA", "I;16"):
        see_through = turned.mode in ("PA", "RGBa", "La") or "transparency" in turned.info
        turned = turned.convert("RGBA" if see_through and turned.mode != "CMYK" else "RGB")
    if profile and turned.mode in ("RGB", "RGBA"):
        with contextlib.suppress(Exception):  # a broken profile changes no colour
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(turned, source, ImageCms.createProfile("sRGB"), outputMode=turned.mode) or turned
    fresh = Image.new(turned.mode, turned.size)
    fresh.paste(turned)
    return fresh


def png(picture: Image.Image) -> bytes:
    """As PNG."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=4)
    return out.getvalue()


def jpeg(picture: Image.Image, quality: int = JPEG_QUALITY) -> bytes:
    """As JPEG without a profile."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=0 if quality >= JPEG_QUALITY else -1)
    return out.getvalue()


def _found(picture: Image.Image) -> set[str]:
    from alongside.cleaning.inside.images import exif

    block = picture.getexif()
    found = exif.codes(block)
    drawing = {256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 282, 283, 284, 296, 317, 322, 323, 324, 325, 338, 339}
    found |= {"exif"} if set(block) - drawing else set()
    found |= {"icc"} if picture.info.get("icc_profile") else set()
    found |= {"xmp"} if picture.info.get("xmp") or 700 in block else set()
    found |= {"thumbnail"} if picture.info.get("thumbnails") else set()
    return found


def _with_heic() -> None:
    """The decoder is loaded only where such a file comes. It takes at least one thread."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
