"""Where prompts/ and schemas/ are: inside the installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
HOME = PACKAGE if (PACKAGE / "prompts").is_dir() else PACKAGE.parent
PROMPTS = HOME / "prompts"
SCHEMAS = HOME / "schemas"
