from django.apps import AppConfig


class CourtfeedConfig(AppConfig):
    name = "goldenthread.casework.courtfeed"
    label = "courtfeed"
