"""Writes videos frame by frame: GIF by Pillow, MP4 by an ffmpeg program when there is one.

ffmpeg is run as a program of its own and is no part of the application (see docs/decisions).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from PIL import Image

from featherbrush.engine.arrays import Picture
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import check_writable

GIF_SIDE = 640
"""Longest side of a GIF in pixels: larger ones are too heavy to send to anybody."""
ENCODERS = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4")
"""What may encode an MP4, best first."""
_QUIET: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class VideoError(FeatherbrushError):
    """A video cannot be written."""


def ffmpeg_program() -> Path | None:
    """Return the ffmpeg of this computer, or of the package imageio-ffmpeg, or None."""
    found = shutil.which("ffmpeg")
    if found is not None:
        return Path(found)
    with suppress(ImportError, RuntimeError):
        return Path(str(import_module("imageio_ffmpeg").get_ffmpeg_exe()))
    return None


def check_target(path: Path) -> None:
    """Raise VideoError in one line when a video cannot be written there; touches nothing."""
    ending = path.suffix.lower()
    if ending not in (".gif", ".mp4"):
        raise VideoError(
            f"{path}: videos are written as .gif or .mp4; give it one of these endings"
        )
    if ending == ".mp4" and ffmpeg_program() is None:
        raise VideoError(
            f"{path}: MP4 needs the program ffmpeg, which is not installed; install ffmpeg or"
            " pip install imageio-ffmpeg, or save as .gif"
        )
    check_writable(path, error=VideoError)


def write_video(path: Path, frames: Iterator[Picture], *, fps: int) -> None:
    """Write frames, uint8 [H,W,3] all of one size, as .gif or .mp4: whole or not at all.

    Raises VideoError in one line; whatever `frames` raises goes through, and nothing is left.
    """
    check_target(path)
    handle, name = tempfile.mkstemp(
        prefix=f".{path.stem[:40]}.", suffix=path.suffix.lower(), dir=path.parent
    )
    os.close(handle)
    part = Path(name)
    try:
        write = _write_gif if part.suffix == ".gif" else _write_mp4
        write(part, frames, fps=fps)
        part.chmod(0o644)
        part.replace(path)
    except OSError as problem:
        raise VideoError(f"{path}: cannot be written: {problem.strerror or problem}") from problem
    finally:
        part.unlink(missing_ok=True)


def _write_gif(path: Path, frames: Iterator[Picture], *, fps: int) -> None:
    images = (_indexed(frame) for frame in frames)
    first = next(images)
    # GIF counts in hundredths of a second.
    duration = max(2, round(100 / fps)) * 10
    first.save(path, "GIF", save_all=True, append_images=images, duration=duration, loop=0)


def _indexed(frame: Picture) -> Image.Image:
    image = Image.fromarray(frame)
    image.thumbnail((GIF_SIDE, GIF_SIDE), Image.Resampling.BOX)
    return image.convert("P", palette=Image.Palette.ADAPTIVE, dither=Image.Dither.NONE)


def _write_mp4(path: Path, frames: Iterator[Picture], *, fps: int) -> None:
    program = ffmpeg_program()
    if program is None:
        raise VideoError(f"{path}: ffmpeg went away")
    first = next(frames)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(program), *_arguments(program, first, path, fps=fps)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            creationflags=_QUIET,
        )
        try:
            _feed(process, first, frames)
            code = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if code != 0:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            raise VideoError(f"ffmpeg failed: {lines[-1] if lines else f'exit code {code}'}")


def _feed(process: subprocess.Popen[bytes], first: Picture, rest: Iterator[Picture]) -> None:
    pipe = process.stdin
    assert pipe is not None
    try:
        pipe.write(first.tobytes())
        for frame in rest:
            pipe.write(frame.tobytes())
        pipe.close()
    except BrokenPipeError:
        # ffmpeg gave up: its exit code and its last line say why.
        with suppress(BrokenPipeError):
            pipe.close()


def _arguments(program: Path, first: Picture, path: Path, *, fps: int) -> list[str]:
    height, width = first.shape[:2]
    source = f"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -r {fps} -i -"
    # Players want sides that are even, and colours at half resolution.
    target = "-an -vf pad=ceil(iw/2)*2:ceil(ih/2)*2 -pix_fmt yuv420p -movflags +faststart"
    encoder = _encoder(program)
    quality = "-crf 18" if encoder == "libx264" else "-b:v 8M"
    line = f"-hide_banner -loglevel error -nostdin -y {source} {target} -c:v {encoder} {quality}"
    return [*line.split(), str(path)]


def _encoder(program: Path) -> str:
    asked = subprocess.run(
        [str(program), "-hide_banner", "-encoders"],
        capture_output=True,
        check=False,
        timeout=30,
        creationflags=_QUIET,
    )
    offered = asked.stdout.decode(errors="replace").split()
    return next((name for name in ENCODERS if name in offered), ENCODERS[-1])
