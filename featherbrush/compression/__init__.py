"""The compression pipeline: trains originals and builds the light models that the studio loads (torch, no Qt)."""
