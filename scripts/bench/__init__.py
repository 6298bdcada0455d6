"""Speed, beside the budgets."""
