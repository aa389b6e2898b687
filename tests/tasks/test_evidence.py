"""Photos handed in before are found, also re-encoded, resized or cropped; others of the same kind of scene are not."""

import io
import random

import numpy as np
import orjson
import pytest
from PIL import Image, ImageDraw

from luoshi.ledger.models import LedgerEntry
from luoshi.sealed import files
from luoshi.tasks import looks
from luoshi.tasks.models import Evidence, PhotoLook
from tests.tasks.office import Do, under_way


def photo(seed: int, width: int = 1200, height: int = 900) -> Image.Image:
    """Something like a photo: soft light, things of all sizes in it, grain."""
    draw = np.random.default_rng(seed)
    soft = Image.fromarray(draw.integers(0, 255, (9, 12, 3), dtype=np.uint8))
    made = soft.resize((width, height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(made)
    for _ in range(40):
        x, y, size = (
            int(v) for v in (draw.integers(0, width), draw.integers(0, height), draw.integers(20, 250))
        )
        colour = tuple(int(v) for v in draw.integers(0, 255, 3))
        (pen.rectangle if draw.random() < 0.5 else pen.ellipse)([x, y, x + size, y + size], fill=colour)
    grain = draw.integers(-12, 12, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(made).astype(int) + grain, 0, 255).astype(np.uint8))


def encoded(picture: Image.Image, form: str = "JPEG", quality: int = 90) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **({"quality": quality} if form == "JPEG" else {}))
    return file.getvalue()


def cropped(picture: Image.Image, seed: int, least: float = 0.72, most: float = 0.95) -> Image.Image:
    draw = random.Random(seed)
    sx, sy = draw.uniform(least, most), draw.uniform(least, most)
    x, y = draw.uniform(0, 1 - sx), draw.uniform(0, 1 - sy)
    w, h = picture.size
    return picture.crop((round(x * w), round(y * h), round((x + sx) * w), round((y + sy) * h)))


def attached(content: bytes, title: str = "现场.jpg") -> dict[str, object]:
    kept = files.keep(content)
    return {"digest": kept.digest, "title": title, "media": kept.media, "size": kept.size}


def found(matter: str) -> list[dict[str, object]]:
    rows = LedgerEntry.objects.filter(matter=matter, kind="tasks.evidence_reused").order_by("position")
    return [one for row in rows for one in orjson.loads(row.payload)["found"]]


def handed_in(do: Do, content: bytes) -> str:
    """A task claimed complete with this as its proof."""
    matter = under_way(do)
    do(
        "claim",
        "handler",
        "2026-06-01T09:00",
        matter=matter,
        text="完成",
        quantity="20",
        files=[attached(content)],
    )
    return matter


@pytest.mark.parametrize(
    "change",
    [
        lambda p: encoded(p, quality=40),
        lambda p: encoded(p, "PNG"),
        lambda p: encoded(p.resize((640, 480)), quality=70),
        lambda p: encoded(cropped(p, 1), quality=60),
        lambda p: encoded(p.point(lambda v: min(255, int(v * 1.15))), quality=80),
    ],
    ids=["re-encoded", "another format", "resized", "cropped", "brightened"],
)
def test_a_photo_used_before_is_found(do: Do, change) -> None:  # noqa: ANN001
    picture = photo(7)
    first = handed_in(do, encoded(picture))
    handed_in(do, encoded(photo(8)))
    second = handed_in(do, change(picture))
    (one,) = found(second)
    assert (one["of"], one["how"]) == (first, "alike")
    assert PhotoLook.objects.count() == 3


def test_the_original_behind_a_crop_is_found_too(do: Do) -> None:
    picture = photo(9)
    first = handed_in(do, encoded(cropped(picture, 4)))
    assert [one["of"] for one in found(handed_in(do, encoded(picture)))] == [first]


def test_other_photos_are_left_alone(do: Do) -> None:
    matters = [handed_in(do, encoded(photo(seed))) for seed in range(20, 26)]
    assert not any(found(matter) for matter in matters)


def test_crops_are_told_from_other_photos() -> None:
    """Of 16 photos every crop of three quarters or more finds its own, at least nine times in ten, and never another's."""
    pictures = [photo(seed, 800, 600) for seed in range(16)]
    greys = [looks.grey(encoded(picture)) for picture in pictures]
    kept = [looks.hashes(grey) for grey in greys if grey is not None]
    right, wrong = 0, 0
    for n, picture in enumerate(pictures):
        small = looks.grey(encoded(cropped(picture, n), quality=60))
        assert small is not None
        for near in looks.nearest(looks.hashes(small), kept):
            large = greys[near.index]
            assert large is not None
            pair = (small, large) if near.inside else (large, small)
            if looks.likeness(*pair, near.box) >= looks.SAME:
                right, wrong = right + (near.index == n), wrong + (near.index != n)
    assert wrong == 0
    assert right >= 14


def test_the_same_file_is_found_whatever_it_is(do: Do) -> None:
    paper = b"%PDF-1.7 " + b"x" * 100
    first = handed_in(do, paper)
    assert [(one["of"], one["how"]) for one in found(handed_in(do, paper))] == [(first, "same")]


def test_old_evidence_brought_again_after_it_was_sent_back_is_no_lead(do: Do) -> None:
    picture = encoded(photo(3))
    matter = handed_in(do, picture)
    do("send_back", "office", "2026-06-02T09:00", matter=matter, grounds="evidence", reason="缺验收报告")
    do(
        "claim",
        "handler",
        "2026-06-03T09:00",
        matter=matter,
        text="补齐",
        quantity="20",
        files=[attached(picture)],
    )
    assert found(matter) == []


def test_a_photo_of_last_month_as_this_months_progress_is_noted(do: Do) -> None:
    picture, matter = photo(5), under_way(do)
    for month, quality in ((2, 90), (3, 50)):
        file = attached(encoded(picture, quality=quality))
        do(
            "progress",
            "handler",
            f"2026-0{month}-02T09:00",
            matter=matter,
            text="推进",
            quantity=str(month),
            files=[file],
        )
    assert [one["of"] for one in found(matter)] == [matter]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 no picture", b"\xff\xd8\xff broken", encoded(Image.new("RGB", (800, 600), "white"))],
    ids=["a paper", "broken", "blank"],
)
def test_what_shows_nothing_is_no_photo(content: bytes) -> None:
    assert looks.grey(content) is None


def test_evidence_stands_in_its_table(do: Do) -> None:
    matter = handed_in(do, encoded(photo(1)))
    row = Evidence.objects.get()
    assert (row.matter, row.media, row.unit_name) == (matter, "image/jpeg", "春城市园林绿化局")
