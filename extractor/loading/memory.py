"""Whether an error means that memory ran out. Libraries have their own words for it, and wrap it in errors of theirs."""

from __future__ import annotations

XML_NO_MEMORY = 2  # libxml2's code
NATIVE_WORDS = (
    "bad_alloc",
    "bad allocation",
    "Failed to allocate",
    "Insufficient memory",
)  # C++, onnxruntime, OpenCV


def lacks_memory(error: BaseException | None) -> bool:
    """Whether that is what lies behind the error."""
    while error:
        is_parsers = type(error).__name__ == "XMLSyntaxError" and getattr(error, "code", 0) == XML_NO_MEMORY
        if is_parsers or isinstance(error, MemoryError) or any(word in str(error) for word in NATIVE_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
