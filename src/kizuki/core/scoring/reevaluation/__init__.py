"""What a change of inputs changes in an assessment, and whether a person must look."""
