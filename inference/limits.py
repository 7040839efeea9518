"""Every limit on what may come in, each with its reason. The dashboard imports this: nothing heavy here."""

KILO, MEGA, GIGA = 1 << 10, 1 << 20, 1 << 30

# One recording
MAX_FILE_BYTES = 4 * GIGA  # what a plain WAV can hold; four hours of two channels at 48 kHz in 16 bit are 2.8 GB
HOURS = 4.0  # the longest calls on record are about this long; as 16 kHz float32 that is 0.9 GB a channel
CHANNELS = 8  # two voices are usual, conference bridges record up to eight
LOWEST_RATE = 4_000  # Hz; telephones start at 8,000. A file that claims 1 Hz would grow 16,000 times in resampling
HIGHEST_RATE = 384_000  # Hz; the highest rate that recording equipment offers

# The process that decodes it
DECODER_CPU_SECONDS = 240  # four hours of eight-channel Opus take about half of that on one core
DECODER_WALL_SECONDS = 600  # the same on a machine that is busy with other things; a hang costs no more than this
DECODER_BYTES = GIGA  # address space: the libraries map 0.3 GB, a decode streams in blocks of some ten MB
DECODER_START_SECONDS = 60  # importing FFmpeg takes 0.3 s; on a cold disk under load, much longer
HEAD_BYTES = 64 * KILO  # what is read to recognise a container: junk before an MP3's first frame is shorter

# What comes in one upload; how zips and tables are unpacked is data/'s own to limit
UPLOAD_FILES = 20_000  # a day of a large centre, ten times over
UPLOAD_BYTES = 256 * GIGA  # 20,000 calls of five minutes as 16 kHz WAV are 190 GB

# A clip that is only an example to search with, and passes through the server's memory
CLIP_BYTES = 64 * MEGA
CLIP_SECONDS = 600  # somebody waits for it while nothing else is read
