"""What the check of a report looks at, read from the record: the report and its line, what stands beside it, the ways."""

from kizuki.store.queries.checking.checked import CheckedReport, check_of

__all__ = ["CheckedReport", "check_of"]
