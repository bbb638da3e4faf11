"""The door for people: pages in Japanese and English."""
