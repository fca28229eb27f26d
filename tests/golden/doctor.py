#!/usr/bin/python3
"""Changes one thing in a result file: doctor.py FILE CHANGE."""
import sys

import h5py
import numpy as np


def replace(file, name, data, axes):
    """Puts other data under an old name, with the same attributes and the given scales."""
    old = file[name]
    keep = {key: value for key, value in old.attrs.items() if key not in ("DIMENSION_LIST", "_FillValue")}
    fill = old.attrs["_FillValue"]
    group = old.parent
    del file[name]
    new = file.create_dataset(name, data=data)
    for key, value in keep.items():
        new.attrs.create(key, value, dtype=h5py.string_dtype() if isinstance(value, str) else None)
    new.attrs.create("_FillValue", fill, dtype=data.dtype)
    for number, axis in enumerate(axes):
        new.dims[number].attach_scale(group[axis])


def longer(file):
    data = file["quota"][:]
    replace(file, "quota", np.concatenate([data, data[-1:]]), ["replicate", "month", "region", "stream"])


def float_for_double(file):
    replace(file, "yearly/fill_rate_mean", file["yearly/fill_rate_mean"][:].astype("f4"), ["year", "area"])


def value(file):
    file["spending"][1, 2, 0, 1, 2] += 1


def first_value(file):
    file["spending"][0, 0, 0, 0, 0] += 1


def real_value(file):
    file["yearly/fill_rate_mean"][1, 0] *= 1 + 3e-9


def not_a_number(file):
    file["retained_share"][0, 1, 1] = np.nan


def missing(file):
    del file["deaths"]


def renamed(file):
    file.move("deaths", "death")


def extra(file):
    file["yearly"].create_dataset("more", data=np.int32(1))


def attribute(file):
    file["stock"].attrs.modify("units", "families")


def attribute_missing(file):
    del file["stock"].attrs["long_name"]


def string(file):
    del file["scenario_yaml"]
    new = file.create_dataset("scenario_yaml", data="question: Қостанай\nrun: {seed: 8}\n", dtype=h5py.string_dtype())
    new.attrs["long_name"] = "The complete scenario with every parameter; qonys reads it again"


def label(file):
    file["region"][1] = "KZ-36"


def axes_swapped(file):
    data = file["moves"][:]
    replace(file, "moves", data, ["replicate", "region_to", "region", "stream"])


def tiny(file):
    file["yearly/fill_rate_mean"][1, 0] *= 1 + 3e-10


def commit(file):
    file.attrs.modify("program_commit", "0123456789ab")
    file.attrs.modify("source", "another build")


with h5py.File(sys.argv[1], "r+", track_order=True) as opened:
    globals()[sys.argv[2]](opened)
