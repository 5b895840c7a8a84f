from django.apps import AppConfig


class HarmConfig(AppConfig):
    name = "goldenthread.casework.harm"
    label = "harm"
