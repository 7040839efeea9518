"""A course that is drawn by hand."""

TEXTS = {
    "sketch.lead": (
        "Choose an emotion and draw how strongly it is to be expressed; what is left is mostly neutral.",
        "选择一种情绪，画出其表达强度的走势；其余部分以中立为主。",
    ),
    "sketch.start": ("start of what it says", "说话开始"),
    "sketch.end": ("end", "结束"),
    "sketch.keys": (
        "drag, or Tab and arrows: ← → another moment, ↑ ↓ more or less",
        "拖动，或用 Tab 与方向键：← → 换时刻，↑ ↓ 增减",
    ),
    "sketch.clear": ("Clear", "清空"),
    "sketch.stop": ("{emotion}, moment {stop} of {stops}", "{emotion}，第 {stop} / {stops} 个时刻"),
    "sketch.emotion": ("Emotion to draw", "要画的情绪"),
}
