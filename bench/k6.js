// k6 script with users without a wait, a new random ride for each request, and a check of each response's status, like a
// fareswarm worker.
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  vus: Number(__ENV.USERS),
  duration: __ENV.SECONDS + 's',
  summaryTrendStats: ['p(50)', 'p(99)'],
};

const hex = (n) => Math.floor(Math.random() * 2 ** (4 * n)).toString(16).padStart(n, '0');
const within = (low, high) => Number((low + Math.random() * (high - low)).toFixed(6));
const two = (n) => String(n).padStart(2, '0');

function ride() {
  const at = new Date(1420070400000 + Math.floor(Math.random() * 347155200) * 1000);
  return {
    id: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    pickup_datetime: `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} `
      + `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
    pickup_longitude: within(-74.08493, -73.561707),
    pickup_latitude: within(40.543026, 40.949825),
    dropoff_longitude: within(-74.08493, -73.561707),
    dropoff_latitude: within(40.543026, 40.949825),
    passenger_count: 1 + Math.floor(Math.random() * 4),
  };
}

export default function () {
  const response = http.post(__ENV.URL, JSON.stringify(ride()), { headers: { 'Content-Type': 'application/json' } });
  check(response, { 'status is 200': (r) => r.status === 200 });
}
