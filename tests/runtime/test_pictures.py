"""Photographs are kept as they look, right way up, and with nothing in them but what can be seen."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image, ImageCms, ImageStat

from definitions.questions.sniff import sniff
from runtime import files
from runtime.db import Database
from runtime.errors import FileRefused
from runtime.files import pictures
from tests.runtime.citizens import NOW
from tests.runtime.sendable import BLUE, CANARY, HEIC, RED, enormous, jpeg, picture, png, webp

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}


def drawn(content: bytes, kind: str) -> Image.Image:
    assert sniff(content, f"a.{ENDINGS[kind]}") == kind
    again = pictures.redrawn(content, kind)
    assert sniff(again, f"a.{ENDINGS[pictures.BECOMES[kind]]}") == pictures.BECOMES[kind]
    assert CANARY not in again
    made = Image.open(io.BytesIO(again))
    made.load()
    assert not {"exif", "xmp", "icc_profile", "comment", "Comment", "XML:com.adobe.xmp"} & made.info.keys()
    assert not made.getexif()
    return made


def looks_like(part: Image.Image, colour: tuple[int, int, int], much: int = 25) -> bool:
    mean = ImageStat.Stat(part.convert("RGB")).mean
    return all(abs(is_ - should) < much for is_, should in zip(mean, colour, strict=True))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (jpeg(), "image/jpeg"),
        (jpeg(mode="L"), "image/jpeg"),
        (png(), "image/png"),
        (webp(), "image/webp"),
        (webp(lossless=True), "image/webp"),
        (HEIC, "image/heic"),
    ],
)
def test_what_is_not_to_be_seen_is_gone(content: bytes, kind: str) -> None:
    assert CANARY in content or b"canary" in content
    assert drawn(content, kind).size in ((64, 48), (48, 64))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_stand_right_way_up(orientation: int) -> None:
    for content, kind in ((jpeg(orientation=orientation), "image/jpeg"), (webp(orientation=orientation), "image/webp")):
        made = drawn(content, kind)
        assert made.size == ((64, 48) if orientation < 5 else (48, 64))
        wide, high = made.size
        sides = {
            "top": (4, 2, wide - 4, high // 2 - 4), "bottom": (4, high // 2 + 4, wide - 4, high - 2),
            "left": (2, 4, wide // 2 - 4, high - 4), "right": (wide // 2 + 4, 4, wide - 2, high - 4),
        }  # fmt: skip
        blue = {1: "top", 2: "top", 3: "bottom", 4: "bottom", 5: "left", 6: "right", 7: "right", 8: "left"}[orientation]
        red = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}[blue]
        assert looks_like(made.crop(sides[blue]), BLUE), (kind, orientation)
        assert looks_like(made.crop(sides[red]), RED), (kind, orientation)


def test_an_iphones_picture_becomes_one_that_every_desk_can_show() -> None:
    made = drawn(HEIC, "image/heic")
    assert (made.format, made.size) == ("JPEG", (48, 64))
    assert looks_like(made.crop((28, 4, 46, 60)), BLUE)
    assert looks_like(made.crop((2, 4, 20, 60)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    source = Image.new(mode, (20, 10), 40000 if mode == "I;16" else 0) if mode == "I;16" else picture((20, 10), mode)
    written = io.BytesIO()
    source.save(written, "PNG")
    made = drawn(written.getvalue(), "image/png")
    assert made.size == (20, 10)
    assert made.convert("RGBA").tobytes() == Image.open(io.BytesIO(written.getvalue())).convert("RGBA").tobytes()


def test_what_can_be_seen_through_stays_so() -> None:
    source = picture((20, 10), "P")
    written = io.BytesIO()
    source.save(written, "PNG", transparency=source.getpixel((0, 0)))
    assert drawn(written.getvalue(), "image/png").convert("RGBA").getextrema()[3] == (0, 255)


def test_printers_colours_are_shown_as_a_screen_does() -> None:
    assert drawn(jpeg(mode="CMYK"), "image/jpeg").mode == "RGB"


def test_a_cameras_own_colours_need_no_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert looks_like(drawn(jpeg(icc_profile=profile), "image/jpeg").crop((2, 2, 62, 20)), BLUE)
    for broken in (b"no profile", profile[:200]):
        assert drawn(jpeg(icc_profile=broken), "image/jpeg").size == (64, 48)


def test_only_the_first_of_moving_pictures_is_kept() -> None:
    written = io.BytesIO()
    picture().save(written, "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48))], duration=100)
    assert not getattr(drawn(written.getvalue(), "image/webp"), "is_animated", False)


def test_large_photographs_are_made_smaller() -> None:
    made = drawn(jpeg((8192, 6144), quality=30), "image/jpeg")
    assert made.size == (4096, 3072)
    assert drawn(png((5000, 1000), mode="P"), "image/png").size == (4096, 819)


def test_a_photograph_does_not_grow() -> None:
    source = Image.effect_noise((800, 600), 60).convert("RGB")
    written = io.BytesIO()
    source.save(written, "JPEG", quality=75)
    assert len(pictures.redrawn(written.getvalue(), "image/jpeg")) <= len(written.getvalue())


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (png()[:60], "image/png", "picture"),
        (jpeg()[:-300], "image/jpeg", "picture"),
        (HEIC[:500], "image/heic", "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 8, "image/webp", "picture"),
        (b"\xff\xd8\xff" + b"<script>" * 20, "image/jpeg", "picture"),
        (png(), "image/jpeg", "picture"),
        (jpeg(), "image/png", "picture"),
        (enormous(), "image/png", "pixels"),
        (png((8192, 6401), mode="1"), "image/png", "pixels"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, kind: str, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        pictures.redrawn(content, kind)
    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "import sys\nwhile True: sys.stdout.buffer.write(b'x' * 65536)",
        "import os; os.abort()",
        "import sys; sys.exit(0)",
    ],
)
def test_a_decoder_that_is_taken_over_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    (tmp_path / "redraw.py").write_text(program)
    monkeypatch.setattr(pictures, "_PROGRAM", tmp_path / "redraw.py")
    monkeypatch.setattr(pictures, "SECONDS", 0.5)
    with pytest.raises(FileRefused) as refused:
        pictures.redrawn(jpeg(), "image/jpeg")
    assert refused.value.facts["reason"] == "picture"


def test_the_decoder_sees_no_key_and_may_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = pictures._PROGRAM.read_text().partition("def drawn")[0]
    (tmp_path / "redraw.py").write_text(
        source + "import os\nbounded()\nheld = [k for k in os.environ if k != 'MALLOC_ARENA_MAX' and k != 'LC_CTYPE']\n"
        "assert not held, held\n"
        f"import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"written = os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try:\n    os.write(written, b'x')\nexcept OSError:\n    pass\n"
        "else:\n    raise SystemExit(9)\n"
        "try:\n    bytearray(1 << 30)\nexcept MemoryError:\n    sys.stdout.write('bounded')\n"
    )
    monkeypatch.setattr(pictures, "_PROGRAM", tmp_path / "redraw.py")
    monkeypatch.setenv("TOWNCLERK_SECRET_KEY", "secret")
    assert pictures.redrawn(b"", "image/jpeg") == b"bounded"


def test_more_pictures_than_can_be_drawn_wait_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WAIT_SECONDS", 0.01)
    for _ in range(pictures.AT_A_TIME):
        assert pictures._turns.acquire()
    try:
        with pytest.raises(FileRefused) as refused:
            pictures.redrawn(jpeg(), "image/jpeg")
    finally:
        for _ in range(pictures.AT_A_TIME):
            pictures._turns.release()
    assert refused.value.facts["reason"] == "busy"
    assert drawn(jpeg(), "image/jpeg").size == (64, 48)


def test_what_is_kept_is_what_was_drawn(database: Database) -> None:
    saved = files.save(database, HEIC, "IMG_0001.HEIC", owner_id=uuid4(), at=NOW)
    assert (saved["name"], saved["type"]) == ("IMG_0001.jpg", "image/jpeg")
    content = files.read(database, saved["id"])
    assert len(content) == saved["size"]
    assert files.is_there(database.settings, UUID(saved["id"]), saved["size"])
    assert b"canary" not in content
