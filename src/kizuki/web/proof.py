"""What somebody types to prove who they are: the password once more and, where they have one, a code of their app."""

from __future__ import annotations

from django.http import QueryDict

from kizuki.actions.people.with_code import with_code


def password_in(post: QueryDict) -> str:
    """The password of a signature as it was sent, with the code beside it, for the verb that it signs."""
    return with_code(post.get("password", ""), post.get("code", ""))
