"""The published architectures, unchanged in what they compute, with the key layouts of their public checkpoints."""
