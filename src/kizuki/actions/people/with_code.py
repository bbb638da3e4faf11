"""A password as it was typed, with the code of the second factor beside it."""

from __future__ import annotations


class _WithCode(str):
    """A password to every verb that hands it on; only who proves the person looks at the code. What changes the words
    (a copy, a slice) loses it, and the signature is refused for want of a code: never the other way round."""

    __slots__ = ("code",)
    code: str

    def __repr__(self) -> str:
        return "<password>"


def with_code(password: str, code: str) -> str:
    """The password for `sign` and `prove`, with the code that was typed beside it ('' where none was)."""
    told = _WithCode(password)
    told.code = code.strip()
    return told


def code_beside(password: str) -> str:
    """The code that was typed beside this password; '' where none was."""
    return password.code if isinstance(password, _WithCode) else ""
