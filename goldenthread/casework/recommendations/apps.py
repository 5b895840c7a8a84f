from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "goldenthread.casework.recommendations"
    label = "recommendations"
