from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "goldenthread.casework.filing"
    label = "filing"
