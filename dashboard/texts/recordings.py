"""The view of all recordings, and what stands where there are none."""

TEXTS = {
    "recordings.title": ("Recordings", "录音"),
    "recordings.count": ("{count} voices", "{count} 个声音"),
    "recordings.count.one": ("{count} voice", "{count} 个声音"),
    "recordings.none": (
        "No recording matches these filters. Remove one of them to see more.",
        "没有符合条件的录音。请减少筛选条件。",
    ),
    "recordings.empty": (
        "Nothing has been read yet. Upload a few recordings, or look around in the sample day first: short calls "
        "spoken by a speech synthesiser.",
        "还没有任何读数。请上传一些录音，或先浏览示例日：由语音合成器朗读的短通话。",
    ),
    "recordings.to_upload": ("Upload recordings", "上传录音"),
    "recordings.sample": ("Read the sample day", "读取示例日"),
}
