"""What the installed program is: its version, as results carry it, and where prompts/ and schemas/ are, inside the
package or beside it in a checkout."""

from pathlib import Path

VERSION = "0.1.0"
PACKAGE = Path(__file__).resolve().parent
HOME = PACKAGE if (PACKAGE / "prompts").is_dir() else PACKAGE.parent
PROMPTS = HOME / "prompts"
SCHEMAS = HOME / "schemas"
