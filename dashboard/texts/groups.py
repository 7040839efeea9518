"""The groups of a map."""

TEXTS = {
    "group.title": ("Groups", "分组"),
    "group.name_help": (
        "What fills this group, and how many times as often all of it comes together here as on the whole map. "
        "Write another name to rename the group.",
        "该组的主要构成，以及这些特征同时出现的频率是整张地图的多少倍。输入新名称即可重命名。",
    ),
    "group.rename": ("Rename this group", "重命名该组"),
    "group.exemplars": ("Typical:", "典型："),
    "group.list": ("list its calls", "列出通话"),
    "group.play": ("Play {name}", "播放 {name}"),
    "group.size": ("{count} points, {share}", "{count} 个点，{share}"),
    "group.size.one": ("{count} point, {share}", "{count} 个点，{share}"),
    "group.share": ("{what} {share}", "{what} {share}"),
    "group.lift": (
        "{what}: {lift}× the whole map (95 %: {low}–{high})",
        "{what}：为整体的 {lift} 倍（95%：{low}–{high}）",
    ),
    "group.between": ("{low}–{high}", "{low}–{high}"),
    "group.shares": ("All shares, against the whole map", "全部占比（与整体相比）"),
    "group.share_column": ("share", "占比"),
    "group.lift_column": ("lift", "倍数"),
    "group.interval": ("95 %", "95%"),
    "group.emotion": ("expressed", "情绪"),
    "group.hour": ("hour", "小时"),
    "group.queue": ("queue", "队列"),
    "group.role": ("voice", "说话人"),
    "group.quality": ("quality", "质量"),
    "group.language": ("language", "语言"),
    "group.absent": (
        "Groups of the map without any of these calls: {numbers}.",
        "此地图中没有这些通话的分组：{numbers}。",
    ),
    "group.ordinary": ("like the whole map", "与整体相似"),
    "group.follows": ("This map follows", "该地图反映"),
    "group.follows_emotion": ("follows emotion", "反映情绪"),
    "group.follows_voice": ("follows the voice", "反映嗓音"),
    "group.follows_both": ("emotion and voice", "情绪与嗓音"),
    "group.follows_neither": ("neither", "均不明显"),
    "group.follows_emotion_help": (
        "What is expressed explains this grouping clearly better than who speaks, the line or the language.",
        "与说话人、线路或语言相比，表达的情绪更能解释这一分组。",
    ),
    "group.follows_voice_help": (
        "Who speaks, the file, the line or the language explains this grouping better than what is expressed: near "
        "points may be alike as voices, not in emotion.",
        "说话人、文件、线路或语言比情绪更能解释这一分组：相近的点可能只是嗓音相似，而非情绪相似。",
    ),
    "group.follows_both_help": (
        "What is expressed and who speaks explain this grouping about equally: listen before you read emotion into it.",
        "情绪与说话人对这一分组的解释力相当：请先试听，再作情绪解读。",
    ),
    "group.follows_neither_help": (
        "Neither emotion nor voice explains this grouping beyond chance.",
        "情绪和嗓音对这一分组的解释都不超过随机水平。",
    ),
}
