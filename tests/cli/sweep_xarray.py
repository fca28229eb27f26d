#!/usr/bin/python3
"""Reads tests/golden/small_sweep_file with xarray: sweep_xarray.py FILE. Exits 1 at the first number that is not as written."""
import sys

import numpy as np
import xarray as xr

with xr.open_dataset(sys.argv[1], engine="h5netcdf") as d:
    assert dict(d.sizes) == {"point": 7, "arm": 2, "replicate": 3, "parameter": 3}, d.sizes
    placed = d["placed"]
    assert {"relocation.mrp", "quotas.rule", "placed_varied"} <= set(placed.coords), placed.coords
    assert placed.sel(point=6, arm="key", replicate=2).item() == 632
    assert d["spending.internal@KZ-55"].sel(arm="key").isel(point=6).values.tolist() == [1616, 1623, 1632]
    assert np.allclose(placed.mean("replicate"), d["placed_mean"], equal_nan=True)
    # the replicate without a meaning is left out of the difference too
    difference = (placed - placed.sel(arm="order")).mean("replicate")
    assert np.allclose(difference, d["placed_difference"], equal_nan=True)
    count = placed.notnull().sum("replicate")
    se = placed.std("replicate", ddof=1) / np.sqrt(count.where(count > 1))
    assert np.allclose(se, d["placed_se"], equal_nan=True)
    best = placed.mean("replicate").sel(arm="order").idxmax("point").item()
    assert best == 6 and d["relocation.mrp"].sel(point=best).item() == 56.5
    by_rule = d["placed_mean"].sel(arm="order").groupby("quotas.rule").mean()
    assert np.isclose(by_rule.sel({"quotas.rule": "base"}), 200 + 5 / 3)
    assert d["relocation.mrp"].attrs["units"] == "MRP" and d["placed"].attrs["long_name"] == "Persons given a quota place"
    assert (d["status"] == [0, 0, 0, 1, 0, 0, 0]).all()
    assert d["unit"].sel(parameter="relocation.mrp").values.tolist() == [p / 8 for p in range(7)]
    assert d["sweep_yaml"].item().startswith("vary:\n")
