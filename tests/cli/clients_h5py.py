#!/usr/bin/python3
"""Reads tests/golden/small_result with h5py: clients_h5py.py FILE. Exits 1 at the first number that is not as written."""
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1]) as f:
    assert f.attrs["Conventions"] == "CF-1.8" and f.attrs["seed"] == 7 and f.attrs["replicates"] == 2
    assert f["scenario_yaml"].asstr()[()] == "question: Қостанай\nrun: {seed: 7}\n"
    spending = f["spending"]
    assert spending.shape == (2, 4, 3, 4, 5) and spending.dtype == np.int64, spending
    assert [dim[0].name for dim in spending.dims] == ["/replicate", "/month", "/region", "/stream", "/instrument"]
    assert spending[1, 2, 0, 1, 2] == 2_000_000_000 and spending[:].sum() == 2_404_000_000_000, spending[:].sum()
    assert list(f["region"].asstr()) == ["KZ-10", "KZ-35", "KZ-71"]
    assert list(f["inflow"].asstr()) == ["kandas", "internal", "ata_zholy"] and f["arrivals"].shape == (2, 4, 2, 3)
    assert list(f["component"].asstr()) == ["1", "2", "3 or more"] and f["kin_components"].shape == (2, 3)
    assert f.attrs["replicates_per_draw"] == 1 and f.attrs["uncertain"] == "work.find_hazard = normal(0.05, 0.01)\n"
    assert list(f["month"]) == [20028, 20058, 20089, 20120]
    assert f["stock"].dtype == np.int32 and f["stock"].attrs["_FillValue"].dtype == np.int32
    assert np.allclose(f["retained_share"][1, :, 0], [0.9, 0.8, 0.7, 0.6], rtol=1e-14)
    fill = f["yearly/fill_rate_mean"][:]
    assert fill[1, 3] == 0.9 and np.isnan(fill[0, 2])
    assert f["yearly/fill_rate_sd_monte_carlo"][0, 1] == 0.12 and f["yearly/fill_rate_sd_parameters"][0, 1] == 0.22
    assert np.isnan(f["whole_run/fill_rate_sd_parameters"][0])
    assert list(f["microdata/families/spent"]) == [5_000_000_000, 0, 1]
    assert f["run_info"].attrs["threads"] == 2
