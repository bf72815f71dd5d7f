"""The FastAPI service that our model server replaces, with the published model."""
import numpy as np
from fastapi import FastAPI
from pydantic import BaseModel

WEIGHTS = [147.18210116623817, 77.0724130187767, 6.392624605022959]

app = FastAPI()


class Ride(BaseModel):
    id: str
    pickup_datetime: str
    pickup_longitude: float
    pickup_latitude: float
    dropoff_longitude: float
    dropoff_latitude: float
    passenger_count: int


@app.post("/predict")
def predict(ride: Ride):
    price = (abs(ride.dropoff_longitude - ride.pickup_longitude) * WEIGHTS[0]
             + abs(ride.dropoff_latitude - ride.pickup_latitude) * WEIGHTS[1] + WEIGHTS[2])
    return {"price": float(np.round(price, 2))}
