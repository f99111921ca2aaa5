"""The version of this program, as results carry it."""

VERSION = "0.1.0"
