"""What stands around the canvas: tools, palette, figures, style."""
