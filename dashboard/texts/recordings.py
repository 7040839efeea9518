"""The view of all recordings."""

TEXTS = {
    "recordings.title": ("Recordings", "录音"),
    "recordings.search": ("Search names", "搜索名称"),
    "recordings.days": ("Days", "日期"),
    "recordings.agents": ("Agents", "坐席"),
    "recordings.queues": ("Queues", "队列"),
    "recordings.emotions": ("Expressed", "主要情绪"),
    "recordings.roles": ("Voices", "说话人"),
    "recordings.sort": ("Sort by", "排序"),
    "recordings.descending": ("Highest first", "从高到低"),
    "recordings.count": ("{count} voices", "{count} 个声音"),
    "recordings.none": (
        "No recording matches these filters. Remove one of them to see more.",
        "没有符合条件的录音。请减少筛选条件。",
    ),
    "recordings.empty": (
        "Nothing has been read yet. Upload a few recordings to begin.",
        "还没有任何读数。请先上传一些录音。",
    ),
    "recordings.to_upload": ("Upload recordings", "上传录音"),
}
