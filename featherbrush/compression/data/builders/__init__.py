"""Builders of the bundled sets: each makes one folder from freely licensed sources, whole or not at all."""
