#!/usr/bin/python3
"""Reads tests/golden/small_comparison_file with h5py: comparison_h5py.py FILE. Exits 1 at the first number that is not as written."""
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1]) as f:
    assert f.attrs["kind"] == "comparison" and f.attrs["seed"] == 7 and f.attrs["replicates"] == 3
    placed = f["whole_run/placed"]
    assert [dim[0].name for dim in placed.dims] == ["/whole_run/arm", "/whole_run/statistic", "/whole_run/area"]
    statistics = list(f["whole_run/statistic"].asstr())
    assert placed[:, statistics.index("difference")].tolist() == [[0, 0, 0], [13, 15, 17], [13, 15, 17]], placed[:]
    assert list(f["whole_run/arm"].asstr()) == ["order", "key", "key_too"]
    assert np.isnan(f["whole_run/placed"].attrs["_FillValue"])
    assert f["whole_run/gini_load"].shape == (3, 6)
    assert f["replicates/placed"].shape == (3, 3, 3) and f["replicates/placed"][1, 2, 0] == 178
    assert f["arms/scenario_yaml"].asstr()[1] == "question: Қостанай key\n"
    assert dict(zip(f["decomposition/retained_term"].asstr(), f["decomposition/retained"][1])) == {
        "places": 4, "fill": 1, "retention": 2, "not through places": -1}
    higher = f["yearly/placed_probability_higher"]  # differences of the first cell: 0, 1, 2
    assert higher[1, 0, 0] == 2.5 / 3 and higher[0, 0, 0] == 0.5 and f["monthly/asked"][1, 2, 1, 1] == 27
