"""Earlier calls of one customer."""

TEXTS = {
    "customer.title": ("Calls of this customer", "该客户的通话"),
    "customer.help": (
        "Where the metadata has a column “customer”. A voice stays the same over calls, so likeness is high in any "
        "case: read it beside other customers' likeness.",
        "需要元数据中有“customer”列。同一人的声音在各通话中本来就相似，请与其他客户之间的相似度对照阅读。",
    ),
    "customer.steady": (
        "{count} calls. They are alike by {similarity}; calls of other customers are by {others}. "
        "The latest is alike to those before it by {latest}.",
        "共 {count} 通。彼此相似度 {similarity}；与其他客户的通话为 {others}。最近一通与之前的相似度为 {latest}。",
    ),
    "customer.alone": (
        "{count} calls. They are alike by {similarity}; the latest is alike to those before it by {latest}.",
        "共 {count} 通。彼此相似度 {similarity}；最近一通与之前的相似度为 {latest}。",
    ),
    "customer.first": ("The newest {count} are listed.", "仅列出最近 {count} 通。"),
    "customer.course": ("negative score over the calls", "各通话的负面得分"),
}
