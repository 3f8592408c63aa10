"""How long it takes to make the search over a large FAQ, what it holds, and how fast it answers."""

import os

# As in the processes of ./mado up; BLAS reads it when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
