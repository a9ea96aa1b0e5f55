"""The application: the studio, and the commands that need no window."""
