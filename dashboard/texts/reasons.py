"""Why a voice has no reading, as the store keeps it in English, and how the pages say it.

A test reads one silent and one unread voice through the real code, so that the English here cannot drift from it.
"""

TEXTS = {
    "reason.agent": ("the agent's voice is not read, as the settings ask", "按设置不读取坐席的声音"),
    "reason.customer": ("the customer's voice is not read, as the settings ask", "按设置不读取客户的声音"),
    "reason.silent": ("no speech was heard: the recording or channel is silent", "未听到语音：录音或声道为静音"),
    "reason.no_speech": ("no speech was heard in this channel", "该声道中未听到语音"),
}
