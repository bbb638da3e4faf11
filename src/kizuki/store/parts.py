"""The parts of a case that are told beside its facts, and which of them its report forms take over."""

DOCUMENT_PARTS = (
    "report",
    "company",
    "device",
    "event",
    "patient",
    "investigation",
    "measures",
    "remarks",
    "attachments",
)
"""Parts of the document of `kizuki form`; `company` and `device` hold only what differs from what is registered."""

STORY = "story"
"""What happened, in the company's own words: titles, story, dated happenings; no form takes it over."""

CAUSE = ("root_cause", "self_check")
"""The root cause and the own verification (自己検証); what the form says of them stands in `investigation`."""

PARTS = (*DOCUMENT_PARTS, STORY, *CAUSE)
