from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "goldenthread.notices"
    label = "notices"
