"""The models of tools that speak for an application: Prisma, SQLAlchemy, Django. Each writer is a function from what exists to lines."""
