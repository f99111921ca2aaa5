"""Makes files of every type that is read from the sample documents, so that their gold is known."""
