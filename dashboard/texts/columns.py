"""Names of what a call is known by: columns of tables, filters, headings of numbers."""

TEXTS = {
    "column.started_at": ("Started", "开始时间"),
    "column.time": ("Time", "时间"),
    "column.name": ("Recording", "录音"),
    "column.agent": ("Agent", "坐席"),
    "column.queue": ("Queue", "队列"),
    "column.role": ("Voice", "说话人"),
    "column.seconds": ("Length", "时长"),
    "column.added_at": ("Added", "添加时间"),
    "column.dominant": ("Expressed", "主要情绪"),
    "column.confidence": ("Confidence", "置信度"),
    "column.confidence_help": (
        "Score of the emotion that leads over all speech. Where it is low, listen before you rely on it.",
        "整段语音中主要情绪的得分。得分低时请先试听再采信。",
    ),
    "column.course": ("Course of the call", "通话走势"),
    "column.course_help": (
        "Scores from the call's start to its end; white where the voice is silent. The line marks the peak.",
        "从开始到结束的情绪得分；空白处该声音没有说话。竖线标出峰值。",
    ),
    "column.negative": ("Negative", "负面"),
    "column.negative_help": (
        "Angry, disgusted, fearful and sad together, over all speech.",
        "整段语音中生气、厌恶、恐惧、难过得分之和。",
    ),
    "column.shift": ("Shift", "变化"),
    "column.shift_help": (
        "Negative score of the last quarter of the voice's speech minus the first quarter's.",
        "最后四分之一语音的负面得分减去最初四分之一。",
    ),
    "column.longest_negative_run": ("Longest negative", "最长负面"),
    "column.longest_negative_run_help": (
        "Longest stretch in which the negative score stays at 0.5 or more.",
        "负面得分持续不低于 0.5 的最长时段。",
    ),
    "column.peak_score": ("Peak", "峰值"),
    "column.peak_score_help": (
        "Highest score of an emotion other than neutral on the one-second curve, and when.",
        "一秒曲线上除中立外最高的情绪得分及其时刻。",
    ),
    "column.flags": ("Notes", "备注"),
    "column.similarity": ("Similarity", "相似度"),
    "column.similarity_help": ("Cosine of the two embeddings; 1 is the same.", "两个嵌入向量的余弦值；1 表示相同。"),
    "column.matched": ("Matched at", "匹配位置"),
    "column.reason": ("Why", "原因"),
    "column.why": ("Why", "原因"),
    "column.why_help": (
        "What is expressed in the stretch that matched, beside what is expressed in the example.",
        "匹配时段表达的情绪，与示例表达的情绪对照。",
    ),
    "role.customer": ("customer", "客户"),
    "role.agent": ("agent", "坐席"),
    "role.mixed": ("mixed", "混合"),
}
