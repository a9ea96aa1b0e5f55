"""The generators that a pair may have on either side."""

from __future__ import annotations

from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.foldable import FoldableGenerator
from featherbrush.compression.networks.mobile import MobileResnetGenerator
from featherbrush.compression.networks.resnet import ResnetGenerator
from featherbrush.compression.networks.spade import SpadeGenerator
from featherbrush.compression.networks.translator import TranslatorGenerator

OriginalGenerator = SpadeGenerator | ResnetGenerator | TranslatorGenerator
StudentGenerator = ClassAdaptiveGenerator | FoldableGenerator | MobileResnetGenerator
