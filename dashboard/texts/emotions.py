"""Names of the nine emotions, as in FunASR's bilingual labels."""

TEXTS = {
    "emotion.angry": ("angry", "生气"),
    "emotion.disgusted": ("disgusted", "厌恶"),
    "emotion.fearful": ("fearful", "恐惧"),
    "emotion.happy": ("happy", "开心"),
    "emotion.neutral": ("neutral", "中立"),
    "emotion.other": ("other", "其他"),
    "emotion.sad": ("sad", "难过"),
    "emotion.surprised": ("surprised", "吃惊"),
    "emotion.unknown": ("unknown", "未知"),
}
