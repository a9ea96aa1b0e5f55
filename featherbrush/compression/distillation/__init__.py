"""The supernet, its sampling, and the losses that tie a student to its teacher."""
