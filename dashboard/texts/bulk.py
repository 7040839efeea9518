"""What can be done with many recordings at once."""

TEXTS = {
    "bulk.export": ("Export {count}", "导出 {count} 个"),
    "bulk.table": ("Table (CSV)", "表格（CSV）"),
    "bulk.results": ("Results (result.json each, zip)", "结果（每个录音的 result.json，zip）"),
    "bulk.embeddings": ("Embeddings (npz)", "嵌入向量（npz）"),
    "bulk.erase": ("Erase {count}", "删除 {count} 个"),
    "bulk.none": ("Choose none", "取消选择"),
    "bulk.title": ("Erase recordings", "删除录音"),
    "bulk.sure": (
        "Erase {count} recordings for good? Their sound, readings, notes and everything worked out from them is "
        "removed from this machine. This cannot be undone.",
        "确定永久删除 {count} 个录音吗？其声音、读数、备注及由此得出的一切都将从本机移除，且无法恢复。",
    ),
    "bulk.sure.one": (
        "Erase {count} recording for good? Its sound, readings, notes and everything worked out from it is removed "
        "from this machine. This cannot be undone.",
        "确定永久删除 {count} 个录音吗？其声音、读数、备注及由此得出的一切都将从本机移除，且无法恢复。",
    ),
    "bulk.really": ("Erase for good", "永久删除"),
    "bulk.keep": ("Keep them", "保留"),
}
