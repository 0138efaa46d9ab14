"""PlantUML's entities (https://plantuml.com/ie-diagram) and classes (https://plantuml.com/class-diagram), read as what they hold."""

from relvar.importing.languages.plantuml.read import read_plantuml as read_plantuml
