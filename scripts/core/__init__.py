"""What every other part builds on: findings, pages, bibliography, caches."""
