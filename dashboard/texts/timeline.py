"""The picture of a call."""

TEXTS = {
    "timeline.play": ("Play (space)", "播放（空格）"),
    "timeline.pause": ("Pause (space)", "暂停（空格）"),
    "timeline.speed": ("Speed", "速度"),
    "timeline.curve": ("Kind of curve", "曲线类型"),
    "timeline.stack": ("stacked", "堆叠"),
    "timeline.lines": ("lines", "折线"),
    "timeline.zoom_in": ("Zoom in (↑)", "放大（↑）"),
    "timeline.zoom_out": ("Zoom out (↓)", "缩小（↓）"),
    "timeline.fit": ("whole call", "整通电话"),
    "timeline.fit_help": ("Show the whole call", "显示整通电话"),
    "timeline.window": ("Smoothed over", "平滑窗口"),
    "timeline.window_help": (
        "A single 20 ms frame was never trained as a unit. Each point of the curve is the score of the stretch of this "
        "length around it; zoomed far out, of the stretch that one pixel covers.",
        "模型从未以单个 20 毫秒帧为单位训练。曲线上每一点是其周围该长度时段的得分；缩小时则为每个像素所覆盖的时段。",
    ),
    "timeline.seconds": ("{seconds} s", "{seconds} 秒"),
    "timeline.hear": ("sound on", "有声"),
    "timeline.muted": ("muted", "已静音"),
    "timeline.hear_help": ("Hear this voice, or not", "播放或静音该声音"),
    "timeline.focus": ("Show this emotion alone", "仅突出该情绪"),
    "timeline.keys": (
        "space plays · ← → seek · ↑ ↓ zoom · drag measures · m marks",
        "空格播放 · ← → 移动 · ↑ ↓ 缩放 · 拖动测量 · m 标记",
    ),
    "timeline.no_sound": (
        "The sound cannot be played: it is no longer stored, or the worker that decodes it is not running.",
        "无法播放：录音已不在存储中，或负责解码的后台进程未运行。",
    ),
    "timeline.gap": ("no speech was read here", "此处没有读数"),
    "timeline.nobody": ("nobody speaks in this region", "该区域无人说话"),
    "timeline.again": (
        "Bar and first number: from the call's own reading. Tick and second number: this stretch read again by itself.",
        "条形和第一个数字来自整通电话的读数；竖线和第二个数字是单独重新读取该时段的结果。",
    ),
    "timeline.transcript": ("Transcript", "文字记录"),
    "timeline.hear_region": ("hear it again and again (l)", "循环播放（l）"),
    "timeline.similar": ("find similar moments", "查找相似时刻"),
    "timeline.zoom_region": ("zoom to it", "放大到该区域"),
    "timeline.clear": ("clear (esc)", "清除（esc）"),
}
