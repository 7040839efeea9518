"""Own emotions and reference samples: labelling, learning, and what is said of calls."""

TEXTS = {
    "shell.own": ("Own emotions", "自定义情绪"),
    "own.title": ("Own emotions", "自定义情绪"),
    "own.lead": (
        "Teach what your team listens for: answer for some windows, learn from them on the stored embeddings, and have "
        "every stored call searched for it. No audio is read again.",
        "教会系统识别团队关心的表达：为若干片段作答，在已存的嵌入向量上学习，再应用于全部已存通话，无需重新读取音频。",
    ),
    "own.choose": ("Listen for", "识别目标"),
    "own.new": ("New", "新建"),
    "own.name": ("Name, such as hesitant", "名称，例如“犹豫”"),
    "own.kind": ("What it is", "类型"),
    "own.kind_emotion": ("an own emotion", "自定义情绪"),
    "own.kind_emotion_help": (
        "Learned from windows that are it and windows that are not.",
        "由“是”与“不是”两类片段学习而来。",
    ),
    "own.kind_sample": ("a reference sample", "参考样本"),
    "own.kind_sample_help": (
        "Examples only: calls are sorted by how much they sound like them.",
        "仅由示例组成：通话按与示例的相似度排序。",
    ),
    "own.create": ("Make it", "创建"),
    "own.taken": ("There is one of this name already.", "已有同名项目。"),
    "own.none": (
        "Nothing has been taught yet. Make an own emotion with “New”, answer for twenty windows, and train.",
        "还没有自定义内容。请点击“新建”，为二十个片段作答，然后训练。",
    ),
    "own.tally_emotion": (
        "windows that are it: {yes} (recordings: {yes_recordings}) · that are not: {no} (recordings: {no_recordings})",
        "“是”{yes} 个片段（{yes_recordings} 个录音）· “不是”{no} 个（{no_recordings} 个录音）",
    ),
    "own.tally_sample": ("examples: {yes} · recordings: {recordings}", "{yes} 个示例，来自 {recordings} 个录音"),
    "own.train": ("Train", "训练"),
    "own.too_few": (
        "To train, {least} windows that are it and {least} that are not are needed, each from {apart} recordings or "
        "more: what is learned from one call is as likely its speaker or its line.",
        "训练至少需要“是”和“不是”各 {least} 个片段，且各来自至少 {apart} 个录音："
        "只从一通电话学到的可能只是说话人或线路。",
    ),
    "own.drawing": ("Learning, then applying it to every stored call …", "正在学习并应用于全部已存通话……"),
    "own.failed": ("This did not work: {reason}", "未能完成：{reason}"),
    "own.again": ("Try again", "重试"),
    "own.no_worker": (
        "No worker is running, so nothing can be learned. Start one with `python -m toneatlas worker`.",
        "没有后台进程在运行，无法训练。请使用 python -m toneatlas worker 启动。",
    ),
    "own.said": (
        "own label, accuracy {value} ({low}–{high}) by {count} labels",
        "自定义标签，准确率 {value}（{low}–{high}），基于 {count} 个标注",
    ),
    "own.said_sample": ("reference sample of {count} examples", "由 {count} 个示例组成的参考样本"),
    "own.said_sample.one": ("reference sample of {count} example", "由 {count} 个示例组成的参考样本"),
    "own.in_use": ("Version {number} is in use: {said}.", "正在使用版本 {number}：{said}。"),
    "own.left_out": (
        "{count} labels were left out: this model has not read those calls.",
        "有 {count} 个标注未使用：该模型没有读取那些通话。",
    ),
    "own.left_out.one": (
        "{count} label was left out: this model has not read that call.",
        "有 {count} 个标注未使用：该模型没有读取那些通话。",
    ),
    "own.applied": (
        "Applied to {count} voices; heard in at least one window of {heard}.",
        "已应用于 {count} 个声音；其中 {heard} 个至少有一个片段被识别出。",
    ),
    "own.applied.one": (
        "Applied to {count} voice; heard in at least one window of {heard}.",
        "已应用于 {count} 个声音；其中 {heard} 个至少有一个片段被识别出。",
    ),
    "own.alike": (
        "Its examples have a cosine of {own} to each other; applied to {count} voices.",
        "示例彼此之间的余弦为 {own}；已应用于 {count} 个声音。",
    ),
    "own.alike.one": (
        "Its examples have a cosine of {own} to each other; applied to {count} voice.",
        "示例彼此之间的余弦为 {own}；已应用于 {count} 个声音。",
    ),
    "own.guessing": (
        "This is no better than guessing so far: do not rely on it before there are more labels.",
        "目前不比随机猜测更好：在有更多标注之前请勿依赖。",
    ),
    "own.accuracy_help": (
        "Balanced accuracy on recordings it did not learn from, with its 95 % interval; guessing reaches {chance}. "
        "Half of the windows asked about are chosen because it was unsure, so real calls may be easier.",
        "在未参与学习的录音上的平衡准确率及 95% 区间；随机猜测为 {chance}。被询问的片段有一半是因为难以判断而选出的，"
        "因此实际通话可能更容易。",
    ),
    "own.recalls": (
        "Of the windows that are it {yes} are found; of the others {no} are left alone.",
        "“是”的片段中找到 {yes}；其余片段中 {no} 未被误判。",
    ),
    "own.windows_yes": ("windows that are “{name}”", "属于“{name}”的片段"),
    "own.windows_no": ("windows that are not “{name}”", "不属于“{name}”的片段"),
    "own.advice_enough": (
        "Both answers are found well enough; more labels will help little.",
        "两类都识别得足够好，再增加标注帮助不大。",
    ),
    "own.advice_more": (
        "Label {count} more {label}: {recall} of them are found so far.",
        "请再标注 {count} 个{label}：目前找到其中的 {recall}。",
    ),
    "own.advice_unheard": (
        "{recall} of the {label} are found and more labels no longer help: perhaps it does not sound different enough, "
        "or is labelled in two ways.",
        "{label}中找到 {recall}，更多标注已无帮助：可能声音差别不够，或标注标准不一致。",
    ),
    "own.learned_from": ("labels learned from", "用于学习的标注数"),
    "own.accuracy": ("balanced accuracy", "平衡准确率"),
    "own.chance": ("guessing", "随机猜测"),
    "own.versions": ("Versions ({count})", "版本（{count}）"),
    "own.version": ("Version {number}, {when}: {said}", "版本 {number}，{when}：{said}"),
    "own.used": ("in use", "使用中"),
    "own.use": ("Use this one", "使用此版本"),
    "own.remove": ("Remove", "移除"),
    "own.remove_all": ("Remove “{name}” with all of it", "彻底移除“{name}”"),
    "own.remove_sure": (
        "Its labels, its versions and what they say of every call are removed for good.",
        "其标注、全部版本以及它们对每通电话的判断都将被永久移除。",
    ),
    "own.ask": ("Windows to answer next", "待回答的片段"),
    "own.ask_help": (
        "Half are those the version in use is least sure of, half are drawn at random; one of each call.",
        "一半是当前版本最没有把握的片段，一半随机抽取；每通电话最多一个。",
    ),
    "own.nothing_to_ask": ("Every window has been answered.", "所有片段都已回答。"),
    "own.answered": ("{count} of these {all} are answered.", "这 {all} 个片段中已回答 {count} 个。"),
    "own.others": ("Propose others", "换一批"),
    "own.answer_yes": ("“{name}” is heard here (y)", "此处听到“{name}”（y）"),
    "own.answer_no": ("“{name}” is not heard here (n)", "此处没有“{name}”（n）"),
    "own.leave_out": ("Leave this example out", "移除此示例"),
    "own.all_labels": ("All labels ({count})", "全部标注（{count}）"),
    "own.first_labels": ("The first {count} are listed.", "仅列出前 {count} 个。"),
    "own.no_examples": (
        "No examples yet: tick recordings in their table, or draw a region in a call, and add them here.",
        "还没有示例：请在录音列表中勾选，或在通话中框选一段，然后添加到此处。",
    ),
    "own.columns": ("Columns", "列"),
    "own.heard_in": ("Only calls in which it is heard", "仅显示识别到的通话"),
    "own.filter": ("Own emotions", "自定义情绪"),
    "own.column_help": (
        "{said}. Mean score over all windows of the voice.",
        "{said}。该声音全部片段得分的平均值。",
    ),
    "own.sample_help": (
        "{said}. Cosine of the voice to the examples; sort by it, its size depends on the model.",
        "{said}。该声音与示例的余弦；请用于排序，数值大小取决于模型。",
    ),
    "own.here": ("Own emotions in this call", "本通话中的自定义情绪"),
    "own.here_help": (
        "What the team taught, applied to this call. Press a row to go to its highest window.",
        "团队所教内容应用于本通话的结果。点击一行可跳到得分最高的片段。",
    ),
    "own.share": ("{share} of its speech · highest {peak} at {at}", "占语音的 {share} · 最高 {peak}，位于 {at}"),
    "own.cosine": ("highest {peak} at {at}", "最高 {peak}，位于 {at}"),
    "own.label_as": ("Label this region as", "将该区域标注为"),
    "own.windows_here": ("This means {spans}", "对应片段：{spans}"),
    "own.no_window": ("Nobody was read in this region.", "该区域没有读数。"),
    "own.yes": ("It is", "是"),
    "own.no": ("It is not", "不是"),
    "own.add": ("Add as example", "添加为示例"),
    "own.labelled": ("Labels", "标注"),
    "own.labelled_yes": ("is “{name}”", "是“{name}”"),
    "own.labelled_no": ("is not “{name}”", "不是“{name}”"),
    "own.labelled_kept": ("Kept.", "已保存。"),
    "own.add_ticked": ("Add to a sample ({count})", "加入样本（{count}）"),
    "own.sample": ("Sample", "样本"),
    "own.no_samples": (
        "There is no reference sample yet: make one under Own emotions, add examples and train it.",
        "还没有参考样本：请在“自定义情绪”中创建，添加示例并训练。",
    ),
    "own.ranking": ("Calls most like it", "最相似的通话"),
    "similar.from_sample": ("a reference sample", "参考样本"),
    "own.not_applied": ("This sample has not been applied yet: train it first.", "该样本尚未应用：请先训练。"),
    "asking.playlist_start": ("Hear and answer", "边听边答"),
    "asking.playlist_stop": ("Stop", "停止"),
    "asking.playlist_hint": (
        "One after another; y: it is heard, n: it is not, →: leave open",
        "依次播放；y：听到，n：没有听到，→：跳过",
    ),
    "asking.playlist_now": (
        "{number} of {count} · y: it is heard, n: it is not, →: leave open, enter: open the call, esc: stop",
        "第 {number} / {count} 个 · y：听到，n：没有，→：跳过，回车：打开通话，esc：停止",
    ),
    "column.expressed": ("Own emotion", "自定义情绪"),
    "column.level": ("Level", "程度"),
    "column.level_help": (
        "Of an own emotion its mean score over all windows, of a sample the cosine to its examples.",
        "自定义情绪为全部片段的平均得分；样本为与示例的余弦。",
    ),
    "column.extent": ("How much, where", "多少、何处"),
    "column.sureness": ("How sure", "可靠程度"),
}
