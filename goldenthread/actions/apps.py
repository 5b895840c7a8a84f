from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "goldenthread.actions"
    label = "actions"
