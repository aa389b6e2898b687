"""How a photo looks, so that it is found again re-encoded, resized or cropped.

Of every photo the perceptual hash (ImageHash) of the whole and of a grid of windows is kept. A copy's whole resembles
one of the original's windows, or the other way round; what comes near is then laid over it and compared point by point,
so that mere likeness of scene is not taken for the same photo.
"""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 256
SCALES = (0.9, 0.8, 0.7, 0.6)
SPANS = ((0.0, 1.0), *((o * (1 - s), o * (1 - s) + s) for s in SCALES for o in (0.0, 0.5, 1.0)))
BOXES = tuple((x0, y0, x1, y1) for x0, x1 in SPANS for y0, y1 in SPANS)
"""Windows as shares of width and height; the first is the whole."""
NEAR = 14
"""Bits of 64 that may differ for two windows to be laid over each other."""
SAME = 0.9
"""Correlation of the brightness, point by point, from which two photos are taken for one."""
POINTS = 48
FLAT = 6.0
"""Below this spread of brightness there is nothing to tell one picture from another by."""
MOST_PIXELS = 100_000_000
Grey = Image.Image


@dataclass(frozen=True, slots=True)
class Near:
    """A kept photo that comes near: which, by how many bits, and where one lies in the other."""

    index: int
    distance: int
    box: tuple[float, float, float, float]
    inside: bool
    """Does the new photo lie inside the kept one (a crop of it), rather than around it?"""


def grey(content: bytes) -> Grey | None:
    """A photo small, upright and without colour; None for what is none or shows nothing."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("L", (SIDE * 2, SIDE * 2))
            small = (
                ImageOps.exif_transpose(opened).convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
            )
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return small if float(np.asarray(small).std()) >= FLAT else None


def hashes(photo: Grey) -> bytes:
    """The perceptual hashes of all windows, eight bytes each."""
    from imagehash import phash

    found = [packed(phash(photo.crop(pixels(box))).hash) for box in BOXES]
    return np.array(found, dtype="<u8").tobytes()


def packed(bits: "np.ndarray") -> int:
    return int.from_bytes(np.packbits(bits.flatten()).tobytes(), "big")


def pixels(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(share * SIDE) for share in box)
    return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)


def nearest(new: bytes, kept: list[bytes]) -> list[Near]:
    """The kept photos whose hashes come near, the nearest first."""
    if not kept:
        return []
    mine = np.frombuffer(new, dtype="<u8")
    theirs = np.frombuffer(b"".join(kept), dtype="<u8").reshape(len(kept), len(BOXES))
    inside = np.bitwise_count(theirs ^ mine[0])
    around = np.bitwise_count(theirs[:, :1] ^ mine[None, :])
    found = []
    for n in np.flatnonzero(np.minimum(inside.min(axis=1), around.min(axis=1)) <= NEAR):
        within = int(inside[n].min()) <= int(around[n].min())
        of = inside[n] if within else around[n]
        found.append(Near(int(n), int(of.min()), BOXES[int(of.argmin())], within))
    return sorted(found, key=lambda near: near.distance)


def likeness(small: Grey, large: Grey, box: tuple[float, float, float, float]) -> float:
    """How well a photo fits into another around a window: the best correlation while its edges are moved."""
    want = normal(np.asarray(small.resize((POINTS, POINTS), Image.Resampling.BOX), dtype=float))
    if want is None:
        return 0.0
    best, at, step = fit(want, large, box), list(box), 0.05
    while step > 0.004:
        moved = False
        for edge in range(4):
            for way in (-step, step):
                tried = [*at]
                tried[edge] = min(max(tried[edge] + way, 0.0), 1.0)
                if tried[2] - tried[0] < 0.3 or tried[3] - tried[1] < 0.3:
                    continue
                if (score := fit(want, large, (tried[0], tried[1], tried[2], tried[3]))) > best:
                    best, at, moved = score, tried, True
        if not moved:
            step /= 2
    return best


def fit(want: "np.ndarray", large: Grey, box: tuple[float, float, float, float]) -> float:
    part = large.crop(pixels(box)).resize((POINTS, POINTS), Image.Resampling.BOX)
    have = normal(np.asarray(part, dtype=float))
    return float((want * have).mean()) if have is not None else 0.0


def normal(points: "np.ndarray") -> "np.ndarray | None":
    spread = float(points.std())
    return (points - points.mean()) / spread if spread >= FLAT / 2 else None
