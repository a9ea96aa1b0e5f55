"""OpenRaster files: what goes in comes out, others see layers, and bad files are refused."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from featherbrush.app.document import Palette
from featherbrush.app.document.archive import Archive, Member, pack
from featherbrush.app.document.content import Content, ModelMark
from featherbrush.app.document.extras import Favourite, Underlay
from featherbrush.app.document.openraster import (
    DATA,
    IDS,
    ForeignImage,
    read_openraster,
    write_openraster,
)
from featherbrush.app.document.stack_xml import read_stack
from featherbrush.engine.errors import DocumentError

Rewrite = Callable[..., Path]


def noise(*shape: int, below: int = 256) -> np.ndarray:
    return np.random.default_rng(7).integers(0, below, shape, np.uint8)


@pytest.fixture
def content(palette: Palette) -> Content:
    return Content(
        noise(48, 64, below=6),
        palette,
        style=np.array([0.25, -1.5], np.float32),
        favourites=(Favourite("dusk <&>", np.array([1, 2], np.float32)),),
        underlay=Underlay(noise(33, 21, 3), opacity=0.25, visible=False),
        model=ModelMark("lake-compressed", "0" * 64),
        pictures={"original": noise(48, 64, 3), "compressed": noise(48, 64, 3)},
    )


@pytest.fixture
def rewrite(content: Content, tmp_path: Path) -> Rewrite:
    """Write a document, then change members of the archive (None leaves one out)."""

    def write(**changes: bytes | None) -> Path:
        path = tmp_path / "changed.ora"
        write_openraster(path, content)
        wanted = {name.replace("__", "/").replace("_dot_", "."): d for name, d in changes.items()}
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()} | wanted
        path.write_bytes(
            pack(Member(n, d, packed=False) for n, d in members.items() if d is not None)
        )
        return path

    return write


def test_everything_but_the_pictures_comes_back_exactly(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    write_openraster(path, content)
    back = read_openraster(path)

    assert isinstance(back, Content)
    assert np.array_equal(back.pixels, content.pixels)
    assert back.palette == content.palette
    assert np.array_equal(back.style, content.style)
    assert back.favourites[0].same_as(content.favourites[0])
    assert np.array_equal(back.underlay.picture, content.underlay.picture)
    assert (back.underlay.opacity, back.underlay.visible) == (0.25, False)
    assert back.model == content.model


def test_a_sketch_comes_back_exactly(palette: Palette, tmp_path: Path) -> None:
    write_openraster(tmp_path / "s.ora", Content(noise(20, 30, 3), palette))
    back = read_openraster(tmp_path / "s.ora")
    assert isinstance(back, Content)
    assert back.kind == "sketch"
    assert np.array_equal(back.pixels, noise(20, 30, 3))
    assert back.underlay is None and back.style is None and back.model is None


def test_other_programs_find_what_the_specification_asks_for(
    content: Content, tmp_path: Path
) -> None:
    write_openraster(tmp_path / "a.ora", content)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        image = ElementTree.fromstring(archive.read("stack.xml"))
        assert (image.get("w"), image.get("h")) == ("64", "48")
        layers = image.findall("stack/layer")
        assert [layer.get("name") for layer in layers] == [
            "Picture (original)",
            "Picture (compressed)",
            "Underlay",
            "Label map",
        ]
        assert [layer.get("visibility") for layer in layers] == [
            "visible",
            "hidden",
            "hidden",
            "visible",
        ]
        for layer in layers:
            with Image.open(io.BytesIO(archive.read(layer.get("src")))) as png:
                assert png.size == (64, 48)
        with Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png"))) as png:
            assert max(png.size) <= 256
        with Image.open(io.BytesIO(archive.read("mergedimage.png"))) as png:
            assert np.array_equal(np.asarray(png), content.pictures["original"])
    colors = np.array([info.color for info in content.palette.classes], np.uint8)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive, archive.open("data/canvas.png") as file:
        assert np.array_equal(np.asarray(Image.open(file)), colors[content.pixels])


def test_the_merged_image_without_pictures_blends_the_underlay(
    content: Content, tmp_path: Path
) -> None:
    grey = Underlay(np.full((48, 64, 3), 100, np.uint8), opacity=0.5)
    write_openraster(tmp_path / "a.ora", replace(content, pictures={}, underlay=grey))
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        merged = np.asarray(Image.open(io.BytesIO(archive.read("mergedimage.png"))), np.float64)
    assert np.abs(merged - (content.colored().astype(float) + 100) / 2).max() <= 0.5


def test_the_same_document_gives_the_same_bytes(content: Content, tmp_path: Path) -> None:
    for name in ("a.ora", "b.ora"):
        write_openraster(tmp_path / name, content)
    assert (tmp_path / "a.ora").read_bytes() == (tmp_path / "b.ora").read_bytes()


def test_a_file_that_another_program_saved_gives_its_canvas_layer(
    rewrite: Rewrite, content: Content
) -> None:
    back = read_openraster(rewrite(featherbrush__document_dot_json=None))
    assert isinstance(back, ForeignImage)
    assert np.array_equal(back.picture, content.colored())


def test_a_newer_version_is_refused_in_one_line(rewrite: Rewrite) -> None:
    path = rewrite(featherbrush__document_dot_json=json.dumps({"schema_version": 2}).encode())
    before = path.read_bytes()
    with pytest.raises(DocumentError, match="version 2, this Featherbrush reads version 1"):
        read_openraster(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mimetype": b"application/zip"}, "no OpenRaster file"),
        ({"featherbrush__document_dot_json": b"{"}, "not valid JSON"),
        ({"featherbrush__document_dot_json": b"[]"}, "version None"),
        ({"featherbrush__ids_dot_png": None}, "ids.png' is missing"),
        ({"featherbrush__ids_dot_png": b"\x89PNG\r\n"}, "ids.png"),
        ({"data__underlay_dot_png": None, "featherbrush__underlay_dot_png": None}, "missing"),
    ],
)
def test_damage_is_named_in_one_line(
    rewrite: Rewrite, changes: dict[str, bytes | None], words: str
) -> None:
    path = rewrite(**changes)
    with pytest.raises(DocumentError) as caught:
        read_openraster(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_ids_that_no_class_has_are_refused(rewrite: Rewrite, content: Content) -> None:
    image = Image.fromarray(np.full((48, 64), 9, np.uint8))
    image.putpalette(bytes(768))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    with pytest.raises(DocumentError, match="classes \\[9\\]"):
        read_openraster(rewrite(featherbrush__ids_dot_png=buffer.getvalue()))


def test_a_file_cut_short_anywhere_is_refused(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    write_openraster(path, content)
    data = path.read_bytes()
    for length in [0, 1, 30, *range(100, len(data), len(data) // 20), len(data) - 1]:
        path.write_bytes(data[:length])
        with pytest.raises(DocumentError):
            read_openraster(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.ora"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "image/openraster", zipfile.ZIP_STORED)
        archive.writestr(DATA, bytes(20 << 20))
    with pytest.raises(DocumentError, match="unpacks to more than"):
        read_openraster(path)


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(pack([Member("long", b"x" * 1000)]))
    for place in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentError):
        Archive(bytes(data), where="liar").read("long", most=100)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.ora"
    path.write_bytes(pack(Member(f"member-{n}", b"") for n in range(1001)))
    with pytest.raises(DocumentError, match="absurdly long"):
        read_openraster(path)


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.ora"
    with pytest.warns(UserWarning, match="Duplicate"):
        path.write_bytes(pack([Member("mimetype", b""), Member("mimetype", b"")]))
    with pytest.raises(DocumentError, match="twice"):
        read_openraster(path)


def test_a_path_that_leads_out_of_the_archive_leads_nowhere(
    rewrite: Rewrite, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 48), "red").save(tmp_path / "outside.png")
    stack = b"<image><stack><layer name='Label map' src='../outside.png'/></stack></image>"
    back = read_openraster(rewrite(stack_dot_xml=stack, featherbrush__document_dot_json=None))
    assert isinstance(back, ForeignImage)
    assert not np.array_equal(back.picture[0, 0], (255, 0, 0))


@pytest.mark.parametrize(
    "text",
    [
        b"<!DOCTYPE image [<!ENTITY a 'b'>]><image>&a;</image>",
        b"<!DOCTYPE image SYSTEM 'file:///etc/passwd'><image/>",
    ],
)
def test_xml_with_a_document_type_is_refused(text: bytes) -> None:
    with pytest.raises(DocumentError, match="document type"):
        read_stack(text, where="a.ora")


def test_xml_that_is_none_is_refused() -> None:
    for text in (b"", b"<image>", b"\xff\xfe\x00", b"<image>" + b"<stack>" * 50):
        with pytest.raises(DocumentError):
            read_stack(text, where="a.ora")


def test_a_file_that_cannot_be_written_leaves_the_old_one(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    write_openraster(path, content)
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(DocumentError, match="read-only"):
        write_openraster(path, replace(content, style=None))
    assert path.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["a.ora"]


def test_ids_are_an_indexed_png_in_the_colours_of_the_classes(
    content: Content, tmp_path: Path
) -> None:
    write_openraster(tmp_path / "a.ora", content)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        image = Image.open(io.BytesIO(archive.read(IDS)))
    assert image.mode == "P"
    assert np.array_equal(np.asarray(image), content.pixels)
