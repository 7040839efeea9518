"""The view of trends."""

TEXTS = {
    "trends.title": ("Trends", "趋势"),
    "trends.lead": (
        "Every filter applies. Bars at the points and brackets are 95 % intervals: where they overlap widely, the "
        "difference may be chance.",
        "所有筛选均适用。点上的竖线和括号为 95% 置信区间：若大幅重叠，差异可能只是偶然。",
    ),
    "trends.ends": ("Calls that end negative", "以负面结束的通话"),
    "trends.ends_help": (
        "Last quarter of the voice's speech with a negative score of 0.5 or more.",
        "该声音最后四分之一语音的负面得分不低于 0.5。",
    ),
    "trends.mix": ("Leading emotion of the calls", "通话的主要情绪"),
    "trends.mix_help": ("Pale: fewer than five calls.", "浅色：少于五通电话。"),
    "trends.queues": ("Queues", "队列"),
    "trends.queue": ("Queue", "队列"),
    "trends.calls": ("Calls", "通话"),
    "trends.negative": ("Negative, on average", "平均负面得分"),
    "trends.none": (
        "None of these calls has a date, so there are no days to compare.",
        "这些通话均无日期，无法按日比较。",
    ),
}
