"""The first view."""

TEXTS = {
    "today.title": ("Today", "今日"),
    "today.day": ("Day", "日期"),
    "today.before": ("The day before", "前一天"),
    "today.after": ("The day after", "后一天"),
    "today.undated": (
        "None of the calls has a date, so all of them are shown. A metadata table or a date in the file names helps.",
        "通话均无日期，因此全部显示。可通过元数据表或文件名中的日期加以区分。",
    ),
    "today.calls": ("Calls", "通话"),
    "today.hours": ("Hours of sound", "录音小时数"),
    "today.negative": ("Negative, on average", "平均负面得分"),
    "today.ends_negative": ("End negative", "以负面结束"),
    "today.ends_negative_help": (
        "Calls whose last quarter of speech has a negative score of 0.5 or more; 95 % interval {low}–{high}.",
        "最后四分之一语音的负面得分不低于 0.5 的通话；95% 置信区间 {low}–{high}。",
    ),
    "today.long_runs": ("Negative for {seconds} s or more", "负面持续 {seconds} 秒以上"),
    "today.long_runs_help": (
        "Calls with a stretch of at least {seconds} seconds in which the negative score stays at 0.5 or more; "
        "95 % interval {low}–{high}.",
        "存在至少 {seconds} 秒负面得分持续不低于 0.5 的通话；95% 置信区间 {low}–{high}。",
    ),
    "today.unread": ("Not read", "未读取"),
    "today.some_undated": (
        "{count} calls have no time and are on no day: see them in Recordings; a table of calls can give them one.",
        "{count} 通通话没有时间，不属于任何一天：可在“录音”中查看；上传通话信息表可补充时间。",
    ),
    "today.some_undated.one": (
        "{count} call has no time and is on no day: see it in Recordings; a table of calls can give it one.",
        "{count} 通通话没有时间，不属于任何一天：可在“录音”中查看；上传通话信息表可补充时间。",
    ),
    "today.points": ("pt", "个百分点"),
    "today.since": ("{change} against {day}", "较{day} {change}"),
    "today.change_clear": (
        "The change lies between {low} and {high} (95 %): beyond chance.",
        "变化在 {low} 与 {high} 之间（95%）：超出随机。",
    ),
    "today.change_chance": (
        "The change lies between {low} and {high} (95 %): it may be chance.",
        "变化在 {low} 与 {high} 之间（95%）：可能是随机。",
    ),
    "today.gain": (
        "Of {heard} calls heard, the first {count} of this list hold {found} of {total} rightly listed; {count} at "
        "random would hold {random}.",
        "已听 {heard} 通中，本列表前 {count} 通含 {total} 通正确者中的 {found} 通；随机 {count} 通约含 {random} 通。",
    ),
    "today.worklist": ("Hear these first", "优先试听"),
    "today.worklist_help": (
        "By how long and how strongly a voice stays negative, how it ends and how it turned. Every reason names its "
        "second. It orders calls, never agents.",
        "依据声音负面的持续时间与强度、结尾及变化排序，每条原因都注明时刻。只排序通话，从不排名坐席。",
    ),
    "today.precision": (
        "Heard {heard}: {share} rightly listed (95 % interval {low}–{high}).",
        "已听 {heard} 通：{share} 列入正确（95% 置信区间 {low}–{high}）。",
    ),
    "today.sample": ("A random sample", "随机样本"),
    "today.sample_help": (
        "Drawn evenly from the other calls of the day: what is usual, to hold the list above against.",
        "从当天其余通话中均匀抽取：用于了解常态，与上面的列表对照。",
    ),
    "today.mix": ("Emotion mix by hour", "各小时情绪构成"),
    "today.mix_help": (
        "Share of speech time in which each emotion leads the one-second curve. Pale: fewer than five calls.",
        "各情绪在一秒曲线上领先的语音时间占比。浅色：少于五通电话。",
    ),
    "today.mix_axis": ("{hour}:00", "{hour}:00"),
    "today.failed": ("Files that could not be read", "无法读取的文件"),
    "today.failed_file": ("File", "文件"),
    "today.failed_reason": ("What is wrong, and what to do", "问题与处理办法"),
    "today.reason_run": (
        "{emotion} {score} for {seconds} s, {part}, {at}",
        "{emotion} {score}，持续 {seconds} 秒，{part}，{at}",
    ),
    "today.reason_turn": (
        "ends {score} negative, {shift} since the start, {at}",
        "结尾负面 {score}，较开头 {shift}，{at}",
    ),
    "today.reason_peak": ("{emotion} {score} at {at}", "{emotion} {score}，{at}"),
    "today.reason_none": ("nothing stands out", "没有突出之处"),
    "today.quarter_1": ("first quarter", "第一四分段"),
    "today.quarter_2": ("second quarter", "第二四分段"),
    "today.quarter_3": ("third quarter", "第三四分段"),
    "today.quarter_4": ("last quarter", "最后四分段"),
}
