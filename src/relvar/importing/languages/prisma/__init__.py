"""Prisma's schema language (https://www.prisma.io/docs/orm/reference/prisma-schema-reference), by readers of our own."""

from relvar.importing.languages.prisma.read import read_prisma as read_prisma
