"""Cleaning a photograph of 6 megapixels, as the desk does it: in a fresh child process, there and back."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from bench.figures import Figure, p50, timed

RUNS = 7
SIZE = (3000, 2000)


def measure() -> list[Figure]:
    """Milliseconds for one photo, and the most memory that the child ever held."""
    from alongside.cleaning import Cleaner

    data = photo(*SIZE)
    cleaner = Cleaner()
    try:
        if cleaner.clean(data).note:
            raise RuntimeError("the photo of the bench was not cleaned")
        times = [timed(lambda: cleaner.clean(data)) for _ in range(RUNS)]
    finally:
        cleaner.close()
    held = peak(data)
    return [
        Figure("cleaning_photo_6_megapixels_ms", p50(times), at_most=2000),
        Figure("cleaning_photo_megabytes", len(data) / 1e6),
        Figure("cleaning_child_memory_mb", None if held is None else held / 1e6, at_most=300),
    ]


def photo(width: int, height: int) -> bytes:
    """A JPEG as heavy as one from a phone: soft shapes with a grain, and EXIF with a place. Drawn by Pillow in a process of its own, so
    that the process that measures is no larger than a server."""
    code = f"import sys\nfrom bench.cleaning import drawn\nsys.stdout.buffer.write(drawn({width}, {height}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, check=True, timeout=120).stdout


def drawn(width: int, height: int) -> bytes:
    from PIL import ExifTags, Image

    chance = random.Random(6)  # noqa: S311  (the same picture each time, and no key)
    shapes = Image.frombytes("RGB", (30, 20), chance.randbytes(1800)).resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", (256, 256), chance.randbytes(256 * 256 * 3))
    tiled = Image.new("RGB", (width, height))
    for left in range(0, width, 256):
        for top in range(0, height, 256):
            tiled.paste(grain, (left, top))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Nobody"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    out = io.BytesIO()
    Image.blend(shapes, tiled, 0.12).save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def peak(data: bytes) -> int | None:
    """The most resident bytes of a child while it cleans this, read from Linux just before it ends; None elsewhere."""
    from alongside.cleaning import messages
    from alongside.confined import client, frames

    if not Path("/proc/self/status").exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        child = client._start(("-m", "alongside.cleaning.inside"), home)
        deadline = threading.Timer(120, child.kill)
        deadline.start()
        try:
            assert child.stdin is not None and child.stdout is not None
            frames.write(child.stdin, messages.CLEAN, messages.pack({}, data))
            answer = frames.read(child.stdout, messages.LARGEST_ANSWER)
            assert answer is not None and answer[0] == messages.ANSWER
            status = Path(f"/proc/{child.pid}/status").read_text()
        finally:
            deadline.cancel()
            child.stdin and child.stdin.close()
            child.stdout and child.stdout.close()
            child.wait(30)
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
