"""Public checkpoints in, model files out."""
