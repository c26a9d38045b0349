"""Words of tasks: who is waited for, why one cannot be done, how a vote stands. (English, Welsh.)"""

from __future__ import annotations

TASKS: dict[str, tuple[str, str]] = {
    "task.waiting": ("Waiting for {some}", "Yn aros am {some}"),
    "task.out": ("{who}, due {day}", "{who}, erbyn {day}"),
    "task.out.late": ("{who}, late since {day}", "{who}, yn hwyr ers {day}"),
    "task.choice": ("Select how you vote on “{task}”", "Dewiswch sut rydych yn pleidleisio ar “{task}”"),
    "task.abstain": ("Abstain", "Ymatal"),
    "task.interest": ("I have an interest, and take no part", "Mae gennyf fuddiant, ac nid wyf yn cymryd rhan"),
    "task.undecided": ("Undecided", "Heb ei benderfynu"),
    "task.inquorate": ("Too few took part", "Cymerodd rhy ychydig ran"),
    "refusal.task.unasked.staff": ("“{task}” has not been asked on this case", "Ni ofynnwyd “{task}” ar yr achos hwn"),
    "refusal.task.done.staff": ("{who} did “{task}” at {day}", "Gwnaeth {who} “{task}” am {day}"),
    "refusal.task.withdrawn.staff": (
        "“{task}” was withdrawn at {day}: it is no longer needed",
        "Tynnwyd “{task}” yn ôl am {day}: nid oes ei angen mwyach",
    ),
    "refusal.task.role.staff": ("“{task}” is for {who} to do", "{who} sydd i wneud “{task}”"),
    "refusal.task.closed.staff": ("“{task}” was closed at {day}", "Caewyd “{task}” am {day}"),
    "refusal.task.proxy.staff": (
        "A vote is each member’s own: you cannot vote on “{task}” for {who}",
        "Mae pleidlais yn eiddo i bob aelod: ni allwch bleidleisio ar “{task}” dros {who}",
    ),
    "refusal.task.applicant": ("This is for others to do", "Eraill sydd i wneud hyn"),
    "refusal.interest.staff": (
        "You said that you have an interest in “{task}”, so you take no part in it",
        "Dywedasoch fod gennych fuddiant yn “{task}”, felly nid ydych yn cymryd rhan ynddo",
    ),
    "refusal.interest.applicant": ("This is for others to do", "Eraill sydd i wneud hyn"),
}
