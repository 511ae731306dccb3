"""Python imports this in every process that tests start: kernels and command lines are mutated or traced too."""

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path


def _neighbour(name):
    spec = spec_from_file_location(f"_mutation_{name}", Path(__file__).parents[1] / f"{name}.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if "CLIPTRIAL_MUTANT" in os.environ:
    _neighbour("serving").serve()
if "CLIPTRIAL_TRACE" in os.environ:
    _neighbour("tracing").trace_started_process()
