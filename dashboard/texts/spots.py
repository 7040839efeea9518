"""Where in a day an emotion stands out."""

TEXTS = {
    "spots.title": ("Stands out today", "当日突出之处"),
    "spots.help": (
        "Every queue, every range of up to three hours and every pair of them, where an emotion scores higher than "
        "chance makes of the day: at most one day in twenty would show a line here without cause.",
        "在所有队列、最多三小时的时段及其组合中，情绪得分高于当天随机水平之处：若无原因，二十天中至多一天会出现。",
    ),
    "spots.calls": ("Its calls", "相关通话"),
    "spots.said": (
        "{emotion} · {where}: {calls} calls, {lift}× the day's mean score (by chance on {chance} % of days)",
        "{emotion} · {where}：{calls} 通，为当日平均得分的 {lift} 倍（随机出现的概率 {chance}%）",
    ),
}
