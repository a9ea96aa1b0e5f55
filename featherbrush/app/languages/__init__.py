"""The catalogues of the studio's texts, and what brings them up to date with the code."""
