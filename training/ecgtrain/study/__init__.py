"""What the report shows beside the shipped pack's own figures: rows of classifiers and forecasters, curves, examples.

Everything here is fitted on TRAIN and scored on TEST; nothing here chooses anything for the pack.
"""
