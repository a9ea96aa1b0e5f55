"""Metrics, the segmenter that judges, and the report."""
