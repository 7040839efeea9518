"""What is said of each model we know by name: the English is the catalogue's own, the Chinese stands here."""

from inference.catalogue import CATALOGUE

PARTS = ("licence", "languages", "good_for")
CHINESE = {
    "FunASR model licence (Alibaba): free to use, also commercially, with attribution and the model's name kept; "
    "read MODEL_LICENSE in FunASR's repository": (
        "FunASR 模型许可（阿里巴巴）：可免费使用，包括商业用途，须注明来源并保留模型名称；"
        "详见 FunASR 仓库中的 MODEL_LICENSE"
    ),
    "its authors report results in ten languages; acted speech is read far better than natural speech": (
        "作者报告了十种语言的结果；对表演语音的读取远优于自然语音"
    ),
    "the best readings; wants a GPU or a fast CPU": "读数最佳；需要 GPU 或较快的 CPU",
    "a lighter emotion2vec+: 93 million weights where large has 162": (
        "较轻量的 emotion2vec+：9300 万参数，large 为 1.62 亿"
    ),
    "the first generation of emotion2vec+, of base's size": "emotion2vec+ 的第一代，与 base 大小相同",
    "comparing with older results": "用于与较早的结果比较",
    "CC BY-NC-SA 4.0, as the corpora it was trained on (RAVDESS, nEMO) ask: not for commercial use": (
        "CC BY-NC-SA 4.0，依训练语料（RAVDESS、nEMO）的要求：不可用于商业用途"
    ),
    "trained on German, English and Polish acted speech": "以德语、英语和波兰语的表演语音训练",
    "any laptop, without a download": "任何笔记本电脑，无需下载",
    "CC0: free for any use": "CC0：可用于任何用途",
    "trained on German acted speech alone (EmoDB)": "仅以德语表演语音（EmoDB）训练",
    "commercial use without a download; weaker outside German": "无需下载即可商用；德语以外较弱",
}
TEXTS = {
    f"model.{entry.name}.{part}": (getattr(entry, part), CHINESE.get(getattr(entry, part), getattr(entry, part)))
    for entry in CATALOGUE
    for part in PARTS
}
