app_name = "background"
urlpatterns: list = []
