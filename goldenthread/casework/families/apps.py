from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "goldenthread.casework.families"
    label = "families"
