"""The sample day among the recordings, and its removal."""

TEXTS = {
    "sample.here": (
        "The sample day is among the recordings ({count}): synthetic voices, spoken by a speech synthesiser. It shows "
        "the product and measures nothing.",
        "录音中含有示例日（{count} 个）：由语音合成器朗读的合成语音，仅用于展示产品，不作任何衡量。",
    ),
    "sample.remove": ("Remove the sample day", "移除示例日"),
    "sample.sure": (
        "Remove {count} recordings of synthetic voices for good, with everything worked out from them? All other "
        "recordings stay.",
        "确定永久移除 {count} 个合成语音录音及由此得出的一切吗？其他录音保留不变。",
    ),
    "sample.removing": ("Removing the sample day …", "正在移除示例日……"),
    "sample.really": ("Remove it", "移除"),
    "sample.keep": ("Keep it", "保留"),
}
