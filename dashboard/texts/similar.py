"""The view of similar recordings."""

TEXTS = {
    "similar.title": ("Similar", "相似"),
    "similar.lead": (
        "What sounds most like this, by the cosine of the model's embeddings, or runs most like it, by its scores.",
        "按模型嵌入向量的余弦值查找声音最相似的录音，或按得分走势查找最相似的通话。",
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
        "Examples: {plus} to be like, {minus} to be unlike",
        "正例 {plus} 个，反例 {minus} 个",
    ),
    "similar.again": ("The first example alone", "仅用第一个示例"),
    "similar.course_note": (
        "By how the scores run over what the voice says, whatever the tempo and whoever speaks. What plays is where a "
        "call is most like the strongest moment of the example.",
        "按该声音得分的走势比较，不论语速快慢和说话人。播放的是与示例最强时刻最相似之处。",
    ),
    "similar.why_same": ("{emotion} in both: {other}, example {own}", "两者均为{emotion}：{other}，示例 {own}"),
    "similar.why_other": (
        "sounds alike; {emotion} {other}, example {example} {own}",
        "声音相似；{emotion} {other}，示例{example} {own}",
    ),
    "similar.from": ("Search from", "查找依据"),
    "similar.from_recording": ("a recording", "录音"),
    "similar.from_clip": ("a clip of yours", "您的片段"),
    "similar.from_microphone": ("the microphone", "麦克风"),
    "similar.from_sketch": ("a drawn course", "手绘走势"),
    "similar.why_course": ("runs {course}", "走势：{course}"),
    "similar.then": (" → ", " → "),
    "similar.clip": ("A clip to search with", "用于查找的片段"),
    "similar.clip_note": (
        "It is read at once and not kept: it does not become a recording. Of two channels the right one is read. "
        "A part of a stored call sounds a little different here, without the rest of the call to know the voice by.",
        "片段会立即读取且不保存，不会成为录音。双声道时读取右声道。"
        "从已存通话中截取的片段在此听来略有不同，因为缺少通话其余部分作为说话人的参照。",
    ),
    "similar.speak": ("Say something, or hold the microphone to a loudspeaker", "说几句话，或将麦克风靠近扬声器"),
    "similar.clip_read": ("{emotion} {score}, over {seconds} s.", "{emotion} {score}，共 {seconds} 秒。"),
    "similar.empty_clip": ("This clip is empty: choose another.", "此片段为空，请另选一个。"),
    "clip.drawing": ("The clip is being read …", "正在读取片段……"),
    "clip.failed": ("The clip could not be read: {reason}", "无法读取片段：{reason}"),
    "clip.again": ("Try again", "重试"),
    "clip.no_worker": (
        "No worker is running, so the clip cannot be read. Start one with `python -m toneatlas worker`.",
        "没有后台进程在运行，无法读取片段。请使用 python -m toneatlas worker 启动。",
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
