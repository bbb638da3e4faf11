"""Verbs on trends: counting each month against the rate known beforehand, and a person's judgement of what stands out."""
