from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "goldenthread.casework.cases"
    label = "cases"
