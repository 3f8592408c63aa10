"""Running everything on one machine: train when stale; start, watch and stop the processes."""
