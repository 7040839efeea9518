"""Saved maps: kept, opened with other days' calls, side by side."""

TEXTS = {
    "saved.map": ("Map", "地图"),
    "saved.none": ("drawn for these filters", "按当前筛选绘制"),
    "saved.save": ("Save this map", "保存此地图"),
    "saved.save_help": (
        "A saved map stays as it is: calls of other days are placed into it, so that a region and a group mean the "
        "same on every day. The names you give its groups go with it.",
        "保存的地图保持不变：其他日期的通话会被放入其中，因此区域和分组在每一天含义相同。您给分组起的名称也会保留。",
    ),
    "saved.name": ("Name", "名称"),
    "saved.keep": ("Save", "保存"),
    "saved.change": ("This map", "此地图"),
    "saved.rename": ("Rename", "重命名"),
    "saved.sure": ("Delete it for good; the calls stay", "永久删除（通话保留）"),
    "saved.delete": ("Delete this map", "删除此地图"),
    "saved.own_calls": (
        "The {count} points it was drawn from. Choose days above to place their calls into this map.",
        "绘制此地图所用的 {count} 个点。请在上方选择日期，将当天的通话放入此地图。",
    ),
    "saved.drift": (
        "{value} of {calls} calls (95 %: {low}–{high}) lie farther from the map than 95 % of its own do; without any "
        "change it would be 5 %.",
        "{calls} 通通话中有 {value}（95%：{low}–{high}）比地图自身 95% 的点离得更远；若无变化应为 5%。",
    ),
    "saved.drift_help": (
        "Of moments it is the share of moments; the interval counts calls, because the moments of one call are alike.",
        "若每个点是一个时刻，则为时刻的占比；区间按通话计数，因为同一通话的时刻彼此相似。",
    ),
    "saved.fits": ("The map still fits these calls.", "该地图仍适合这些通话。"),
    "saved.unsure": (
        "These are too few calls to say whether the map still fits.",
        "通话太少，无法判断地图是否仍然适合。",
    ),
    "saved.leaves": ("That is more than chance.", "这超出了偶然范围。"),
    "saved.refit": (
        "These calls have left the map: draw a new one from their days and save it, before you compare groups.",
        "这些通话已偏离该地图：比较分组之前，请用这些日期重新绘制并保存地图。",
    ),
    "saved.other_model": (
        "This map was drawn from readings of {model}. Choose that model on the left to open it: readings of two models "
        "never share a map.",
        "该地图由 {model} 的读数绘制。请在左侧选择该模型后再打开：两个模型的读数不能放在同一地图中。",
    ),
    "saved.nothing_left": (
        "None of this map's voices is in the store as it was read then: draw a new map.",
        "该地图中的声音在存储中已不再保持当时的读数：请重新绘制地图。",
    ),
    "beside.title": ("Beside it", "并排显示"),
    "beside.help": (
        "A map drawn another way, or a saved one. Other days can stand beside a map that was saved: its places are "
        "then kept, and the calls of those days are placed among them.",
        "可并排显示另一种布局或已保存的地图。若要并排显示其他日期，请先保存地图：位置保持不变，其他日期的通话将放入其中。",
    ),
    "beside.nothing": ("nothing", "无"),
    "beside.own": ("the calls this map was drawn from", "绘制此地图所用的通话"),
    "beside.day": ("other days in this map", "此地图中的其他日期"),
    "beside.days": ("Other days", "其他日期"),
    "beside.saved": ("saved: {name}", "已保存：{name}"),
    "beside.drawn": ("drawn for these filters by {method}", "按当前筛选以 {method} 绘制"),
    "beside.other_list": ("The same on the map beside it:", "并排地图中的对应部分："),
    "beside.nothing_common": (
        "These two maps have no call in common, so nothing can light up in both. To compare days, save a map and place "
        "the other days into it.",
        "两张地图没有共同的通话，因此无法同时突出显示。要比较日期，请保存一张地图并将其他日期放入其中。",
    ),
    "beside.shares": ("Groups on both days", "两天的分组对比"),
    "beside.group": ("Group", "分组"),
    "beside.left": ("left", "左"),
    "beside.right": ("right", "右"),
    "beside.share": ("{count} · {share}", "{count} · {share}"),
    "map.centre": ("Taken out of the voices", "从声音中去除"),
    "map.as_read": ("nothing", "不去除"),
    "map.speaker": ("who speaks", "说话人"),
    "map.file": ("the call", "通话"),
    "map.grouped": ("Groups are found", "分组依据"),
    "map.map": ("on the map", "地图上的位置"),
    "map.min_size": ("Fewest points of a group", "分组最少点数"),
    "map.min_size_help": (
        "Smaller groups are noise. By itself it is half the square root of the number of points, at least 5.",
        "更小的分组视为噪声。默认为点数平方根的一半，至少 5。",
    ),
    "map.min_samples": ("Neighbours of a dense place", "密集处的邻居数"),
    "map.min_samples_help": (
        "More of them leave more points in no group. By itself it is the fewest points of a group.",
        "数值越大，未归入分组的点越多。默认等于分组最少点数。",
    ),
    "map.epsilon": ("Groups nearer than this stay one", "近于此距离的分组合并"),
    "map.epsilon_help": ("A distance on the map; 0 joins nothing.", "地图上的距离；0 表示不合并。"),
    "map.by_itself": ("by itself", "自动"),
    "map.more": ("Groups", "分组设置"),
    "map.more_set": ("Groups · {count}", "分组设置 · {count}"),
    "map.unlike": ("Calls most unlike the rest", "最与众不同的通话"),
    "map.unlike_help": (
        "Each at the point that lies loneliest: often noise, music, another language or a wrong channel; sometimes the "
        "call of the day.",
        "每通电话取最孤立的点：常为噪声、音乐、其他语言或声道错误，有时正是当天最重要的通话。",
    ),
    "column.unlike": ("Unlike", "差异"),
    "column.unlike_help": (
        "How much lonelier this point lies than its surroundings (GLOSH, 0 to 1); of calls that were placed into a "
        "saved map, how far beyond the map's own distances.",
        "该点比周围孤立的程度（GLOSH，0 到 1）；对放入已保存地图的通话，为超出地图自身距离的程度。",
    ),
    "note.clear": ("no flags", "无标记"),
    "reason.unnamed": (
        "nobody is named as the speaker of any of these calls, so nothing was taken out of their voices",
        "这些通话均未注明说话人，因此未从声音中去除任何成分",
    ),
    "reason.nothing_to_place": (
        "there is nothing to place: none of these calls has a reading",
        "没有可放入的内容：这些通话均无读数",
    ),
    "reason.map_of_other_model": (
        "this map holds readings of {model}; those of {other} have no place in it: choose that model",
        "该地图包含 {model} 的读数；{other} 的读数不能放入其中：请选择该模型",
    ),
    "reason.saved_map_gone": (
        "there is no such saved map: it was deleted, or all its recordings were erased",
        "没有这张保存的地图：已被删除，或其录音均已清除",
    ),
    "reason.map_alone": (
        "the map has a single point, so how far other calls are from it cannot be said",
        "该地图只有一个点，无法判断其他通话与它的距离",
    ),
}
