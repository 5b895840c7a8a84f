from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.orders import views
from goldenthread.casework.orders.models import ChildOrder, Order

app_name = "orders"
urlpatterns = [
    page("cases/<uuid:case_id>/court", views.index, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/orders/new", views.order_new, needs=P.ORDER_RECORD, of=Case),
    page("orders/<uuid:order_id>", views.order, needs=P.CASE_READ, of=Order),
    page("orders/<uuid:order_id>/supersede", views.order_supersede, needs=P.RECORD_CORRECT, of=Order),
    page("orders/<uuid:order_id>/children/<uuid:child_id>", views.child_order_new, needs=P.ORDER_RECORD, of=Order),
    page("orders/for-child/<uuid:child_order_id>", views.child_order, needs=P.CASE_READ, of=ChildOrder),
    page(
        "orders/for-child/<uuid:child_order_id>/supersede",
        views.child_order_supersede,
        needs=P.RECORD_CORRECT,
        of=ChildOrder,
    ),
]
