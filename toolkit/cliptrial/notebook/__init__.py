"""What a notebook works with: the functions of the package, whose results show themselves.

Everything here is derived from the records of :mod:`cliptrial.analysis` and :mod:`cliptrial.planning`: a result is
the record itself, and knows in addition how it is shown, drawn and turned into tables. Nothing heavy is imported
until something is displayed.
"""
