"""Refusals in the reader's language: the Japanese sentence behind each reason, with the values that it names."""

from kizuki.core.refusals.said import coded, reason_in, told_in, without_values

__all__ = ["coded", "reason_in", "told_in", "without_values"]
