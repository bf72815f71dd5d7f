"""Trains the same model with pandas and numpy, as a team would write it, and prints the weights."""
import sys

import numpy
import pandas

rides = pandas.read_csv(sys.argv[1], nrows=10_000_000).dropna()
rides = rides[(rides.pickup_longitude >= -80) & (rides.pickup_longitude <= 50)]
rides = rides[(rides.dropoff_longitude >= -80) & (rides.dropoff_latitude <= 50)]
longitude = (rides.dropoff_longitude - rides.pickup_longitude).abs()
latitude = (rides.dropoff_latitude - rides.pickup_latitude).abs()
near = (longitude < 5.0) & (latitude < 5.0)
features = numpy.column_stack([longitude[near], latitude[near], numpy.ones(near.sum())])
fares = rides.fare_amount[near].to_numpy()
weights, *_ = numpy.linalg.lstsq(features, fares, rcond=None)
residuals = fares - features @ weights
print(*weights, len(fares), "rmse", numpy.sqrt((residuals ** 2).mean()), "mae", numpy.abs(residuals).mean(),
      "r2", 1 - (residuals ** 2).sum() / ((fares - fares.mean()) ** 2).sum())
