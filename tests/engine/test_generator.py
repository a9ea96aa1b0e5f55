"""One loaded model: what it makes, what it refuses, how it is stopped."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.errors import Cancelled, ModelFileError, RenderError
from featherbrush.engine.generator import Generator


@pytest.fixture
def canvas() -> np.ndarray:
    """All four classes, 16 x 24."""
    return np.repeat(np.arange(4, dtype=np.uint8), 4)[:, None].repeat(24, axis=1)


def test_every_class_comes_out_in_its_colour(write_model: Any, canvas: np.ndarray) -> None:
    generator = Generator(write_model())
    picture = generator.render(canvas)
    assert picture.shape == (16, 24, 3)
    assert picture.dtype == np.uint8
    assert picture[0, 0].tolist() == [110, 170, 230]
    assert picture[15, 23].tolist() == [90, 160, 60]


def test_the_style_reaches_the_model(write_model: Any, canvas: np.ndarray) -> None:
    picture = Generator(write_model()).render(canvas, np.array([1, -1, 2, 0], np.float32))
    assert picture[0, 0].tolist() == [120, 160, 250]


def test_without_a_style_the_card_says_in_which(write_model: Any, canvas: np.ndarray) -> None:
    picture = Generator(write_model(default_style=[1, -1, 2, 0])).render(canvas)
    assert picture[0, 0].tolist() == [120, 160, 250]


def test_sizes_may_change_from_run_to_run(write_model: Any) -> None:
    generator = Generator(write_model(), threads=1)
    for height, width in [(8, 8), (64, 40), (16, 8), (64, 40)]:
        assert generator.render(np.zeros((height, width), np.uint8)).shape == (height, width, 3)


def test_a_canvas_that_is_not_contiguous_is_rendered_as_it_looks(
    write_model: Any, canvas: np.ndarray
) -> None:
    generator = Generator(write_model())
    assert np.array_equal(generator.render(canvas[::-1]), generator.render(canvas)[::-1])


@pytest.mark.parametrize(
    ("canvas", "told"),
    [
        (np.zeros((8, 8), np.int32), "int32"),
        (np.zeros((8, 8, 3), np.uint8), r"\(8, 8, 3\)"),
        (np.zeros((9, 8), np.uint8), "multiples of 8.*8x9"),
        (np.zeros((0, 8), np.uint8), "8x0"),
        (np.zeros((8, 4104), np.uint8), "4096"),
        (np.full((8, 8), 7, np.uint8), r"lacks: 7 \(64 pixels\); it has 0 to 3"),
        ([[0]], "list"),
    ],
)
def test_a_canvas_that_the_model_does_not_take_is_refused(
    write_model: Any, canvas: Any, told: str
) -> None:
    with pytest.raises(RenderError, match=told):
        Generator(write_model()).render(canvas)


@pytest.mark.parametrize(
    ("style", "told"),
    [
        (np.zeros(5, np.float32), r"4 numbers.*\(5,\)"),
        (np.array([0, 0, np.nan, 0], np.float32), "not finite"),
        (np.array(list("abcd")), "4 numbers"),
    ],
)
def test_a_style_that_is_none_is_refused(write_model: Any, style: Any, told: str) -> None:
    with pytest.raises(RenderError, match=told):
        Generator(write_model()).render(np.zeros((8, 8), np.uint8), style)


def test_a_model_that_fails_says_so_in_one_line_and_can_be_asked_again(write_model: Any) -> None:
    generator = Generator(write_model(kind="broken"))
    for _ in range(2):
        with pytest.raises(RenderError, match=r"test-compressed: the model failed: .*Reshape") as e:
            generator.render(np.zeros((8, 8), np.uint8))
        assert "\n" not in str(e.value)


def test_a_picture_of_the_wrong_size_is_not_passed_on(write_model: Any) -> None:
    with pytest.raises(RenderError, match=r"made uint8 \(1, 2, 8, 3\)"):
        Generator(write_model(kind="smaller")).render(np.zeros((8, 8), np.uint8))


def _render_in_thread(generator: Generator, token: Cancellation | None) -> list[Exception]:
    """Render until somebody stops it; what was raised."""
    raised: list[Exception] = []

    def work() -> None:
        try:
            generator.render(np.zeros((8, 8), np.uint8), cancellation=token)
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        # Before the run has begun, cancel() has nothing to stop: ask until the thread is done.
        (token or generator).cancel()
        thread.join(0.01)
    return raised


@pytest.mark.parametrize("by_token", [True, False])
def test_a_run_in_flight_can_be_stopped(write_model: Any, by_token: bool) -> None:
    generator = Generator(write_model(kind="endless"))
    (error,) = _render_in_thread(generator, Cancellation() if by_token else None)
    assert isinstance(error, Cancelled)


def test_a_run_that_was_cancelled_before_it_began_does_not_run(write_model: Any) -> None:
    token = Cancellation()
    token.cancel()
    with pytest.raises(Cancelled):
        Generator(write_model(kind="endless")).render(
            np.zeros((8, 8), np.uint8), cancellation=token
        )


def test_a_stopped_run_leaves_the_model_usable(write_model: Any) -> None:
    generator = Generator(write_model())
    token = Cancellation()
    token.cancel()
    canvas = np.zeros((8, 8), np.uint8)
    with pytest.raises(Cancelled):
        generator.render(canvas, cancellation=token)
    generator.cancel()
    assert generator.render(canvas).shape == (8, 8, 3)


def test_a_closed_model_stops_and_says_that_it_was_closed(write_model: Any) -> None:
    generator = Generator(write_model())
    generator.close()
    generator.close()
    with pytest.raises(RenderError, match="closed"):
        generator.render(np.zeros((8, 8), np.uint8))


def test_many_models_can_be_loaded_at_the_same_time(write_model: Any) -> None:
    path = write_model()
    loaded: list[Generator] = []
    threads = [threading.Thread(target=lambda: loaded.append(Generator(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 4


def test_a_style_encoder_is_no_generator(write_model: Any) -> None:
    path = write_model(kind="encoder", role="style-encoder", input="picture")
    with pytest.raises(ModelFileError, match="style encoder"):
        Generator(path)


def test_a_card_that_promises_other_inputs_is_refused(write_model: Any) -> None:
    with pytest.raises(ModelFileError, match=r"'canvas', 'style'.*promises 'canvas'"):
        Generator(write_model(style_size=0))
    with pytest.raises(ModelFileError, match="canvas is tensor"):
        Generator(write_model(input="picture"))


def _edited(path: Path, edit: Any) -> Path:
    model = onnx.load(path)
    edit(model)
    path.write_bytes(model.SerializeToString())
    return path


def _dimensions(model: onnx.ModelProto, name: str) -> Any:
    values = [*model.graph.input, *model.graph.output]
    return next(value for value in values if value.name == name).type.tensor_type.shape.dim


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ((1, 64, 64), "canvas is fixed to 1 x 64 x 64 .* promises 1 x H x W;"),
        ((2, None, None), "canvas is fixed to 2 x H x W"),
        ((1, None, 48), "canvas is fixed to 1 x H x 48"),
    ],
)
def test_a_size_that_is_fixed_in_the_file_is_refused(
    write_model: Any, sizes: tuple[int | None, ...], told: str
) -> None:
    def fix(model: onnx.ModelProto) -> None:
        for dimension, size in zip(_dimensions(model, "canvas"), sizes, strict=True):
            if size:
                dimension.dim_value = size

    with pytest.raises(ModelFileError, match=told):
        Generator(_edited(write_model(), fix))


def test_a_style_of_another_size_than_the_cards_is_refused(write_model: Any) -> None:
    with pytest.raises(ModelFileError, match=r"style is fixed to 1 x 4 .* promises 1 x 9;"):
        Generator(write_model(style_size=9))


def test_dimensions_that_the_file_leaves_open_are_the_cards(write_model: Any) -> None:
    def leave_open(model: onnx.ModelProto) -> None:
        for name in ("canvas", "style", "picture"):
            for place, dimension in enumerate(_dimensions(model, name)):
                dimension.dim_param = f"{name}_{place}"

    generator = Generator(_edited(write_model(), leave_open))
    assert generator.render(np.zeros((8, 16), np.uint8)).shape == (8, 16, 3)


def test_weights_in_another_file_are_refused_before_loading(
    write_model: Any, tmp_path: Path
) -> None:
    def move_out(model: onnx.ModelProto) -> None:
        tensor = model.graph.initializer[0]
        tensor.data_location = TensorProto.EXTERNAL
        entry = tensor.external_data.add()
        entry.key, entry.value = "location", "../../etc/passwd"

    with pytest.raises(ModelFileError, match="another file"):
        Generator(_edited(write_model(), move_out))


def test_weights_in_another_file_are_found_inside_a_loop(write_model: Any) -> None:
    def move_out(model: onnx.ModelProto) -> None:
        (loop,) = [node for node in model.graph.node if node.op_type == "Loop"]
        tensor = loop.attribute[0].g.initializer.add()
        tensor.name, tensor.data_type, tensor.data_location = "x", TensorProto.FLOAT, 1

    with pytest.raises(ModelFileError, match="another file"):
        Generator(_edited(write_model(kind="endless"), move_out))


def test_foreign_operators_are_refused_before_loading(write_model: Any) -> None:
    def add_node(model: onnx.ModelProto) -> None:
        model.opset_import.add(domain="evil.corp", version=1)
        node = helper.make_node("Shell", ["canvas"], ["out"], domain="evil.corp")
        model.graph.node.append(node)

    with pytest.raises(ModelFileError, match=r"'Shell' of 'evil.corp'"):
        Generator(_edited(write_model(), add_node))


def test_a_graph_that_onnxruntime_refuses_is_one_line(write_model: Any) -> None:
    def unknown_operator(model: onnx.ModelProto) -> None:
        model.graph.node[0].op_type = "NoSuchOperator"

    with pytest.raises(ModelFileError, match="onnxruntime cannot load it") as error:
        Generator(_edited(write_model(), unknown_operator))
    assert "\n" not in str(error.value)
