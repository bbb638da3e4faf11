"""An independent reading of the article, the notification and the table of ends: nothing of the product is imported."""
