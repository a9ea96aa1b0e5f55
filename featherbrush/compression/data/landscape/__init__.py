"""The landscape renderer: a seed becomes a picture of a landscape and its exact label map."""
