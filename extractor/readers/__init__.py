"""The readers: each reads a report on its own and proposes candidates with their evidence."""
