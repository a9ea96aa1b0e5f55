"""The loop: devices, checkpoints, resume, averages, logs, samples."""
