"""The record itself: its keys, its retention, its anchors, and what a new release brings up to date."""
