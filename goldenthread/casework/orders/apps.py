from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "goldenthread.casework.orders"
    label = "orders"
