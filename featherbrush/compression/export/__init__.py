"""Fold, write the model file, prove it equal."""
