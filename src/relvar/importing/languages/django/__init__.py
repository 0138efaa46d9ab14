"""Models of Django (https://docs.djangoproject.com/en/stable/ref/models/), read from their source and never run."""

from relvar.importing.languages.django.read import read_django as read_django
