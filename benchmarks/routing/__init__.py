"""What becomes of residents' first messages: which procedure is found, and when none should be."""

import os

# As in the processes of ./mado up; BLAS reads it when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
