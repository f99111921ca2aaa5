"""Recorded answers in place of a model: files that can be read, one a document, replayed strictly.

Door: `Cassettes` is a backend like any other. `check`, `drift` and `view` are the commands on folders of recordings.

files      what is kept of a model's answers, as YAML
plain_yaml YAML without what could harm: no tags, no aliases, no nesting without end
tape       vcrpy's cassette of one document
transport  the cassette behind one transport for the SDK's HTTP client
check      a folder -> what is stale, unused, missing or secret in it
drift      two recordings of the same documents -> the cells that come out differently
view       recordings, problems and drift for a terminal"""

from __future__ import annotations
