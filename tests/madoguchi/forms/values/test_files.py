"""Photos and PDFs: told by their content, cleaned, or refused with words that help."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values import pictures
from madoguchi.forms.values.files import (
    ACCEPTED,
    MAX_BYTES,
    MAX_NAME_LENGTH,
    clean_name,
    read_file,
    shown_size,
)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
RED, BLUE = (250, 10, 10), (10, 10, 250)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(
    format: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **saving: object
) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", size, BLUE)
    drawn.paste(RED, (0, 0, size[0] // 2, size[1]))
    return saved(drawn.convert(mode), format, **saving)


def saved(drawn: Image.Image, format: str, **saving: object) -> bytes:
    target = BytesIO()
    drawn.save(target, format, **saving)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    found = Image.open(BytesIO(content))
    found.load()
    return found


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it has so many pixels, all of them black."""
    rows = zlib.compress(bytes(1 + width // 8) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def photographed(**tags: object) -> bytes:
    """A JPEG as a camera writes it: lying on its side, with its maker, its place and a comment."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn by 90° clockwise to see it upright
    exif[MAKE] = "Kamera-Hersteller"
    exif.get_ifd(GPS)[2] = (35.0, 39.0, 51.0)
    return picture(exif=exif, comment=b"Kommentar von Misaki", icc_profile=b"Profil" * 30)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", mode="CMYK"), "image/jpeg"),
        (picture("JPEG", mode="L"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("PNG", mode="P"), "image/png"),
        (picture("PNG", mode="1"), "image/png"),
        (PDF, "application/pdf"),
        (b"\xef\xbb\xbf\n" + PDF, "application/pdf"),
    ],
)
def test_the_content_decides_the_type_not_the_name(content: bytes, media_type: str) -> None:
    file = read_file(content, "malware.exe")
    assert file.media_type == media_type
    assert file.name.startswith("malware.exe.")
    if media_type == "application/pdf":
        assert file.content == content
    else:
        assert opened(file.content).size == (40, 20)


def test_a_photo_is_turned_upright() -> None:
    upright = opened(read_file(photographed()).content).convert("RGB")
    assert upright.size == (20, 40)
    top, bottom = upright.getpixel((10, 5)), upright.getpixel((10, 35))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > 100 > top[2]
    assert bottom[2] > 200 > 100 > bottom[0]


def test_nothing_of_what_the_camera_noted_is_left() -> None:
    content = photographed()
    noted = (b"Kamera", b"Kommentar", b"Profil", b"Exif")
    assert all(words in content for words in noted)
    made = read_file(content).content
    assert not any(words in made for words in noted)
    assert not opened(made).getexif()


def test_nothing_of_what_a_png_notes_is_left() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Misaki")
    exif = Image.Exif()
    exif[MAKE] = "Kamera-Hersteller"
    content = picture("PNG", pnginfo=texts, exif=exif, icc_profile=b"Profil" * 30, dpi=(72, 72))
    assert b"Misaki" in content
    made = read_file(content).content
    assert not any(words in made for words in (b"Misaki", b"Kamera", b"eXIf", b"iCCP", b"tEXt"))


def test_a_large_photo_becomes_smaller_and_keeps_its_shape() -> None:
    large = saved(Image.new("L", (pictures.MAX_SIDE * 2, pictures.MAX_SIDE)), "PNG")
    made = opened(read_file(large).content)
    assert made.size == (pictures.MAX_SIDE, pictures.MAX_SIDE // 2)


def test_what_is_transparent_stays_so() -> None:
    made = opened(read_file(saved(Image.new("RGBA", (8, 8), (1, 2, 3, 0)), "PNG")).content)
    assert made.getpixel((0, 0)) == (1, 2, 3, 0)


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\xff\xd8\xff", "file-broken"),
        (picture()[:-200], "file-broken"),
        (picture("PNG")[:-20], "file-broken"),
        (picture("PNG").replace(b"IDAT", b"IDAX"), "file-broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "file-broken"),
        (PDF.replace(b"%%EOF", b""), "file-broken"),
        (PDF + bytes(MAX_BYTES), "file-too-large"),
        (bomb(60_000, 60_000), "file-too-many-pixels"),
        (bomb(8_000, 8_000), "file-too-many-pixels"),
        (bomb(20_000, 5_000), "file-too-many-pixels"),
        (HEIC, "file-heic"),
        (picture("GIF"), "file-kind"),
        (picture("WEBP"), "file-kind"),
        (b"PK\x03\x04" + bytes(100), "file-kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-kind"),
        (b"MZ" + bytes(2000) + b"%PDF-1.7", "file-kind"),
        ("写真です".encode(), "file-kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}-bytes",
)
def test_what_cannot_be_taken_is_refused_with_what_is_accepted(content: bytes, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_file(content, "photo.jpg")
    assert caught.value.code == code
    assert caught.value.message.endswith("。")
    expected = "5,000万画素" if code == "file-too-many-pixels" else ACCEPTED
    assert expected in caught.value.message


def test_the_bomb_is_a_small_file() -> None:
    assert len(bomb(60_000, 60_000)) < MAX_BYTES // 10


@pytest.mark.parametrize(
    ("name", "media_type", "cleaned"),
    [
        ("穴.jpg", "image/jpeg", "穴.jpg"),
        ("IMG_0001.JPEG", "image/jpeg", "IMG_0001.JPEG"),
        ("か\u3099け.png", "image/png", "がけ.png"),
        ("photo.png", "image/jpeg", "photo.png.jpg"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\Users\\佐藤\\写真.jpg", "image/jpeg", "写真.jpg"),
        ("a\x00b\r\n\u202egpj.exe", "image/jpeg", "abgpj.exe.jpg"),
        ("  長い   名前 .pdf", "application/pdf", "長い 名前.pdf"),
        ("", "image/jpeg", "写真.jpg"),
        (".jpg", "image/jpeg", "jpg.jpg"),
        ("...", "application/pdf", "書類.pdf"),
        ("/", "image/png", "写真.png"),
        ("\ud800.png", "image/png", "png.png"),
    ],
)
def test_a_name_is_the_last_part_without_what_cannot_be_seen(
    name: str, media_type: str, cleaned: str
) -> None:
    assert clean_name(name, media_type) == cleaned


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("穴" * 500 + ".jpg", "image/jpeg")
    assert len(name) == MAX_NAME_LENGTH
    assert name.endswith("穴.jpg")


@pytest.mark.parametrize(
    ("size", "shown"),
    [(1, "1KB"), (1499, "1KB"), (350_400, "350KB"), (999_499, "999KB"), (2_440_000, "2.4MB")],
)
def test_a_size_is_shown_as_residents_read_it(size: int, shown: str) -> None:
    assert shown_size(size) == shown
