"""What explains a map's groups."""

TEXTS = {
    "explained.title": ("in numbers", "数值"),
    "explained.help": (
        "How much each kind explains of the groups. Mutual information: 0 is chance, 1 is the same grouping. Purity: "
        "share of points whose value is the most frequent one of their group; beside it what shuffled values reach.",
        "各因素对分组的解释程度。互信息：0 为随机，1 为完全一致。"
        "纯度：其值为组内最常见值的点的占比；旁边是随机打乱后的水平。",
    ),
    "explained.kind": ("kind", "因素"),
    "explained.information": ("mutual information", "互信息"),
    "explained.purity": ("purity", "纯度"),
    "explained.chance": ("by chance", "随机水平"),
    "explained.emotion": ("emotion", "情绪"),
    "explained.speaker": ("speaker", "说话人"),
    "explained.customer": ("customer", "客户"),
    "explained.agent": ("agent", "坐席"),
    "explained.file": ("call", "通话"),
    "explained.language": ("language", "语言"),
    "explained.line": ("line quality", "线路质量"),
    "explained.change": ("{kind} {before} → {after}", "{kind} {before} → {after}"),
    "explained.effect": (
        "Taken out of the voices: {what}. Neighbours share beyond chance, before → after: {changes}.",
        "已从声音中去除：{what}。相邻点相同的程度（超出随机），之前 → 之后：{changes}。",
    ),
    "explained.effect_help": (
        "0 is what chance would give, 1 is always the same. For emotion only neighbours of another voice count.",
        "0 为随机水平，1 为总是相同。对情绪只计算其他声音的相邻点。",
    ),
}
