"""The nouns of the house: what flows through the pipeline, and the laws it obeys. Imports nothing of ours but itself."""
