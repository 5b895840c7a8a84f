from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "goldenthread.casework.assessment"
    label = "assessment"
