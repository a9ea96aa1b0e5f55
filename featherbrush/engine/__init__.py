"""Pixels in, pixels out: numpy and onnxruntime, no Qt and no torch.

Import from the modules directly (`from featherbrush.engine.labels import read_label_map`): this
package stays empty so that reading a model card does not load onnxruntime.
"""
