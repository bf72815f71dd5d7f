"""Locust users like those of a fareswarm worker: a new random ride for each request, a check of the status, no wait."""
import random
import uuid
from datetime import datetime, timedelta

from locust import FastHttpUser, HttpUser, task

FIRST = datetime(2015, 1, 1)


def ride():
    return {
        'id': str(uuid.UUID(int=random.getrandbits(128), version=4)),
        'pickup_datetime': (FIRST + timedelta(seconds=random.randrange(347155200))).isoformat(' '),
        'pickup_longitude': round(random.uniform(-74.08493, -73.561707), 6),
        'pickup_latitude': round(random.uniform(40.543026, 40.949825), 6),
        'dropoff_longitude': round(random.uniform(-74.08493, -73.561707), 6),
        'dropoff_latitude': round(random.uniform(40.543026, 40.949825), 6),
        'passenger_count': random.randint(1, 4),
    }


def predict(user):
    response = user.client.post('/predict', json=ride())
    if response.status_code != 200:
        raise ValueError(f'expected 200, found {response.status_code}')


class FastRider(FastHttpUser):
    @task
    def ask(self):
        predict(self)


class Rider(HttpUser):
    @task
    def ask(self):
        predict(self)
