"""The words that stand for an answer not given: not known, under investigation, not applicable, nothing stated."""

from __future__ import annotations

UNKNOWN = "不明"
UNDER_INVESTIGATION = "調査中"
BEING_CONFIRMED = "確認中"
NOT_APPLICABLE = "該当なし"
NOTHING_STATED = "記載なし"
GIVEN_BY_PMDA = "（PMDAの付番後に記載）"
FOLLOW_UP_PLANNED = "追加報告予定"
"""What 今後の対応 must say while the report is 未完了 (PMDA memo of 2017-01-23; notification 4(1))."""

UNKNOWN_WORDS = {
    "不明": UNKNOWN,
    "unknown": UNKNOWN,
    "調査中": UNDER_INVESTIGATION,
    "under investigation": UNDER_INVESTIGATION,
    "確認中": BEING_CONFIRMED,
}
"""What a person may write to say that it is not known, and how the form says it."""
