"""Words that sample values are made of. Short lists: numbers make values distinct, words make them readable."""

from __future__ import annotations

GIVEN = tuple("""Ada Amir Ana Bela Bruno Carla Chen Dana Dario Elif Emil Eva Farid Fatima Greta Hana Hugo Ines Ivan Jana Joao Kaito Kira Lars Leila
 Lena Liam Luca Maja Marek Mei Mira Nadia Nils Nora Olga Omar Paula Petra Rafael Rosa Sami Sara Sofia Tariq Tomas Uma Vera Yara Zoe""".split())
FAMILY = tuple("""Abe Alvarez Andersen Bauer Becker Costa Diaz Dubois Eriksen Fischer Garcia Haddad Hansen Horvat Ito Jansen Kaya Keller Khan Kim Kowal
 Larsen Lopez Maier Martin Mensah Moreau Nagy Novak Okafor Olsen Patel Petrov Ricci Rossi Santos Sato Silva Singh Suzuki Tanaka Varga Weber Wolf Yilmaz Zhang""".split())
NOUNS = tuple("""anchor basket bridge candle canvas carpet copper cotton crystal desk drum engine feather field forest garden glass harbor hammer island
 kettle ladder lamp lantern leather lens marble meadow mirror morning ocean paper pencil pillar planet river saddle sail shelf silver sponge
 stone storm table timber tower valley velvet violin water window winter wire wool""".split())
ADJECTIVES = tuple("""amber ancient autumn bold brave bright broad calm clear coarse cold common dark deep early even fair fine fresh gentle golden
 grand green heavy hollow light little lively long narrow new north old open pale plain quiet rapid red round short simple slow small soft
 solid south spare steady strong sweet tall thin warm wide young""".split())
VERBS = tuple("arrived began changed closed failed helped improved lasted moved opened passed remained returned started stopped worked".split())
CITIES = tuple("""Aarhus Bergen Bilbao Bremen Brno Cork Gdansk Geneva Ghent Graz Lyon Malmo Malaga Nantes Oulu Parma Porto Riga Split Tartu Turin Utrecht
 Varna Vilnius Zagreb""".split())
STREETS = tuple("Bridge Castle Church Elm Garden Harbour High Lime Market Mill Oak Park River School Station Tower".split())
COUNTRIES = tuple("AT BE BG CH CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LV NL NO PL PT RO SE SI SK".split())
LANGUAGES = tuple("en de fr es it nl pl pt sv fi da cs".split())
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "GBP", "CHF", "SEK")
ZONES = ("Europe/Berlin", "Europe/Lisbon", "Europe/Helsinki", "Europe/London", "Europe/Athens", "UTC")
MEDIA = ("image/jpeg", "image/png", "application/pdf", "text/plain", "video/mp4")
