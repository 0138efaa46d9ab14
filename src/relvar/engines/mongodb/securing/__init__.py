"""Who may do what with which collection: views, privileges, the filters that a server of documents does not hold, encrypted fields."""
