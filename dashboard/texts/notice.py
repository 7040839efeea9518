"""The notice on law and people."""

TEXTS = {
    "notice.title": ("Before you begin: whose voice may be read", "开始之前：可以读取谁的声音"),
    "notice.law": (
        "In the European Union it is prohibited to infer the emotions of people at work from their voice, except for "
        "medical or safety reasons (AI Act, Article 5(1)(f)). Reading customers' voices is a high-risk use, and they "
        "must be told. Elsewhere other laws apply. Choose accordingly; ask your counsel when in doubt.",
        "在欧盟，除医疗或安全目的外，禁止根据声音推断工作场所中人员的情绪（《人工智能法》第5条第1款(f)项）。读取客户声音属于高风险"
        "用途，且必须告知客户。其他地区适用其他法律。请据此选择；如有疑问，请咨询法律顾问。",
    ),
    "notice.scores": (
        "Scores describe what is expressed in the voice, as one model hears it. They are often wrong on natural "
        "speech: listen before you act on one.",
        "分数描述的是一个模型在声音中听到的表达。对自然语音常有误判：采取行动之前请先试听。",
    ),
    "notice.voices": ("Whose voice is read", "读取谁的声音"),
    "notice.voices_customer": ("the customer's only", "仅客户"),
    "notice.voices_all": ("everybody's", "所有人"),
    "notice.confirm": ("I have read this", "我已阅读"),
}
