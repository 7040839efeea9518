"""The vote of 3-second pieces beside the mean of the logits."""

TEXTS = {
    "voting.title": ("Vote of 3-second pieces, beside the mean", "三秒片段投票与平均值对比"),
    "voting.help": (
        "The vote cuts the voice every three seconds and takes what leads in most pieces, as people did by hand with "
        "models for clips. The mean takes all its frames together, as the verdict above does. "
        "Where they differ, the call is mixed: listen.",
        "投票法每三秒切分声音，取多数片段中领先的情绪，即人们使用片段模型时的做法。平均法合并上方结论所依据的全部帧，"
        "与该结论做法相同。两者不同时表示情绪混合：请试听。",
    ),
    "voting.voice": ("voice", "说话人"),
    "voting.pieces": ("pieces", "片段数"),
    "voting.vote": ("vote", "投票"),
    "voting.mean": ("mean of the logits", "logits 平均"),
    "voting.with": ("{what} {share}", "{what} {share}"),
    "voting.agree": ("the same", "一致"),
    "voting.yes": ("yes", "是"),
    "voting.no": ("no", "否"),
}
