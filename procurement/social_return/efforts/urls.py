"""Routes of efforts: the supplier's own pages, and the coordinator's judgement."""

from django.urls import path

from procurement.social_return.efforts import judge_views as judge
from procurement.social_return.efforts import supplier_views as own

urlpatterns = [
    path("opdrachtnemer/", own.my_contracts, name="my_contracts"),
    path("opdrachtnemer/contract/<int:pk>/", own.my_contract, name="my_contract"),
    path("opdrachtnemer/contract/<int:pk>/opgeven/<slug:kind>/", own.my_effort_new, name="my_effort_new"),
    path("opdrachtnemer/opgave/<int:pk>/", own.my_effort, name="my_effort"),
    path("opdrachtnemer/opgave/<int:pk>/antwoord/", own.my_effort_answer, name="my_effort_answer"),
    path("opdrachtnemer/opgave/<int:pk>/terugnemen/", own.my_effort_withdraw, name="my_effort_withdraw"),
    path("opdrachtnemer/bewijs/<int:pk>/", own.my_effort_file, name="my_effort_file"),
    path("social-return/opgaven/", judge.efforts, name="efforts"),
    path("social-return/opgaven/accepteren/", judge.efforts_accept, name="efforts_accept"),
    path("social-return/opgaven/<int:pk>/", judge.effort, name="effort"),
    path("social-return/opgaven/<int:pk>/akkoord/", judge.effort_accept, name="effort_accept"),
    path("social-return/opgaven/<int:pk>/weigeren/", judge.effort_refuse, name="effort_refuse"),
    path("social-return/opgaven/<int:pk>/vragen/", judge.effort_ask, name="effort_ask"),
    path("social-return/opgaven/<int:pk>/code/", judge.effort_code, name="effort_code"),
    path("social-return/opgaven/<int:pk>/corrigeren/", judge.effort_correct, name="effort_correct"),
    path("social-return/bewijs/<int:pk>/", judge.effort_file, name="effort_file"),
]
