#!/usr/bin/python3
"""Reads tests/golden/small_comparison_file with xarray: comparison_xarray.py FILE. Exits 1 at the first number that is not as
written."""
import sys

import numpy as np
import xarray as xr

path = sys.argv[1]
with xr.open_dataset(path, engine="h5netcdf") as d:
    assert d.attrs["kind"] == "comparison" and d.attrs["reference"] == "order"
with xr.open_dataset(path, engine="h5netcdf", group="whole_run") as d:
    assert dict(d.sizes) == {"arm": 3, "area": 3, "statistic": 6}, d.sizes
    assert d.placed.sel(arm="key", area="KZ", statistic="difference").item() == 17
    # differences 16, 17, 18: standard error sqrt(1 / 3), 97.5 % quantile of Student's t with 2 degrees of freedom 4.30265
    assert np.isclose(d.placed.sel(arm="key", area="KZ", statistic="high"), 17 + 4.30265 / 3**0.5, rtol=1e-6)
    assert d.placed.attrs["units"] == "persons"
with xr.open_dataset(path, engine="h5netcdf", group="yearly") as d:
    assert d.placed.sel(arm="key", statistic="difference", year=2025, area="KZ-35").item() == 9
with xr.open_dataset(path, engine="h5netcdf", group="monthly") as d:
    assert list(d.month.values.astype("datetime64[D]").astype(str)) == ["2024-12-01", "2025-01-01"]
    assert d.asked.sel(arm="key_too", statistic="difference", month="2025-01", region="KZ-35").item() == 27
with xr.open_dataset(path, engine="h5netcdf", group="replicates") as d:
    difference = d.placed.sel(area="KZ") - d.placed.sel(area="KZ", arm="order")
    assert difference.sel(arm="key").values.tolist() == [16, 17, 18]
with xr.open_dataset(path, engine="h5netcdf", group="decomposition") as d:
    assert (d.spending.sum("spending_term") == d.spending_difference).all()
with xr.open_dataset(path, engine="h5netcdf", group="arms") as d:
    assert d.changes.sel(arm="key").item() == "quotas.rule = weighted_key\n"
