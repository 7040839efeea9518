"""The engine: runs any emotion2vec folder with FunASR's own numbers, many clips at once, as fast as the machine can.

``model`` is the way in. On a processor: ``network`` packs clips one after another (``packing``) through ``frontend``,
``positional`` and ``block``; ``linear`` and ``precision`` say how products are made, ``kernels`` does the rest.
On a card: ``padded`` runs padded batches with exact masks, ``card`` sizes and feeds them. ``trial`` checks a reduced
precision on the loaded weights before it becomes the default.
"""
