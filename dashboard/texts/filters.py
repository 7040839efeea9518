"""The filters that several views share."""

TEXTS = {
    "filter.job": ("upload {job}", "上传 {job}"),
    "filter.job_help": (
        "Only the files of this upload are shown. Press to show all.",
        "仅显示此次上传的文件。点击以显示全部。",
    ),
    "filter.search": ("Search names and words said", "搜索名称和通话内容"),
    "filter.days": ("Days", "日期"),
    "filter.more": ("Filters", "筛选"),
    "filter.clear": ("Clear all filters", "清除全部筛选"),
    "filter.more_set": ("Filters · {count}", "筛选 · {count}"),
    "filter.queues": ("Queues", "队列"),
    "filter.queues_all": ("all queues", "全部队列"),
    "filter.agents": ("Agents", "坐席"),
    "filter.agents_all": ("all agents", "全部坐席"),
    "filter.emotions": ("Expressed", "主要情绪"),
    "filter.emotions_all": ("all emotions", "全部情绪"),
    "filter.shortest": ("At least, minutes", "至少（分钟）"),
    "filter.longest": ("At most, minutes", "至多（分钟）"),
    "filter.any_length": ("any", "不限"),
    "filter.roles": ("Voices", "说话人"),
    "filter.roles_all": ("customers and mixed", "客户与混合"),
}
