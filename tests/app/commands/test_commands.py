"""The commands as a user types them: what they do, and one line for every mistake."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from featherbrush import __version__
from featherbrush.app.__main__ import main
from featherbrush.engine import bench as bench_module
from featherbrush.engine.generator import Generator
from featherbrush.engine.memory import MemoryUse
from featherbrush.engine.pictures import read_picture, write_picture

IDS = np.repeat(np.arange(4, dtype=np.uint8), 4)[:, None].repeat(24, axis=1)
Refuses = Callable[..., str]

PATIENCE = 30.0
"""Seconds until a test that hangs fails; nothing is expected to take this long."""


@pytest.fixture
def folder(own_assets: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with map.png, beside the test models as the bundled ones."""
    folder = own_assets.parent / "work"
    folder.mkdir()
    Image.fromarray(IDS).save(folder / "map.png")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def refuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> Refuses:
    """Run a command line that must fail as a user's mistake does; the line it told."""

    def run(*arguments: str) -> str:
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert main(arguments) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("featherbrush: ")
        assert told.err.count("\n") == 1
        after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert after == before
        return told.err

    return run


def test_render_makes_the_picture(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "map.png", "-o", "out.png"]) == 0
    picture = read_picture(folder / "out.png")
    assert picture.shape == (16, 24, 3)
    assert picture[0, 0].tolist() == [110, 170, 230]
    assert "out.png: 24x16 pixels by test-compressed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "model"),
    [
        ([], "test-compressed"),
        (["--original"], "test-original"),
        (["--model", "test"], "test-compressed"),
        (["--model", "test", "--original"], "test-original"),
        (["--model", "test-original"], "test-original"),
        (["--model", "test-compressed", "--original"], "test-original"),
        (["--model", "../assets/models/test-compressed.onnx"], "test-compressed"),
        (["--model", "../assets/models/test-compressed.onnx", "--original"], "test-original"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_model_goes_by_id_pair_or_file(
    options: list[str], model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", "map.png", "-o", "out.png", "--threads", "1", *options]) == 0
    assert f"by {model} in" in capsys.readouterr().out


def test_a_seed_changes_the_picture_and_repeats(folder: Path) -> None:
    for name, seed in [("a", "5"), ("b", "5"), ("c", "-6"), ("d", None)]:
        style = [] if seed is None else ["--style", seed]
        assert main(["render", "map.png", "-o", f"{name}.png", *style]) == 0
    pictures = {name: (folder / f"{name}.png").read_bytes() for name in "abcd"}
    assert pictures["a"] == pictures["b"]
    assert len(set(pictures.values())) == 3


def test_an_image_lends_its_style(folder: Path) -> None:
    write_picture(folder / "red.jpg", np.full((50, 70, 3), (254, 0, 0), np.uint8))
    assert main(["render", "map.png", "-o", "out.png", "--style", "red.jpg"]) == 0
    assert read_picture(folder / "out.png")[0, 0].tolist() == [120, 170, 230]


def test_the_picture_that_lends_its_style_is_not_overwritten(
    folder: Path, refuses: Refuses
) -> None:
    write_picture(folder / "photo.png", np.full((48, 64, 3), 90, np.uint8))
    told = refuses("render", "map.png", "-o", "../work/photo.png", "--style", "photo.png")
    assert "would overwrite the picture that lends its style" in told
    (folder / "7.png").write_bytes(b"")
    assert main(["render", "map.png", "-o", "7.png", "--style", "7"]) == 0


@pytest.mark.usefixtures("folder")
def test_a_pairs_name_means_the_models_that_render_without_it(
    write_model: Any, own_assets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for model_id in ("a-mine", "z-mine"):
        write_model(own_assets.parent / "data" / "models" / f"{model_id}.onnx", id=model_id)
    for chosen, model in (([], "test-compressed"), (["--model", "test"], "test-compressed")):
        assert main(["render", "map.png", "-o", "out.png", *chosen]) == 0
        assert f"by {model} in" in capsys.readouterr().out
    assert main(["render", "map.png", "-o", "out.png", "--model", "z-mine"]) == 0
    assert "by z-mine in" in capsys.readouterr().out


def test_fit_renders_a_map_of_another_size_at_the_nearest_that_the_model_takes(
    folder: Path, refuses: Refuses
) -> None:
    Image.fromarray(IDS[:, :21]).save(folder / "odd.png")
    told = refuses("render", "odd.png", "-o", "out.png")
    assert "odd.png" in told
    assert "multiples of 8" in told
    assert "21x16" in told
    assert "add --fit to render it at 24x16" in told
    assert main(["render", "odd.png", "-o", "out.png", "--fit"]) == 0
    assert read_picture(folder / "out.png").shape == (16, 24, 3)


def test_mistakes_with_the_map_are_one_line(folder: Path, refuses: Refuses) -> None:
    assert "none.png: no such file" in refuses("render", "none.png", "-o", "out.png")
    (folder / "text.png").write_text("no image")
    assert "not an image" in refuses("render", "text.png", "-o", "out.png")
    Image.fromarray(IDS + 40).save(folder / "foreign.png")
    told = refuses("render", "foreign.png", "-o", "out.png")
    assert "40 (96 pixels), 41 (96 pixels)" in told
    assert "it has 0 to 3" in told


def test_mistakes_with_the_model_are_one_line(
    folder: Path, refuses: Refuses, write_model: Any, own_assets: Path
) -> None:
    def told(model: str, *more: str) -> str:
        return refuses("render", "map.png", "-o", "out.png", "--model", model, *more)

    assert "test-original, test-compressed" in told("nonsense")
    assert "no such model file" in told("./none.onnx")
    whole = (own_assets / "models" / "test-compressed.onnx").read_bytes()
    (folder / "short.onnx").write_bytes(whole[: len(whole) // 2])
    assert "truncated" in told("short.onnx")
    write_model(folder / "plain.onnx", card=False)
    assert "without a Featherbrush card" in told("plain.onnx")
    assert "is a style encoder" in told("test-style")
    write_model(folder / "broken.onnx", kind="broken", id="broken")
    assert "broken: the model failed" in told("broken.onnx")
    write_model(folder / "single.onnx", id="single", pair="lonely")
    assert "no original of the pair lonely" in told("single.onnx", "--original")


def test_a_damaged_bundled_model_says_what_is_wrong_with_it(
    own_assets: Path, refuses: Refuses
) -> None:
    path = own_assets / "models" / "test-compressed.onnx"
    path.write_bytes(path.read_bytes()[:500])
    assert "truncated" in refuses("render", "map.png", "-o", "o.png", "--model", "test-compressed")


def test_mistakes_with_the_target_are_told_before_the_work(
    folder: Path, refuses: Refuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_work(*_: Any, **__: Any) -> None:
        raise AssertionError("a model was loaded for nothing")

    monkeypatch.setattr(Generator, "__init__", no_work)
    assert "no folder" in refuses("render", "map.png", "-o", "none/out.png")
    assert "endings" in refuses("render", "map.png", "-o", "out.txt")
    assert "overwrite the label map" in refuses("render", "map.png", "-o", "../work/map.png")
    (folder / "dir.png").mkdir()
    assert "is a folder" in refuses("render", "map.png", "-o", "dir.png")
    (folder / "protected.png").write_bytes(b"precious")
    (folder / "protected.png").chmod(0o444)
    assert "read-only" in refuses("render", "map.png", "-o", "protected.png")


def test_mistakes_with_the_style_are_one_line(
    folder: Path, refuses: Refuses, own_assets: Path
) -> None:
    assert "none.jpg: no such file" in refuses(
        "render", "map.png", "-o", "out.png", "--style", "none.jpg"
    )
    (own_assets / "models" / "test-style.onnx").unlink()
    told = refuses("render", "map.png", "-o", "out.png", "--style", "map.png")
    assert "no style encoder; give --style a whole number" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["render"], "Missing argument"),
        (["render", "map.png"], "Missing option '--output'"),
        (["render", "map.png", "-o", "out.png", "--threads", "0"], "--threads"),
        (["render", "map.png", "-o", "out.png", "--threads", "many"], "--threads"),
        (["render", "map.png", "-o", "out.png", "--threads", "257"], "--threads"),
        (["bench", "--threads", "257"], "--threads"),
        (["render", "map.png", "extra.png", "-o", "out.png"], "extra.png"),
        (["bench", "--runs", "0"], "--runs"),
        (["bench", "--model", "nonsense"], "nonsense"),
        (["models", "--nonsense"], "--nonsense"),
        (["--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["none.png"], "none.png"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_one_line(
    refuses: Refuses, arguments: list[str], told: str
) -> None:
    assert told in refuses(*arguments)


def test_without_any_model_the_folder_for_them_is_named(own_assets: Path, refuses: Refuses) -> None:
    for path in (own_assets / "models").iterdir():
        path.unlink()
    assert str(own_assets.parent / "data") in refuses("render", "map.png", "-o", "out.png")
    assert "original" in refuses("bench")


@pytest.mark.usefixtures("folder")
def test_models_as_json_are_objects_with_what_programs_need(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["models", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in listed] == ["test-original", "test-compressed", "test-style"]
    entry = listed[1]
    assert entry.keys() >= {
        *("id", "pair", "role", "family", "file", "input", "classes", "macs", "parameters"),
        *("bytes", "style_size", "licence"),
    }
    assert Path(entry["file"]).is_absolute()
    assert Path(entry["file"]).stat().st_size == entry["bytes"]
    assert entry["classes"][3] == {"id": 3, "name": "grass", "color": [90, 160, 60]}


def test_models_in_a_pipe_are_lines_with_tabs(
    folder: Path, own_assets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_assets / "models" / "bad.onnx").write_text("bad")
    assert main(["models"]) == 0
    told = capsys.readouterr()
    header, *rows = (line.split("\t") for line in told.out.splitlines())
    assert header[:3] == ["id", "pair", "role"]
    assert [row[0] for row in rows] == ["test-original", "test-compressed", "test-style"]
    assert "left out: " in told.err
    assert "bad.onnx" in told.err


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        bench_module, "measure_memory", lambda *_, **__: MemoryUse(200_000_000, 90_000_000)
    )


@pytest.mark.usefixtures("folder", "no_child")
@pytest.mark.parametrize(
    "model", [None, "test", "test-original", "../assets/models/test-original.onnx"]
)
def test_bench_as_json_has_both_members(
    model: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ["--model", model] if model else []
    assert main(["bench", "--json", "--runs", "2", "--threads", "1", *chosen]) == 0
    report = json.loads(capsys.readouterr().out)
    (pair,) = report["pairs"]
    assert pair["original"]["id"] == "test-original"
    assert pair["compressed"]["median_ms"] > 0
    assert (report["runs"], report["threads"]) == (2, 1)


@pytest.mark.usefixtures("folder", "no_child")
def test_bench_for_people_says_ratio_memory_and_machine(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "--runs", "2"]) == 0
    told = capsys.readouterr().out
    assert "20.0 times fewer MACs" in told
    assert "200.0 MB" in told
    assert "onnxruntime" in told
    assert "2 runs each after" in told


@pytest.fixture
def bad_pair(own_assets: Path, write_model: Any) -> None:
    """A pair 'bad' of one's own whose models fail in every run."""
    for role in ("original", "compressed"):
        path = own_assets.parent / "data" / "models" / f"bad-{role}.onnx"
        write_model(path, kind="broken", id=f"bad-{role}", pair="bad", role=role)


@pytest.mark.usefixtures("folder", "no_child", "bad_pair")
def test_a_bad_pair_is_told_and_the_others_are_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "--json", "--runs", "1"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("featherbrush: the pair bad cannot be measured: bad-original: ")
    assert told.err.count("\n") == 1
    report = json.loads(told.out)
    assert [pair["pair"] for pair in report["pairs"]] == ["test"]
    assert [failure["pair"] for failure in report["failed"]] == ["bad"]


@pytest.mark.usefixtures("no_child", "bad_pair")
def test_a_bench_of_nothing_but_a_bad_pair_is_one_line(refuses: Refuses) -> None:
    assert "the pair bad cannot be measured" in refuses("bench", "--model", "bad")


@pytest.mark.skipif(os.name != "posix", reason="a signal cannot be sent to oneself elsewhere")
def test_ctrl_c_stops_a_model_in_the_middle_of_its_run(
    folder: Path,
    write_model: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_model(folder / "endless.onnx", kind="endless", id="endless")
    original = Generator.render
    handler = signal.getsignal(signal.SIGINT)

    def interrupted(self: Generator, *args: Any, **kwargs: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Generator, "render", interrupted)
    assert main(["render", "map.png", "-o", "out.png", "--model", "endless.onnx"]) == 130
    assert capsys.readouterr() == ("", "")
    assert not (folder / "out.png").exists()
    assert signal.getsignal(signal.SIGINT) is handler


STUBBORN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a shell ignore it
from featherbrush.app.__main__ import main
from featherbrush.engine.generator import Generator

render = Generator.render

def deaf(self, canvas, style=None, *, cancellation):
    os.kill(os.getpid(), signal.SIGINT)
    cancellation.wait()
    os.kill(os.getpid(), signal.SIGINT)
    return render(self, canvas, style)

Generator.render = deaf
sys.exit(main(["render", "map.png", "-o", "out.png", "--model", "endless.onnx"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="a signal cannot be sent to oneself elsewhere")
def test_a_second_ctrl_c_ends_the_program_while_a_model_does_not_stop(
    folder: Path, write_model: Any
) -> None:
    write_model(folder / "endless.onnx", kind="endless", id="endless")
    done = _python(STUBBORN)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(os.name != "posix", reason="a shell's way of closing a stream")
@pytest.mark.parametrize("command", ["models", "models --json", "render map.png -o out.png"])
@pytest.mark.usefixtures("folder")
def test_a_closed_output_is_no_mistake(command: str) -> None:
    done = _shell(command, ">&-")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
@pytest.mark.parametrize(
    "command", ["models", "models --json", "render map.png -o out.png", "--version"]
)
@pytest.mark.usefixtures("folder")
def test_an_output_that_takes_nothing_is_one_line(command: str) -> None:
    done = _shell(command, ">/dev/full")
    told = [line for line in done.stderr.splitlines() if not line.startswith("Your own models")]
    assert done.returncode == 2
    assert told == ["featherbrush: the output cannot be written: No space left on device"]


@pytest.mark.skipif(os.name != "posix", reason="a shell's way of closing a stream")
@pytest.mark.usefixtures("folder")
def test_a_mistake_does_not_go_into_the_output_when_there_is_no_stderr() -> None:
    done = _shell("render none.png -o out.png", "2>&-")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(os.name != "posix", reason="the pipe of another system")
@pytest.mark.usefixtures("folder")
def test_a_reader_that_leaves_is_not_told_of() -> None:
    done = _python(
        "import os, sys; from featherbrush.app.__main__ import main;"
        "reader, writer = os.pipe(); os.close(reader); os.dup2(writer, 1);"
        "sys.exit(main(['models', '--json']))"
    )
    assert done.stderr == ""


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return _run([sys.executable, "-c", code])


def _shell(command: str, redirection: str) -> subprocess.CompletedProcess[str]:
    return _run(["sh", "-c", f"'{sys.executable}' -m featherbrush.app {command} {redirection}"])


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["render", "models", "bench", "studio"]),
        (["render", "-h"], ["--style", "--fit", "--original", "own"]),
        (["bench", "--help"], ["--runs", "warm-up"]),
    ],
)
def test_help_teaches(
    arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in words)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"featherbrush {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "path", "model"),
    [
        ([], None, None),
        (["map.png"], "map.png", None),
        (["--model", "test"], None, "test"),
        (["studio", "map.png", "--model", "test"], "map.png", "test"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_without_a_command_the_studio_opens(
    arguments: list[str], path: str | None, model: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path | None, str | None]] = []

    def run(map_path: Path | None, chosen: str | None) -> int:
        opened.append((map_path, chosen))
        return 7

    start = type(sys)("featherbrush.app.windows.start")
    start.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "featherbrush.app.windows.start", start)
    assert main(arguments) == 7
    assert opened == [(Path(path) if path else None, model)]


def test_a_studio_that_cannot_load_its_window_is_one_line(
    refuses: Refuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoLibrary:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "featherbrush.app.windows.start":
                raise ImportError("libEGL.so.1: cannot open shared object", name="PySide6.QtGui")

    monkeypatch.delitem(sys.modules, "featherbrush.app.windows.start", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])
    assert "window cannot be opened" in refuses()


def test_the_commands_load_neither_qt_nor_torch_and_onnxruntime_only_to_render(
    folder: Path,
) -> None:
    code = (
        "import sys; from featherbrush.app.__main__ import main; main(['models']);"
        "print([m for m in ('PySide6', 'torch', 'onnx', 'onnxruntime') if m in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert done.stderr.splitlines()[-1] == "[]"
    assert folder.is_dir()
