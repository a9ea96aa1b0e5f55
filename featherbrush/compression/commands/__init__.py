"""Commands of `featherbrush-compress` that need modules of their own."""
