"""Questions as statements on tables: path resolution, conditions, estimates, and which index a question needs."""
