#!/usr/bin/python3
"""Reads tests/golden/small_result with xarray: clients_xarray.py FILE. Exits 1 at the first number that is not as written."""
import sys

import numpy as np
import xarray as xr

path = sys.argv[1]
with xr.open_dataset(path, engine="h5netcdf") as d:
    assert dict(d.sizes) == {"replicate": 2, "month": 4, "months_since": 4, "region": 3, "region_to": 3, "origin": 2,
                             "stream": 4, "inflow": 3, "instrument": 5, "component": 3, "cohort": 2}, d.sizes
    assert list(d.month.values.astype("datetime64[D]").astype(str)) == ["2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01"]
    one = d.spending.sel(replicate=1, month="2025-01", region="KZ-10", stream="kandas_free", instrument="certificate")
    assert one.item() == 2e9 and d.spending.sum().item() == 2404e9, (one, d.spending.sum())
    assert d.spending.attrs["units"] == "KZT" and d.stock.attrs["cell_methods"] == "month: point"
    by_year = d.arrivals.groupby("month.year").sum(("month", "origin", "inflow")).sel(replicate=0)
    # cells 0 … 23 of replicate 0 are 3, 4, …, 10, 0, 1, …: 12 in each year
    assert list(by_year.values) == [sum((3 + c) % 11 for c in range(first, first + 12)) for first in (0, 12)], by_year
    assert list(d.stream.values) == ["kandas_quota", "kandas_free", "internal", "ata_zholy"]
    assert list(d.cohort.values) == [2024, 2025]
    assert d.cohort_spending.dims == ("replicate", "cohort", "region", "stream", "instrument")
    assert list(d.inflow.values) == ["kandas", "internal", "ata_zholy"]
with xr.open_dataset(path, engine="h5netcdf", group="yearly") as d:
    assert d.fill_rate_mean.sel(year=2025, area="KZ").item() == 0.9 and d.fill_rate_se.sel(year=2024, area="KZ-35").item() == 0.02
    assert d.fill_rate_sd_monte_carlo.sel(year=2024, area="KZ-35").item() == 0.12
    assert d.fill_rate_sd_parameters.sel(year=2024, area="KZ-35").item() == 0.22
    assert np.isnan(d.fill_rate_mean.sel(year=2025, area="KZ-71").item())
with xr.open_dataset(path, engine="h5netcdf", group="whole_run") as d:
    assert d.retained_share_mean.sel(stream="kandas_free", horizon=24).item() == 0.91
with xr.open_dataset(path, engine="h5netcdf", group="microdata/persons") as d:
    assert list(d.weight.values) == [0.5, 1.5, 2.5, 3.5] and list(d.family.values) == [0, 0, 1, 2]
