#!/usr/bin/python3
"""Reads tests/golden/small_sweep_file with h5py: sweep_h5py.py FILE. Exits 1 at the first number that is not as written."""
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1]) as f:
    assert f.attrs["kind"] == "sweep" and f.attrs["seed"] == 7 and f.attrs["replicates"] == 3 and f.attrs["points"] == 7
    assert list(f.attrs["measures"]) == ["placed", "spending.internal@KZ-55"]
    assert list(f.attrs["parameters"]) == ["relocation.mrp", "quotas.rule", "placed_varied"]
    spending = f["spending.internal@KZ-55"]
    assert [dim[0].name for dim in spending.dims] == ["/point", "/arm", "/replicate"]
    assert spending[6].tolist() == [[1600, 1601, 1604], [1616, 1623, 1632]], spending[6]
    assert spending.attrs["spec"] == "spending.internal@KZ-55" and spending.attrs["better"] == -1
    assert np.isnan(spending[3]).all() and np.isnan(spending[5, 0, 0]) and spending[5, 0, 1] == 1501
    assert f["status"].dtype == np.int8 and list(f["status"]) == [0, 0, 0, 1, 0, 0, 0]
    assert f["message"].asstr()[3].startswith("point 3: ") and f["message"].asstr()[2] == ""
    assert list(f["relocation.mrp"]) == [50.5 + p for p in range(7)]
    assert list(f["quotas.rule"].asstr()[:3]) == ["order", "weighted key", "base"]
    assert np.isnan(f["quotas.rule_position"][2]) and list(f["quotas.rule_position"].attrs["words"]) == ["order", "weighted key"]
    assert np.isclose(f["placed_mean"][6, 1], np.mean([616, 623, 632])), f["placed_mean"][6]
    assert np.isclose(f["placed_difference"][6, 1], 22) and f["placed_difference"][6, 0] == 0
    assert f["scenario_yaml"].asstr()[1] == "question: key\n"
