"""What can go wrong between bytes and readings; every message is a sentence for the person who sent the file."""


class InferenceError(Exception):
    """Base of all errors of this package. ``str(error)`` is shown to people as it is."""


class NotAudio(InferenceError):
    """The bytes are no audio that can be read: text, an image, an empty or broken file."""


class NoSound(InferenceError):
    """A container that was read, but holds no sound: a video without an audio track, a file of 0 samples."""


class TooLong(InferenceError):
    """More audio than the limit allows."""


class TooShort(InferenceError):
    """Less audio than one frame."""


class TooLarge(InferenceError):
    """More bytes, channels or samples per second than the limits allow."""


class Crashed(InferenceError):
    """The decoder's process ended without an answer, or took longer than allowed."""


class ModelMissing(InferenceError):
    """The model is not on this machine; the message says how to get it."""


class ModelBroken(InferenceError):
    """The model's folder is there but cannot be loaded."""


class DeviceMissing(InferenceError):
    """The device that was asked for is not there or does not work."""
