"""Alert rules on the page: the list, the editor with its preview, what was caught, and who is told."""
