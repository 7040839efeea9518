"""The view of models. Their licences and uses in English are the catalogue's own words; a test holds them together."""

TEXTS = {
    "models.title": ("Models", "模型"),
    "models.lead": (
        "Which models this machine has, what their licences allow, and what each has read. Readings of different "
        "models are never mixed.",
        "本机有哪些模型、其许可允许什么，以及各自读取了什么。不同模型的读数从不混合。",
    ),
    "models.here": ("on this machine", "已安装"),
    "models.absent": ("not here", "未安装"),
    "models.chosen": ("reads new uploads", "用于新上传"),
    "models.licence": ("Licence", "许可"),
    "models.languages": ("Languages", "语言"),
    "models.good_for": ("Good for", "适用"),
    "models.size": ("Weights", "权重"),
    "models.megabytes": ("{count} MB", "{count} MB"),
    "models.read": ("Has read", "已读取"),
    "models.voices": ("{count} voices", "{count} 个声音"),
    "models.voices.one": ("{count} voice", "{count} 个声音"),
    "models.speed": ("Speed here", "本机速度"),
    "models.pace": (
        "{times} × real time, decoding included (upload {job}: {minutes} minutes of audio)",
        "实时的 {times} 倍，含解码（上传 {job}：{minutes} 分钟音频）",
    ),
    "models.how": ("How to get it", "获取方式"),
    "models.bundled": ("It comes with ToneAtlas.", "随 ToneAtlas 提供。"),
    "models.placed": ("It was placed in the models folder by hand.", "由人工放入模型文件夹。"),
    "models.pull": (
        "Run python -m toneatlas models pull {name} (about {megabytes} MB), or place a folder named {name} with "
        "{files} in the models folder by hand.",
        "运行 python -m toneatlas models pull {name}（约 {megabytes} MB），或将包含 {files} 的 {name} 文件夹"
        "放入模型文件夹。",
    ),
    "models.workers": ("Workers", "后台进程"),
    "models.worker_starting": ("starting", "启动中"),
    "models.worker_ready": ("ready", "就绪"),
    "models.worker_stopped": ("stopped", "已停止"),
    "models.device": ("Device", "设备"),
    "models.loaded": ("Has loaded", "已加载"),
    "models.doing": ("Is doing", "正在进行"),
    "models.no_worker": (
        "No worker is running: uploads wait. Start one with python -m toneatlas worker.",
        "没有后台进程在运行：上传将等待。请使用 python -m toneatlas worker 启动。",
    ),
    "models.card": ("Model card of compact", "compact 模型卡"),
}
