"""How a canvas was painted: kept as small differences, shown again, exported as a video."""
