"""The view of similar recordings."""

TEXTS = {
    "similar.title": ("Similar", "相似"),
    "similar.lead": (
        "What sounds most like this, by the cosine of the model's embeddings.",
        "按模型嵌入向量的余弦值，查找声音最相似的录音。",
    ),
    "similar.choose": ("Example", "示例"),
    "similar.example_recording": ("{name}, the {role}", "{name}，{role}"),
    "similar.span": ("from {start} to {end}", "从 {start} 到 {end}"),
    "similar.unit": ("Look for", "查找"),
    "similar.recordings": ("whole calls", "整通电话"),
    "similar.windows": ("moments", "时刻"),
    "similar.course": ("calls that run alike", "走势相似的通话"),
    "similar.plus": ("More like this", "更像这个"),
    "similar.minus": ("Less like this", "不要像这个"),
    "similar.examples": (
        "{plus} examples to be like, {minus} to be unlike",
        "正例 {plus} 个，反例 {minus} 个",
    ),
    "similar.again": ("The first example alone", "仅用第一个示例"),
    "similar.course_note": (
        "By how the scores run over what the voice says, whatever the tempo and whoever speaks.",
        "按该声音得分的走势比较，不论语速快慢和说话人。",
    ),
    "similar.most": ("Show", "显示"),
    "similar.none": (
        "No other recording of this selection has a reading to compare with.",
        "当前筛选中没有其他可比较的读数。",
    ),
    "similar.voice_note": (
        "Likeness is of the whole sound: the same speaker or the same line can be near without the same emotion.",
        "相似度反映整体声音：同一说话人或同一线路可能相近，但情绪未必相同。",
    ),
    "similar.not_read": (
        "This voice was not read, so nothing can be compared with it.",
        "该声音没有读数，无法与其他声音比较。",
    ),
    "similar.open": ("Open this call", "打开此通话"),
}
