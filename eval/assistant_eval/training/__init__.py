"""How the grounding model is made: public pairs, pairs made from real passages, a training run, a calibration.

``python -m assistant_eval.training --data DIR`` does all of it, on two cores, and goes on where it stopped.
"""
