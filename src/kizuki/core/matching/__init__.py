"""Component against advisory: the verdict with its evidence, and the keys by which candidates are found."""

from kizuki.core.matching.aliases import NO_ALIASES, Alias, AliasTable, alias_key, alias_table, confirmed_alias
from kizuki.core.matching.configurations import DeviceParts, Truth, device_parts
from kizuki.core.matching.indexing import advisory_lookups, advisory_rows, component_lookups, lookups_and_left_out
from kizuki.core.matching.judging import judge
from kizuki.core.matching.shapes import Evidence, Finding, Lookup, RangeRow, Reason, Verdict
from kizuki.core.matching.showing import finding_json
from kizuki.core.matching.suggestions import (
    KnownProduct,
    ProductIndex,
    Suggestion,
    known_products,
    named_by_table,
    product_index,
    suggest,
)

__all__ = [
    "NO_ALIASES",
    "Alias",
    "AliasTable",
    "DeviceParts",
    "Evidence",
    "Finding",
    "KnownProduct",
    "Lookup",
    "ProductIndex",
    "RangeRow",
    "Reason",
    "Suggestion",
    "Truth",
    "Verdict",
    "advisory_lookups",
    "advisory_rows",
    "alias_key",
    "alias_table",
    "component_lookups",
    "confirmed_alias",
    "device_parts",
    "finding_json",
    "judge",
    "known_products",
    "lookups_and_left_out",
    "named_by_table",
    "product_index",
    "suggest",
]
