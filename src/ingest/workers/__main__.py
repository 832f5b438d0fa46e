"""The door of a worker process; the pool starts it."""

from ingest.workers.process import main

main()
