"""Reading zh and en: fold, sentences, amounts, names.

Pure functions; used by store, editor and writers.
"""
