"""Layouts of the field: how folders of pictures are arranged, what is wrong with one, how it becomes a set of ours."""
