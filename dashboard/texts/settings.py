"""The view of settings."""

TEXTS = {
    "settings.title": ("Settings", "设置"),
    "settings.reading": ("Reading", "读取"),
    "settings.voices_help": (
        "In a two-channel call only the customer's channel is read, unless everybody's is chosen. An upload can "
        "choose otherwise. It changes nothing that was read before.",
        "对于双声道通话，除非选择“所有人”，否则只读取客户声道。每次上传可另行选择。不影响已有读数。",
    ),
    "settings.model": ("Model for new uploads", "新上传使用的模型"),
    "settings.auto": ("auto: the best on this machine ({name})", "自动：本机最佳模型（{name}）"),
    "settings.thresholds": ("Thresholds", "阈值"),
    "settings.weak_below": ("Flag confidence below, in percent", "置信度低于此值（%）时标注"),
    "settings.weak_below_help": (
        "A reading whose leading emotion scores less is shown pale, with the advice to listen first.",
        "主要情绪得分低于此值的读数以浅色显示，并建议先试听。",
    ),
    "settings.long_negative": ("Negative expression is long from, in seconds", "负面表达达到此秒数即为较长"),
    "settings.long_negative_help": (
        "Counted in Today's numbers: the share of calls with a negative stretch of at least so many seconds.",
        "用于“今日”的统计：存在至少这么多秒负面片段的通话占比。",
    ),
    "settings.pages": ("Pages", "页面"),
    "settings.language": ("Language of new visits", "默认语言"),
    "settings.saved": ("Saved", "已保存"),
    "settings.storage": ("Storage", "存储"),
    "settings.home": ("Everything is kept under", "所有内容保存在"),
    "settings.folders": (
        "Folders of the server that Upload may read: {names}",
        "上传页可读取的服务器文件夹：{names}",
    ),
    "settings.erase": (
        "A recording is erased for good in Recordings: its sound, its readings and everything worked out from it.",
        "可在“录音”页彻底删除录音：其声音、读数及由此得出的一切。",
    ),
    "settings.keep": ("Keep recordings for so many days (0: for ever)", "录音保留天数（0 表示永久保留）"),
    "settings.keep_help": (
        "Counted from the time of the call, or of the upload where the call's is not known. What is older is erased "
        "for good within the hour, by the worker: sound, readings, transcript and notes.",
        "自通话时间起算；通话时间未知时自上传时间起算。超期的录音将由后台进程在一小时内彻底删除：声音、读数、文字记录和备注。",
    ),
    "settings.keep_all": ("Everything is kept for ever.", "全部内容永久保留。"),
    "settings.keep_touches": (
        "{old} of {total} recordings are older than {days} days now.",
        "目前 {total} 个录音中有 {old} 个超过 {days} 天。",
    ),
    "settings.keep_confirm": (
        "Erase recordings older than {days} days from now on",
        "从现在起删除超过 {days} 天的录音",
    ),
    "settings.keep_forever": ("Keep everything from now on", "从现在起保留全部内容"),
    "settings.notice": ("The notice was confirmed on {when} (UTC).", "须知已于 {when}（UTC）确认。"),
    "settings.notice_again": ("Show the notice again", "再次显示须知"),
}
