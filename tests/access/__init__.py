"""One cast of users, which every door passes: who sees what is secret, and who gets what there is not."""
