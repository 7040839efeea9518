"""Names of what a call is known by: columns of tables, filters, headings of numbers."""

TEXTS = {
    "column.started_at": ("Started", "开始时间"),
    "column.name": ("Recording", "录音"),
    "column.agent": ("Agent", "坐席"),
    "column.queue": ("Queue", "队列"),
    "column.role": ("Voice", "说话人"),
    "column.seconds": ("Length", "时长"),
    "column.added_at": ("Added", "添加时间"),
    "column.dominant": ("Expressed", "主要情绪"),
    "column.confidence": ("Confidence", "置信度"),
    "column.course": ("Course", "走势"),
    "column.negative": ("Negative", "负面"),
    "column.shift": ("Shift", "变化"),
    "column.longest_negative_run": ("Longest negative", "最长负面"),
    "column.peak_score": ("Peak", "峰值"),
    "column.flags": ("Notes", "备注"),
    "role.customer": ("customer", "客户"),
    "role.agent": ("agent", "坐席"),
    "role.mixed": ("mixed", "混合"),
}
