"""How each figure came to be, in words that go wherever the figure goes."""

from __future__ import annotations

from featherbrush.compression.evaluation.results import Samples
from featherbrush.compression.evaluation.wasserstein import Sampling

_STYLES = {
    True: ", each in the style that the style encoder takes from the map's own real picture",
    False: ", each in a style drawn from a standard normal by seed",
    None: "",
}


def describe(
    samples: Samples,
    *,
    conditions: str,
    sampling: Sampling,
    agreeing: int,
    diverse: int,
    own_style: bool | None,
) -> dict[str, str]:
    """Name of a figure -> one or two sentences; 'rendering' says what all have in common.

    conditions: what is rendered, in the plural ("exact label maps"). own_style: None for models
    without a style.
    """
    mirrored = f" and the mirror images of {samples.mirrored} of them" if samples.mirrored else ""
    rendering = (
        f"{samples.distinct} held-out {conditions}{mirrored}, never trained on, rendered from the"
        f" model file by onnxruntime{_STYLES[own_style]}"
    )
    against = (
        f"{samples.pictures} pictures ({rendering}) against as many real held-out pictures,"
        " mirrored alike"
    )
    floor = (
        f"Floor: {samples.distinct} real training pictures and {samples.mirrored} mirror images in"
        " place of the generated ones."
    )
    return {
        "rendering": rendering,
        "frechet": (
            f"On pooled EfficientNet-Lite2 features (352), which is not an FID; {against}. {floor}"
        ),
        "kernel": (
            f"Unbiased squared MMD, cubic kernel, same features, x 1000; {against}. {floor}"
        ),
        "inception": (
            "FID, and KID (unbiased, cubic kernel, x 1000), on the 2048 features of Inception v3 with the"
            f" weights of 2015-12-05, pictures resized to 299x299 without antialiasing; {against}. {floor}"
        ),
        "sliced": (
            f"7x7 patches of Laplacian pyramid levels, {sampling.patches} per picture and level,"
            f" {sampling.directions} directions, normalised per channel by the real side, mean over"
            f" levels, x 1000; {against}. {floor}"
        ),
        "segmentation": (
            "Dataset-level confusion matrix between the given maps and what a segmenter, trained on"
            f" the real training pairs (frozen EfficientNet-Lite2), reads from the"
            f" {samples.distinct} pictures that are no mirror images ({rendering})."
            " Floor: the real held-out pictures and their exact maps."
        ),
        "diversity": (
            f"Mean over {diverse} held-out {conditions} of the perceptual distance (as in the agreement) between"
            " two pictures of one model in two styles drawn from a standard normal by seed."
        ),
        "agreement": (
            f"Mean over {agreeing} pairs of pictures of original and compressed model from the same"
            " input and style; SSIM on luma, 11x11 Gaussian window; perceptual: unit-length"
            " EfficientNet-Lite2 features at strides 2 to 32, unweighted."
        ),
    }
