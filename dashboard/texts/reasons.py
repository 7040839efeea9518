"""Why something has no reading, as the store keeps it in English, and how the pages say it.

Words in braces stand for whatever a sentence holds there. A test collects the sentences from the code that says them,
so that the English here cannot drift from it.
"""

TEXTS = {
    "reason.agent": ("the agent's voice is not read, as the settings ask", "按设置不读取坐席的声音"),
    "reason.customer": ("the customer's voice is not read, as the settings ask", "按设置不读取客户的声音"),
    "reason.silent": ("no speech was heard: the recording or channel is silent", "未听到语音：录音或声道为静音"),
    "reason.no_speech": ("no speech was heard in this channel", "该声道中未听到语音"),
    # what a file is instead of a recording
    "reason.zip_inside": (
        "{name} is a zip archive or an Office document; a zip of recordings is unpacked when it is uploaded",
        "{name} 是 zip 压缩包或 Office 文档；上传录音的 zip 时会自动解压",
    ),
    "reason.pdf": ("{name} is a PDF document; only recordings can be read", "{name} 是 PDF 文档；只能读取录音"),
    "reason.picture": ("{name} is a picture; only recordings can be read", "{name} 是图片；只能读取录音"),
    "reason.packed": (
        "{name} is a packed archive; unpack it and send the recordings in it",
        "{name} 是压缩包；请解压后发送其中的录音",
    ),
    "reason.program": ("{name} is a program; only recordings can be read", "{name} 是程序；只能读取录音"),
    "reason.database": ("{name} is a database; only recordings can be read", "{name} 是数据库；只能读取录音"),
    "reason.list": (
        "{name} is a list of other files, not a recording; send the recordings",
        "{name} 是文件列表而不是录音；请发送录音本身",
    ),
    "reason.web_page": (
        "{name} is a web page or XML; a download may have failed and saved its error page",
        "{name} 是网页或 XML；可能是下载失败后保存的错误页面",
    ),
    "reason.text": (
        "{name} looks like text; a table of calls must end in .csv, a transcript in .vtt, .srt or .json",
        "{name} 看起来是文本；通话信息表须为 .csv，文字记录须为 .vtt、.srt 或 .json",
    ),
    "reason.zeros": ("{name} holds nothing but zeros; export it again", "{name} 的内容全为零；请重新导出"),
    "reason.empty": ("{name} is empty (0 bytes); export it again", "{name} 为空（0 字节）；请重新导出"),
    "reason.unknown_format": (
        "{name} is in no audio format that is known here; export it as wav, mp3 or flac",
        "{name} 不是可识别的音频格式；请导出为 wav、mp3 或 flac",
    ),
    # what is wrong with a recording
    "reason.damaged": (
        "{name} is damaged or cut off: it starts like {kind} but cannot be read; send it again or export it anew",
        "{name} 已损坏或不完整：开头像 {kind}，但无法读取；请重新发送或重新导出",
    ),
    "reason.header": (
        "{name} is damaged: its header says {channels} channels at {rate} Hz",
        "{name} 已损坏：文件头称有 {channels} 个声道、{rate} Hz",
    ),
    "reason.too_long": (
        "{name} is longer than {hours} h, the limit; send it in parts",
        "{name} 超过上限 {hours} 小时；请分段发送",
    ),
    "reason.no_sound": ("{name} holds no sound", "{name} 不含声音"),
    "reason.no_samples": ("{name} holds no sound: not one sample could be read", "{name} 不含声音：一个采样也读不到"),
    "reason.unopened": ("{name} cannot be opened: {why}", "无法打开 {name}：{why}"),
    "reason.too_large": ("{name} has {size} GB; the limit is {limit} GB", "{name} 有 {size} GB；上限为 {limit} GB"),
    "reason.channels": (
        "{name} has {channels} channels; the limit is {limit}",
        "{name} 有 {channels} 个声道；上限为 {limit} 个",
    ),
    "reason.rate": (
        "{name} is sampled at {rate} Hz; {lowest} to {highest} Hz can be read",
        "{name} 的采样率为 {rate} Hz；可读取 {lowest} 至 {highest} Hz",
    ),
    "reason.memory": (
        "{name} needs more memory to decode than the {limit} GB that are allowed",
        "解码 {name} 所需内存超过允许的 {limit} GB",
    ),
    "reason.brought_down": (
        "{name} brought the decoder down ({how}); it may be damaged or made to do harm",
        "{name} 使解码器崩溃（{how}）；文件可能已损坏或带有恶意",
    ),
    "reason.too_slow": (
        "{name} took longer than {limit} s to decode; it may be damaged or made to do harm",
        "解码 {name} 超过 {limit} 秒；文件可能已损坏或带有恶意",
    ),
    "reason.too_costly": (
        "{name} took more computing to decode than is allowed; it may be damaged or made to do harm",
        "解码 {name} 的计算量超过限制；文件可能已损坏或带有恶意",
    ),
    "reason.nonsense": (
        "{name} made the decoder answer nonsense; it may be damaged or made to do harm",
        "{name} 使解码器给出无意义的结果；文件可能已损坏或带有恶意",
    ),
    "reason.no_decoder": (
        "the decoder could not be started; `python -m inference.cell` says why",
        "无法启动解码器；运行 python -m inference.cell 可查看原因",
    ),
    # what to know of one that was read
    "reason.cut_off": (
        "the file is cut off: its header promises {promised} s; the {seconds} s there are were read",
        "文件不完整：文件头称有 {promised} 秒；已读取现有的 {seconds} 秒",
    ),
    "reason.stopped": (
        "the file could not be read to its end; its first {seconds} s were",
        "文件无法读完；已读取前 {seconds} 秒",
    ),
    "reason.in_places": (
        "the file is damaged in places; what could be decoded of it, {seconds} s, was read",
        "文件部分损坏；已读取可解码的 {seconds} 秒",
    ),
    "reason.alike": (
        "all channels hold the same sound: it was read as a recording of one channel",
        "所有声道的声音相同：按单声道录音读取",
    ),
    "reason.missing_parts": (
        "{seconds} s that are missing from the file were read as silence",
        "文件中缺失的 {seconds} 秒按静音读取",
    ),
    "reason.not_numbers": (
        "{count} samples were not numbers (NaN or infinity) and were read as silence",
        "{count} 个采样不是数值（NaN 或无穷），按静音读取",
    ),
    "reason.known": (
        "the same call is in the store already, as {name}: it was not read again",
        "存储中已有相同的通话（{name}）：未再次读取",
    ),
    # zips and tables
    "reason.zip": ("a zip of {count} files, each in a row of its own", "含 {count} 个文件的 zip，每个文件各占一行"),
    "reason.zip_table": ("its table describes {count} files", "其中的信息表描述了 {count} 个文件"),
    "reason.zip_table_out": ("a table in it was left out: {why}", "其中的一个信息表已略过：{why}"),
    "reason.left_out": ("{name} was left out: {why}", "{name} 已略过：{why}"),
    "reason.zip_nested": (
        "a zip inside a zip is not opened: unpack it and send the recordings",
        "不会打开 zip 中的 zip：请解压后发送录音",
    ),
    "reason.zip_refused": ("the zip is refused: {why}", "已拒绝该 zip：{why}"),
    "reason.entry_refused": ("this entry is refused: {why}", "已拒绝该条目：{why}"),
    "reason.bomb": (
        "it unpacks to far more than sound can shrink to: it looks like a zip bomb",
        "解压后的大小远超声音可压缩的程度，疑似 zip 炸弹",
    ),
    "reason.zip_broken": (
        "the zip is broken ({why}): make it again and send it once more",
        "zip 已损坏（{why}）：请重新制作并再次发送",
    ),
    "reason.entry_broken": (
        "this entry of the zip is broken ({why}): send the file by itself",
        "zip 中的该条目已损坏（{why}）：请单独发送该文件",
    ),
    "reason.entry_method": (
        "this entry is compressed in a way that is not read here: make the zip in the usual way",
        "该条目的压缩方式不受支持：请用常规方式制作 zip",
    ),
    "reason.zip_huge": ("the zip unpacks to more than {limit} GB: split it", "zip 解压后超过 {limit} GB：请拆分"),
    "reason.zip_many": (
        "the zip holds {count} files; the limit is {limit}: split it",
        "zip 含 {count} 个文件；上限为 {limit} 个：请拆分",
    ),
    "reason.zip_listing": (
        "the zip lists too many files; the limit is {limit}: split it",
        "zip 列出的文件过多；上限为 {limit} 个：请拆分",
    ),
    "reason.zip_locked": (
        "the zip is locked with a password: send it without one",
        "zip 有密码：请发送无密码的 zip",
    ),
    "reason.zip_overlap": (
        "the zip is refused: its files overlap, as only a zip bomb's do",
        "已拒绝该 zip：其中的文件相互重叠，只有 zip 炸弹才会如此",
    ),
    "reason.file_limit": (
        "the file is larger than {limit} MB, the limit for one file",
        "文件超过 {limit} MB，即单个文件的上限",
    ),
    # folders of this machine
    "reason.folder": (
        "a folder of {count} files, each in a row of its own",
        "含 {count} 个文件的文件夹，每个文件各占一行",
    ),
    "reason.folder_unread": ("{count} folders inside it could not be read", "其中有 {count} 个文件夹无法读取"),
    "reason.folder_empty": (
        "{place} holds no recordings ({count} other files)",
        "{place} 中没有录音（其他文件 {count} 个）",
    ),
    "reason.folder_many": (
        "{place} holds more than one upload takes, {files} files and {size} GB: choose a folder inside it",
        "{place} 超过一次上传的上限（{files} 个文件、{size} GB）：请选择其中的子文件夹",
    ),
    "reason.folder_refused": (
        "{place} is no folder that may be read: the server is started with those that may",
        "{place} 不在允许读取的文件夹之列：可读取的文件夹在启动服务器时指定",
    ),
    "reason.folder_names": (
        "a place below an allowed folder has no hidden name, no .. and no empty one in it",
        "允许的文件夹之下的路径不能含隐藏名称、.. 或空名称",
    ),
    "reason.folder_gone": (
        "{place} is no longer there: it was moved, deleted or replaced by a link",
        "{place} 已不在：可能已被移动、删除或替换为链接",
    ),
    "reason.folder_unreadable": (
        "{place} cannot be read ({what}): check that the server's user may, then try again",
        "无法读取 {place}（{what}）：请确认服务器用户有权限，然后重试",
    ),
    "reason.folder_none": ("{place} is no folder", "{place} 不是文件夹"),
    "reason.folder_no_file": ("this is no file", "这不是文件"),
    # the shelf, the worker
    "reason.no_audio": (
        "the audio of this recording is no longer stored; its readings are",
        "此录音的音频已不在存储中；其读数仍在",
    ),
    "reason.disk_low": (
        "the disk has less than {limit} MB left: free some space and send the file again",
        "磁盘剩余不足 {limit} MB：请释放空间后重新发送",
    ),
    "reason.disk_full": (
        "the disk is full: free some space and send the file again",
        "磁盘已满：请释放空间后重新发送",
    ),
    "reason.cancelled": ("cancelled", "已取消"),
    "reason.given_up": (
        "the worker ended {tries} times while it was at this (a crash, or too little memory)",
        "后台进程在处理时中断了 {tries} 次（崩溃或内存不足）",
    ),
    "reason.given_up_file": (
        "the worker ended {tries} times while it was at this (a crash, or too little memory): convert the file to WAV "
        "and send it again",
        "后台进程在处理时中断了 {tries} 次（崩溃或内存不足）：请将文件转换为 WAV 后重新发送",
    ),
    "reason.unexpected": (
        "something unexpected happened ({what}); the worker's log has the details: please report it",
        "发生意外（{what}）；详情见后台进程的日志，请报告此问题",
    ),
    "reason.no_model": ("{model} is not on this machine. {how}", "本机没有 {model}。{how}"),
    "reason.other_model": (
        "this has to be read by the model that the others were read by, {wanted}; loaded is {loaded}",
        "需要用读取其他录音的模型 {wanted} 来读取；当前加载的是 {loaded}",
    ),
    # stretches and clips that are read for themselves
    "reason.region_unread": (
        "this voice was not read in this call, so no stretch of it is",
        "该通话中的这个声音没有读数，因此其中的时段也不读取",
    ),
    "reason.region_short": (
        "a stretch needs at least {seconds} s to be read for itself",
        "单独读取的时段至少需要 {seconds} 秒",
    ),
    "reason.region_silent": ("nobody speaks in this stretch", "该时段无人说话"),
    "reason.clip_gone": ("this clip is no longer here: send it once more", "片段已不在：请再发送一次"),
    "reason.clip_silent": ("no speech was heard in this clip", "片段中未听到语音"),
    "reason.clip_long": (
        "the clip is {minutes} minutes long; up to {limit} are read here: upload it as a recording",
        "片段长 {minutes} 分钟；此处最多读取 {limit} 分钟：请作为录音上传",
    ),
    # labelled tables
    "reason.label_nobody": ("no stored recording has this name", "存储中没有这个名称的录音"),
    "reason.label_several": ("several stored recordings have this name", "存储中有多个同名录音"),
    "reason.label_unread": ("this model has not read the recording", "该模型未读取此录音"),
    "reason.label_role": ("the file has no {role}", "文件中没有 {role}"),
    "reason.label_turn": ("nobody was heard in the turn", "该时段内未听到语音"),
    "reason.label_column": ("{table} has no column {columns}", "{table} 没有 {columns} 列"),
    "reason.label_empty": ("{table} has no rows under its header", "{table} 的表头下没有数据行"),
    "reason.label_line": (
        "line {line} of {table} names no file or no emotion",
        "{table} 第 {line} 行缺少文件或情绪",
    ),
    "reason.label_span": (
        "line {line} of {table}: a turn needs a start and a later end, in seconds",
        "{table} 第 {line} 行：时段需要开始时间和更晚的结束时间（秒）",
    ),
    "reason.label_seconds": (
        "line {line} of {table}: {text} is no number of seconds",
        "{table} 第 {line} 行：{text} 不是秒数",
    ),
    "reason.label_csv": ("{table} cannot be read as a UTF-8 CSV: {what}", "无法将 {table} 读作 UTF-8 CSV：{what}"),
    "reason.label_none": (
        "none of the {count} labelled rows could be counted: {what}",
        "{count} 行标注均无法计入：{what}",
    ),
    "reason.label_text": (
        "the table is no UTF-8 text: save it as CSV in UTF-8",
        "标注表不是 UTF-8 文本：请另存为 UTF-8 的 CSV",
    ),
    "reason.label_large": (
        "the table is larger than {limit} MB: evaluate it with the command",
        "标注表超过 {limit} MB：请使用命令行评估",
    ),
    # learning what a team listens for
    "reason.own_few": (
        "{name} needs {least} windows that are it and {same} that are not, each in {apart} recordings or more; "
        "this model has read {yes} in {yes_apart} and {no} in {no_apart}",
        "{name} 需要 {least} 个“是”和 {same} 个“不是”的时段，且各来自至少 {apart} 个录音；"
        "该模型已读取 {yes} 个（{yes_apart} 个录音）和 {no} 个（{no_apart} 个录音）",
    ),
    "reason.own_sample_few": (
        "a sample needs at least one example that this model has read",
        "样本至少需要一个该模型已读取的示例",
    ),
    "reason.own_classes": ("at least two different labels are needed", "至少需要两种不同的标注"),
    "reason.own_one_recording": (
        "{name} is labelled in one recording only: label it in others too before trusting figures",
        "{name} 只在一个录音中有标注：请在其他录音中也标注后再采信数据",
    ),
    "reason.own_windows": (
        "at least two labels with {least} windows each are needed: label more of {name} or others",
        "至少需要两种标注，各 {least} 个时段：请多标注 {name} 或其他",
    ),
    "reason.nothing_to_draw": (
        "there is nothing to draw: no recording of this selection has a reading",
        "没有可绘制的内容：当前筛选的录音均无读数",
    ),
    # what a worker is doing
    "reason.waiting": ("waiting for work", "等待任务"),
    "reason.loading": ("loading its model", "正在加载模型"),
}
