"""What Prefect, Dask and Ray are told by environment variables. Import and call before any of them is imported."""

import os

NO_TELEMETRY = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "RAY_USAGE_STATS_ENABLED": "0",
}
PLAIN = {
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_RUNNER_POLL_FREQUENCY": "3",  # seconds until serve sees a run that is due: 10 as Prefect comes
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # what Ray warns of otherwise
}
BY_HAND = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # what a user must know, we say ourselves
    "PREFECT_CLIENT_MAX_RETRIES": "3",  # 14 s for a server that is gone; five times are a minute, thrice at an end
}
SERVER = {  # a server of ours: its database stays bounded (deploy/server.env says the same)
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 86_400),
    # after a killed run the next one waits for its slot this long, not 300 s
    "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",  # this one takes no seconds
}


def quieten(by_hand: bool = False) -> None:
    """Set what is not set already. `by_hand`: a person started a flow and reads the terminal."""
    for name, value in {**NO_TELEMETRY, **PLAIN, **(BY_HAND if by_hand else {})}.items():
        os.environ.setdefault(name, value)
    for name in ("NO_PROXY", "no_proxy"):  # loopback is nobody's to proxy
        hosts = [h for h in os.environ.get(name, "").split(",") if h]
        os.environ[name] = ",".join([*hosts, *({"127.0.0.1"} - set(hosts))])
