"""Everything that can go wrong by misuse or breakage. Problems in the data are findings, not errors.

    ExtractorError (1)
    ├── UsageError (2)              an option or argument that cannot work
    │   └── DefinitionError         a mistake in schemas/ or prompts/
    ├── InputError (3)              a file that cannot be read as a report
    │   ├── MissingInput            no such file, or a folder
    │   ├── UnreadableInput         broken, binary, in no known encoding, or beyond a limit
    │   └── NotAReport              readable, but not an OGI report
    ├── ModelError (4)              the model cannot be reached or refuses
    │   ├── ModelUnreachable        there is no model to ask: a form is filled without it
    │   │   ├── LocalModelError     the embedded model cannot be prepared or started
    │   │   └── EndpointUnreachable no one answers there, or only that it cannot now (also an EndpointError)
    │   └── EndpointError           the endpoint refuses the request
    │       └── EndpointFault       it answers, but with no chat completion
    ├── CassetteMiss (5)            a strict replay asks for what was not recorded
    ├── StoreError (6)              a store cannot be opened, read or written
    └── RunStopped                  a run ends before all is done: it was told to, or its money is spent

The number is the exit code of the command line.
"""


class ExtractorError(Exception):
    """Root of every error of this package; catch it around any call."""

    exit_code = 1


class UsageError(ExtractorError):
    """An option or argument cannot work as given."""

    exit_code = 2


class DefinitionError(UsageError):
    """A form, prompt or profile file has mistakes; the message lists them all with their paths."""


class InputError(ExtractorError):
    """A file cannot be read as a report."""

    exit_code = 3


class MissingInput(InputError):
    """The path leads to no file."""


class UnreadableInput(InputError):
    """The bytes of the file are not a readable document of its type, or take too much to read."""


class NotAReport(InputError):
    """The text says nothing of open government information."""


class ModelError(ExtractorError):
    """The model cannot be reached, or refuses to answer."""

    exit_code = 4


class ModelUnreachable(ModelError):
    """There is no model to ask. What tables and rules tell stays true without it."""


class LocalModelError(ModelUnreachable):
    """The embedded model cannot be prepared or started."""


class EndpointError(ModelError):
    """The endpoint cannot be reached, or refuses the request."""


class EndpointUnreachable(ModelUnreachable, EndpointError):
    """No one answers there within the time a call has, or only that it cannot answer now."""


class EndpointFault(EndpointError):
    """The endpoint answers, but with no chat completion, or holds the answer back."""


class CassetteMiss(ExtractorError):
    """A replay asks for an answer that was not recorded; the message says what is not as it was."""

    exit_code = 5


class StoreError(ExtractorError):
    """A store cannot be opened, read or written."""

    exit_code = 6


class RunStopped(ExtractorError):
    """The run ends before this file's turn came, or before all of its questions were put; nothing of it is lost."""
