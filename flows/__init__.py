"""Prefect flows over the pipeline: thin doors, one call into `ingest.pipeline` each."""
