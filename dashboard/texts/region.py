"""A region of a call that was read again by itself."""

TEXTS = {
    "region.title": ("What sounds like this region", "与该区域声音相似的时刻"),
    "region.help": (
        "The region was read again by itself. Its embedding is compared with those of the windows of other calls: the "
        "same speaker or the same line can be near without the same emotion.",
        "该区域已单独重新读取，其嵌入向量与其他通话的窗口比较：同一说话人或同一线路可能相近，但情绪未必相同。",
    ),
    "region.read": ("Read by itself: {emotion} {score}.", "单独读取：{emotion} {score}。"),
    "region.short": (
        "Less than two seconds: too little for a sure reading.",
        "不足两秒，难以可靠读取。",
    ),
    "region.day": ("Among the calls of the same day.", "在当天的通话中查找。"),
    "region.all": ("Among all calls, for this one has no date.", "此通话没有日期，因此在全部通话中查找。"),
    "region.drawing": ("This region is being read again by itself …", "正在单独重新读取该区域……"),
    "region.failed": ("The region could not be read: {reason}", "无法读取该区域：{reason}"),
    "region.again": ("Try again", "重试"),
    "region.no_worker": (
        "No worker is running, so the region cannot be read. Start one with `python -m toneatlas worker`.",
        "没有后台进程在运行，无法读取该区域。请使用 python -m toneatlas worker 启动。",
    ),
}
