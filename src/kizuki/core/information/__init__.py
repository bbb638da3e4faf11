"""Safety information (安全管理情報): where it comes from, when it was learned, and lists of it from abroad."""
