"""Pictures. JPEG, PNG, WebP and GIF are taken apart and put together from the parts that draw them, so that not a pixel changes;
TIFF and HEIC are decoded and encoded anew (`pixels.py`).

The way up is kept as the only tag of an otherwise empty EXIF block, because turning the pixels of a JPEG would cost quality. A colour
profile is not kept: it names its maker and its day, and a profile made for one screen or scanner names that one. A picture whose pixels
are encoded anew is converted to sRGB first; the others are then taken for sRGB, and a wide-gamut photo looks a little paler.
"""
