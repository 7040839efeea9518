"""Holding a model against labelled recordings, in the view of models."""

TEXTS = {
    "evaluation.title": ("Evaluate on labelled files", "用标注文件评估"),
    "evaluation.about": (
        "Do this before you trust any model: upload recordings whose emotion people have labelled, then give their "
        "table here, a CSV with the columns file and emotion and, where known, speaker, role, start and end. The "
        "stored readings of {model} are held against it; nothing is read again.",
        "在信任任何模型之前请先评估：上传已由人标注情绪的录音，然后在此提供标注表（CSV，含 file 和 emotion 列，"
        "可另有 speaker、role、start、end）。将用 {model} 已存的读数与之比较，不会重新读取。",
    ),
    "evaluation.file": ("Table of labels (CSV)", "标注表（CSV）"),
    "evaluation.compare": ("Compare", "比较"),
    "evaluation.drawing": ("Comparing …", "正在比较……"),
    "evaluation.failed": ("This could not be compared: {reason}", "无法比较：{reason}"),
    "evaluation.again": ("Choose another table", "选择其他标注表"),
    "evaluation.no_worker": (
        "No worker is running, so nothing is compared. Start one with python -m toneatlas worker",
        "没有后台进程在运行，因此未在比较。请运行 python -m toneatlas worker",
    ),
    "evaluation.of": ("{table}, compared on {when} (UTC)", "{table}，比较于 {when}（UTC）"),
    "evaluation.accuracy": ("Read as people heard it", "与人工标注一致"),
    "evaluation.accuracy_help": (
        "Share of the rows in which the strongest emotion is the labelled one.",
        "最强情绪与标注相同的行所占比例。",
    ),
    "evaluation.recall": ("Mean over the emotions", "各情绪平均召回率"),
    "evaluation.recall_help": (
        "Unweighted average recall: every emotion counts alike, however rare. The interval redraws whole speakers.",
        "未加权平均召回率：无论多少，各情绪同等计入。区间按说话人整体重抽样。",
    ),
    "evaluation.among": ("Among the table's labels", "仅限表中的标签"),
    "evaluation.among_help": (
        "The same when the model may choose only among emotions that occur in the table, as published figures do.",
        "若模型只能在表中出现的情绪里选择时的同一指标，已发表的数据多用此法。",
    ),
    "evaluation.between": ("95 % interval: {low} to {high}", "95% 区间：{low} 至 {high}"),
    "evaluation.counted": ("Rows counted", "计入的行"),
    "evaluation.of_rows": ("of {rows} in the table", "表中共 {rows} 行"),
    "evaluation.labels": ("Of each emotion", "各情绪"),
    "evaluation.emotion": ("Emotion", "情绪"),
    "evaluation.count": ("Rows", "行数"),
    "evaluation.found": ("Found", "找到"),
    "evaluation.range": ("95 % interval", "95% 区间"),
    "evaluation.range_of": ("{low} to {high}", "{low} 至 {high}"),
    "evaluation.right": ("Right when said", "判断正确"),
    "evaluation.confusions": (
        "A row for what people heard, a column for what the model heard",
        "行为人工标注，列为模型判断",
    ),
    "evaluation.heard_as": ("Labelled", "标注"),
    "evaluation.left_out": ("Rows left out ({count})", "未计入的行（{count}）"),
    "evaluation.unknown": ("the model has no label {label}", "模型没有标签 {label}"),
    "evaluation.why": ("Why", "原因"),
    "evaluation.page": ("Whole report (HTML, in English)", "完整报告（HTML，英文）"),
}
