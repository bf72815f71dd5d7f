// k6 script that sends one fixed ride at a constant rate (open model) and prints the result as JSON.
import http from 'k6/http';

const ride = '{"id":"3f0c3c0e-6f7e-4b6a-9a53-0d5b5c3c2f11","pickup_datetime":"2019-05-04 10:11:12",'
  + '"pickup_longitude":-73.981234,"pickup_latitude":40.743215,"dropoff_longitude":-73.951234,'
  + '"dropoff_latitude":40.763215,"passenger_count":2}';

export const options = {
  scenarios: {
    rides: {
      executor: 'constant-arrival-rate', rate: Number(__ENV.RATE), timeUnit: '1s', duration: __ENV.SECONDS + 's',
      preAllocatedVUs: Number(__ENV.CONNECTIONS), maxVUs: Number(__ENV.CONNECTIONS),
    },
  },
  summaryTrendStats: ['p(50)', 'p(90)', 'p(99)'],
};

export default function () {
  http.post(__ENV.URL, ride, { headers: { 'Content-Type': 'application/json' } });
}

export function handleSummary(data) {
  return { stdout: JSON.stringify(data.metrics) };
}
