#!/usr/bin/python3
"""Reads the result of a run of tests/support/small_programme.hpp with h5py and xarray: pathways_clients.py FILE.
Exits 1 at the first number that is not as it must be."""
import sys

import h5py
import numpy as np
import xarray as xr

path = sys.argv[1]
with h5py.File(path) as f:
    assert f.attrs["subject"] == "pathway programmes" and f.attrs["format_version"] == "2", dict(f.attrs)
    assert f.attrs["title"] == "Simulated pathway programmes: How many places does a returning wave need?"
    assert list(f["programme_title"].asstr()) == ["Example"] and list(f["programme"].asstr()) == ["example"]
    assert "programmes:" in f["scenario_yaml"].asstr()[()] and "centre.days" in f.attrs["uncertain"]
    assert [dim[0].name for dim in f["present"].dims] == ["/replicate", "/date", "/programme", "/stage", "/group"]
    assert f["present"].dtype == np.int32 and f["spending"].dtype == np.int64
    methods = {name: f[name].attrs.get("cell_methods") for name in ("present", "waiting", "arrivals", "posts", "peak_present", "moves")}
    assert methods == {"present": "date: point", "waiting": "date: point", "arrivals": "date: sum", "posts": "date: maximum",
                       "peak_present": None, "moves": None}, methods
    assert list(f["step_from"].asstr()) == ["arrival", "reception", "centre", "follow_up"]
    assert list(f["step_to"].asstr()) == ["reception", "centre", "follow_up", "settled", "left_again", "sentenced"]

with xr.open_dataset(path, engine="h5netcdf") as d:
    d.load()
steps = d.date.values.astype("datetime64[D]")
# weeks of seven days, but for the last of each year: 52 and one day
lengths = np.diff(steps) / np.timedelta64(1, "D")
assert steps[0] == np.datetime64("2026-01-01") and len(steps) == 106 and steps[53] == np.datetime64("2027-01-01")
assert lengths[52] == 1 and (np.delete(lengths, 52) == 7).all()
assert list(d.group.values) == ["women", "men", "children", "unaccompanied_children"]
assert list(d.room.values) == ["north", "example.reception", "example.follow_up"] and list(d.service.values) == ["psychologist"]
assert (d.arrivals.sum(("date", "programme")) == [60, 0, 158, 12]).all()
# persons in = persons present + waiting outside + out, at the end of every step
inside = d.present.sum("stage") + d.waiting.sel(stage="reception")
assert (d.arrivals.cumsum("date") == inside + d.exits.sum("exit").cumsum("date")).all()
assert (d.occupied.sum("room") == d.present.sum(("programme", "stage", "group"))).all()
assert d.longest_wait.dtype.kind in "if", d.longest_wait.dtype  # not decoded as spans of time
assert (d.moves.sel(step_from="arrival", step_to="reception").sum("programme") == 230).all()
n = d.sizes["replicate"]

with xr.open_dataset(path, engine="h5netcdf", group="whole_run") as w:
    w.load()


def figure(name, **labels):
    return w[name + "_mean"].sel(**labels).item()


def is_mean(name, of_replicate, **labels):
    values = of_replicate.values.astype(float)
    assert values.shape == (n,), values.shape
    mean, error = values.mean(), values.std(ddof=1) / np.sqrt(n)
    assert np.isclose(figure(name, **labels), mean, rtol=1e-12, atol=0), (name, figure(name, **labels), mean)
    # each replicate draws the uncertain values for itself, so that replicates are independent
    assert np.isclose(w[name + "_se"].sel(**labels).item(), error, rtol=1e-9, atol=1e-15), name


one = d.isel(programme=0)
is_mean("spending", d.spending.sum(("date", "programme", "stage")), programme="all", stage="all")
is_mean("spending_per_arrival", d.spending.sum(("date", "programme", "stage")) / 230, programme="example")
is_mean("completed", d.exits.sel(exit="settled").sum(("date", "programme", "group")), programme="all", group="all")
is_mean("exits", one.exits.sel(exit="sentenced", group="women").sum("date"), programme="example", exit="sentenced", group="women")
is_mean("mean_wait", one.waiting_days.sel(stage="reception").sum("date") / one.entered.sel(stage="reception").sum(("date", "group")),
        programme="example", stage="reception")
is_mean("peak_present", one.peak_present.sel(stage="centre"), programme="example", stage="centre")
is_mean("in_programme_at_end", 230 - d.exits.sum(("date", "programme", "exit", "group")), programme="all", group="all")
is_mean("in_programme_share", (one.still_in.sum("group") / one.followed.sum("group")).sel(months_since=12), programme="example",
        horizon=12)
is_mean("retained_share", one.retained_share.sel(months_since=12), programme="example", horizon=12)
# Aalen-Johansen: who has ended otherwise can no longer leave
risk = one.at_risk.sum("group").where(one.at_risk.sum("group") > 0)
there = (one.still_in.sum("group") / risk).cumprod("months_since").shift(months_since=1, fill_value=1)
left = (there * one.left.sum("group") / risk).sel(months_since=slice(0, 12)).sum("months_since")
assert np.allclose(1 - left, one.retained_share.sel(months_since=12), rtol=1e-12, atol=0)
assert w.mean_wait_mean.attrs["units"] == "day" and w.horizon.attrs["units"] == "months"
assert np.isnan(figure("mean_wait", programme="example", stage="all"))
assert w.exit_kind.values.tolist() == ["completed", "transferred", "custody", "left", "died"]
assert np.isnan(figure("exits_by_kind", programme="example", exit_kind="died", group="all"))

with xr.open_dataset(path, engine="h5netcdf", group="yearly") as y:
    of_year = d.spending.groupby("date.year").sum(...).values / n
    assert list(y.year.values) == [2026, 2027]
    assert np.allclose(y.spending_mean.sel(programme="all", stage="all").values, of_year, rtol=1e-12, atol=0)
