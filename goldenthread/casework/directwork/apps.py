from django.apps import AppConfig


class DirectworkConfig(AppConfig):
    name = "goldenthread.casework.directwork"
    label = "directwork"
