"""Generators, discriminators, encoders and the frozen feature network."""
