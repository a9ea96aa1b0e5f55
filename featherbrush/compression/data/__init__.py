"""Data sets: folders, in-memory stores, batches and the maps that painters would draw."""
