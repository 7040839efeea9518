"""Our own table, and what stands in rows of voices."""

TEXTS = {
    "table.table": ("Recordings", "录音列表"),
    "table.choose": ("Choose", "选择"),
    "table.choose_all": ("Choose all on this page", "全选本页"),
    "table.all": ("all: {note}", "均为：{note}"),
    "table.play": ("Play this moment", "播放此处"),
    "table.stop": ("Stop", "停止"),
    "table.confirmed": ("Rightly listed (y)", "列入正确（y）"),
    "table.false_alarm": ("False alarm (n)", "误报（n）"),
    "table.playlist_start": ("Hear the day in three minutes", "三分钟听完一天"),
    "table.playlist_stop": ("Stop", "停止"),
    "table.playlist_hint": (
        "The strongest ten seconds of each, one after another; "
        "y: rightly listed, n: false alarm, and on to the next; →: skip",
        "依次播放每通最强的十秒；y：列入正确，n：误报，随即播放下一个；→：跳过",
    ),
    "table.playlist_now": (
        "{number} of {count} · y: rightly listed, n: false alarm, →: next, enter: open, esc: stop",
        "第 {number} / {count} 个 · y：正确，n：误报，→：下一个，回车：打开，esc：停止",
    ),
    "table.playlist_unheard": (
        "{count} could not be played: their sound is no longer stored, or no worker is running that decodes it.",
        "{count} 个无法播放：录音已不在存储中，或负责解码的后台进程未运行。",
    ),
    "table.unheard": (
        "This cannot be played: its sound is no longer stored, or no worker is running that decodes it",
        "无法播放：录音已不在存储中，或负责解码的后台进程未运行",
    ),
    "voices.seconds": ("{seconds} s", "{seconds} 秒"),
    "voices.strip": ("Click to open the call at that second", "点击可在该秒打开通话"),
    "note.low_confidence": ("low confidence", "置信度低"),
    "note.low_confidence_help": (
        "The leading emotion has a score below {least}: listen before you rely on it.",
        "主要情绪得分低于 {least}：请先试听再采信。",
    ),
    "note.little_speech": ("little speech", "语音过少"),
    "note.little_speech_help": (
        "Less than two seconds of speech: such short voices are read poorly.",
        "语音不足两秒：如此短的声音难以准确读取。",
    ),
    "note.clipped": ("clipped", "削波"),
    "note.clipped_help": (
        "The sound is overdriven, which can look like anger to a model.",
        "声音过载失真，模型可能误判为生气。",
    ),
    "note.noisy": ("noisy", "噪声大"),
    "note.noisy_help": ("Loud noise behind the voice: read with care.", "背景噪声大：请谨慎解读。"),
    "note.narrow_band": ("telephone band", "电话频带"),
    "note.narrow_band_help": (
        "The sound has the narrow band of a telephone, where emotions are read less surely.",
        "声音为窄带电话音质，情绪读取的可靠性较低。",
    ),
    "note.unread": ("not read", "未读取"),
    "note.unread_help": ("There is no reading of this voice; the call says why.", "该声音没有读数，通话页会说明原因。"),
    "note.synthetic": ("synthetic voices", "合成语音"),
    "note.synthetic_help": (
        "Spoken by a speech synthesiser, to show the product. It measures nothing.",
        "由语音合成器朗读，仅用于展示产品，不作任何衡量。",
    ),
}
