"""Everything that can go wrong by misuse or breakage. Problems in the data are findings, not errors.

    ExtractorError (1)
    ├── UsageError (2)              an option or argument that cannot work
    │   └── DefinitionError         a mistake in schemas/ or prompts/
    ├── InputError (3)              a file that cannot be read as a report
    │   ├── MissingInput            no such file, or a folder
    │   ├── UnreadableInput         broken, binary, in no known encoding, or beyond a limit
    │   └── NotAReport              readable, but not an OGI report
    ├── ModelError (4)              the model cannot be reached or refuses
    │   ├── LocalModelError         the embedded model cannot be prepared or started
    │   └── EndpointError           the endpoint cannot be reached, or refuses the request
    └── CassetteMiss (5)            a strict replay asks for what was not recorded

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


class LocalModelError(ModelError):
    """The embedded model cannot be prepared or started."""


class EndpointError(ModelError):
    """The endpoint cannot be reached, or refuses the request."""


class CassetteMiss(ExtractorError):
    """A replay asks for an answer that was not recorded; the message says what is not as it was."""

    exit_code = 5
