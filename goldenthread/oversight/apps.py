from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "goldenthread.oversight"
    label = "oversight"
