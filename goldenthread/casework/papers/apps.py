from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "goldenthread.casework.papers"
    label = "papers"
