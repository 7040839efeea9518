"""The picture of a map."""

TEXTS = {
    "scatter.lasso": ("lasso", "套索"),
    "scatter.box": ("box", "方框"),
    "scatter.pan": ("move", "移动"),
    "scatter.zoom_in": ("Zoom in", "放大"),
    "scatter.zoom_out": ("Zoom out", "缩小"),
    "scatter.fit": ("whole map", "整张地图"),
    "scatter.size": ("Size of the points", "点的大小"),
    "scatter.scale": ("What the smallest and the largest point mean", "最小与最大的点所代表的值"),
    "scatter.focus": ("Show this group alone", "仅突出该组"),
    "scatter.hint": (
        "draw around points to list them · Ctrl and wheel zooms",
        "圈选点即可列出 · Ctrl 加滚轮缩放",
    ),
}
