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
    "settings.pages": ("Pages", "页面"),
    "settings.language": ("Language of new visits", "默认语言"),
    "settings.saved": ("Saved", "已保存"),
    "settings.storage": ("Storage", "存储"),
    "settings.home": ("Everything is kept under", "所有内容保存在"),
    "settings.erase": (
        "A recording is erased for good in Recordings: its sound, its readings and everything worked out from it.",
        "可在“录音”页彻底删除录音：其声音、读数及由此得出的一切。",
    ),
    "settings.notice": ("The notice was confirmed on {when} (UTC).", "须知已于 {when}（UTC）确认。"),
    "settings.notice_again": ("Show the notice again", "再次显示须知"),
}
