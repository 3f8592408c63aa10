"""Components of the NLU pipeline. A trained model depends on every module of this folder."""
