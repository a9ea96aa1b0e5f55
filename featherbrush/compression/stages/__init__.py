"""The stages of a recipe, each resumable from its own folder of the run."""
