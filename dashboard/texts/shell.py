"""What stands on every page."""

TEXTS = {
    "shell.today": ("Today", "今日"),
    "shell.upload": ("Upload", "上传"),
    "shell.recordings": ("Recordings", "录音"),
    "shell.call": ("Call", "通话"),
    "shell.map": ("Map", "地图"),
    "shell.similar": ("Similar", "相似"),
    "shell.trends": ("Trends", "趋势"),
    "shell.models": ("Models", "模型"),
    "shell.settings": ("Settings", "设置"),
    "shell.language": ("Language", "语言"),
    "shell.readings_of": ("Readings of", "读数来自"),
    "shell.readings_of_help": (
        "Which model's readings are shown. Readings of different models are never mixed.",
        "显示哪个模型的读数。不同模型的读数从不混在一起。",
    ),
    "shell.read_by": ("{precision}. Licence: {licence}.", "{precision}。许可：{licence}。"),
    "shell.licence_unknown": ("not known", "未知"),
    "shell.meaning": (
        "Scores describe what is expressed in the voice, as one model hears it. They are not what a person feels.",
        "分数描述的是一个模型在声音中听到的表达，而不是人的感受。",
    ),
    "shell.failed": ("This view cannot be shown", "无法显示此页面"),
    "shell.store_failed": (
        "The store cannot be read just now ({reason}). Nothing that was stored is lost: check that the disk is there "
        "and has room, then reload this page.",
        "目前无法读取存储（{reason}）。已存储的内容不会丢失：请检查磁盘是否可用、空间是否充足，然后重新加载本页。",
    ),
}
