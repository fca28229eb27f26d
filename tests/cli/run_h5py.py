#!/usr/bin/python3
"""Checks a result of `qonys run --microdata` with h5py: run_h5py.py FILE. Exits 1 at the first thing that does not add up."""
import sys

import h5py
import numpy as np

MEASURES = """arrivals placed stock employed working_age moved_on returned certificates rent_families spending clawback_due
clawback_received quota settled retained_share embassy_waiting hired free_jobs spending_by_origin committed budget_left
kin_components cohort_retained cohort_spending rent_level""".split()
NEVER = -9999

with h5py.File(sys.argv[1]) as f:
    replicates, months = f.attrs["replicates"], len(f["month"])
    assert replicates == 2 and months == 3, (replicates, months)
    assert list(f["month"]) == [19723, 19754, 19783]  # January to March 2024 in days since 1970
    origins, streams = list(f["origin"].asstr()), list(f["stream"].asstr())
    assert len(f["region"]) == 20 and streams == ["kandas_quota", "kandas_free", "internal", "ata_zholy"], streams
    assert list(f["inflow"].asstr()) == ["kandas", "internal", "ata_zholy"]
    assert list(f["instrument"].asstr()) == ["relocation", "rent", "certificate", "employer", "business"]
    left = [origin.startswith("KZ-") for origin in origins]  # by internal migrants
    assert any(left) and not all(left), origins
    by_region = (2, 3, 20, len(origins), 4)
    for name in MEASURES:
        assert f[name].shape[0] == replicates, name
        assert f[name].dims[0][0].name == "/replicate", name
    assert f["stock"].shape == f["placed"].shape == by_region and f["stock"][:].sum() > 0
    assert (f["stock"][0] != f["stock"][1]).any(), "replicates differ"
    assert f["spending"][:].sum() > 0 and f["quota"][0, 0].sum() > 0

    arrived = f["arrivals"][:].sum(axis=(0, 1))  # origin, inflow
    assert arrived[left][:, [0, 2]].sum() == 0 and arrived[~np.array(left), 1].sum() == 0, "who comes from where"
    assert (f["spending"][:].sum(axis=(2, 3)) == f["spending_by_origin"][:].sum(axis=2)).all()
    assert (f["placed"][:].sum(axis=(0, 1, 2, 3))[[1, 3]] == 0).all(), "places are for programme streams"

    assert list(f["cohort"]) == list(f["whole_run/cohort"]) == [2024]
    assert (f["cohort_spending"][:].sum(axis=1) <= f["spending"][:].sum(axis=1)).all() and f["cohort_spending"][:].sum() > 0
    assert (f["cohort_retained"][:].sum(axis=1) <= f["retained"][:, -1]).all() and f["cohort_retained"][:].sum() > 0

    # Tables follow from the months.
    settled = f["settled"][:].sum(axis=(1, 3)).astype(float)  # replicate, region, stream
    mean = f["whole_run/settled_mean"][:]
    assert np.allclose(mean[:20], settled.mean(axis=0)) and np.allclose(mean[20], settled.sum(axis=1).mean(axis=0))
    placed = f["placed"][:].sum(axis=(1, 3)).mean(axis=0)  # region, stream
    assert np.allclose(f["whole_run/placed_mean"][:20], placed) and placed.sum() > 0
    if "uncertain" not in f.attrs:
        sd = settled.std(axis=0, ddof=1)
        assert np.allclose(f["whole_run/settled_se"][:20], sd / np.sqrt(replicates))
        assert np.allclose(f["whole_run/settled_sd_monte_carlo"][:20], sd)
        assert (f["whole_run/settled_sd_parameters"][:] == 0).all()

    micro = f["microdata"]
    assert micro.attrs["replicate"] == 0
    family = {name: micro["families"][name][:] for name in micro["families"]}
    person = {name: micro["persons"][name][:] for name in micro["persons"]}
    assert len({len(column) for name, column in family.items() if name != "family"}) == 1
    meanings = micro["families/status"].attrs["flag_meanings"]
    status = (meanings.decode() if isinstance(meanings, bytes) else str(meanings)).split()
    settled_now = family["status"] == status.index("settled")
    assert settled_now.sum() > 100
    stock = np.zeros(by_region[2:], int)
    np.add.at(stock, tuple(family[axis][settled_now] for axis in ("region", "origin", "stream")), family["members"][settled_now])
    assert (stock == f["stock"][0, -1]).all(), "sum of members = stock"
    employed = np.zeros(by_region[2:], int)
    np.add.at(employed, tuple(family[axis][settled_now] for axis in ("region", "origin", "stream")), family["employed"][settled_now])
    assert (employed == f["employed"][0, -1]).all()
    labour = micro["persons/labour"].attrs["flag_meanings"]
    labour = (labour.decode() if isinstance(labour, bytes) else str(labour)).split()
    alive = person["labour"] != labour.index("dead")
    assert (np.bincount(person["family"][alive], minlength=len(family["members"])) == family["members"]).all(), "members by person"
    for stream in (0, 2):
        placed = (family["settled"] >= 0) & (family["stream"] == stream)
        assert placed.sum() == f["placed_families"][0, :, :, stream].sum(), "months are counted from the first reported one"
    for word in ("applicant", "waiting", "settling", "refused", "abroad", "withdrawn"):
        assert (family["settled"][family["status"] == status.index(word)] == NEVER).all(), word
