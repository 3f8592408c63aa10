"""Running everything on one machine: training when stale, starting, watching and stopping processes."""
