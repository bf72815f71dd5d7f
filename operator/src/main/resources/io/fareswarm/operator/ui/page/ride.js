import {kilometresPerDegree} from './farecharts.js';

/** The body of a request to /predict for a ride from `pickup` to `dropoff`, both {lon, lat}. */
export function rideOf(pickup, dropoff) {
  return {id: 'page', pickup_datetime: '2015-06-15 18:00:00', pickup_longitude: pickup.lon, pickup_latitude: pickup.lat,
    dropoff_longitude: dropoff.lon, dropoff_latitude: dropoff.lat, passenger_count: 1};
}

/** Straight-line distance in km between two points {lon, lat}, on a plane that touches the earth between them. */
export function distanceKm(a, b) {
  const degree = kilometresPerDegree((a.lat + b.lat) / 2);
  return Math.hypot((a.lon - b.lon) * degree.longitude, (a.lat - b.lat) * degree.latitude);
}

/** The price in dollars in the body of a prediction's response; null if it holds none. */
export function priceOf(body) {
  try {
    const value = JSON.parse(body);
    const price = typeof value === 'number' ? value : value?.price ?? value?.fare_amount;
    return Number.isFinite(price) ? price : null;
  } catch {
    return null;
  }
}

/** The terms of the model's price for a ride: [{label, degrees?, weight, dollars}] whose dollars add up to the price. */
export function priceTerms([lon, lat, constant], pickup, dropoff) {
  const east = Math.abs(dropoff.lon - pickup.lon);
  const north = Math.abs(dropoff.lat - pickup.lat);
  return [{label: 'east or west', degrees: east, weight: lon, dollars: east * lon},
    {label: 'north or south', degrees: north, weight: lat, dollars: north * lat}, {label: 'per ride', weight: constant, dollars: constant}];
}

/** Whether a point lies in the picture's area. */
export function inside({west, south, east, north}, {lon, lat}) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** Where two rides of a picture may begin and end: its fullest cell, and the fullest one at least a quarter of the width away. */
export function firstRide(picture) {
  const cells = [...picture.levels].map((level, i) => ({level: Number(level), column: i % picture.columns, row: Math.floor(i / picture.columns)}));
  const rows = Math.ceil(cells.length / picture.columns);
  const fullest = among => among.reduce((best, cell) => cell.level > best.level ? cell : best);
  const from = fullest(cells);
  const far = cells.filter(cell => Math.hypot(cell.column - from.column, cell.row - from.row) >= picture.columns / 4);
  const to = far.length ? fullest(far) : from;
  const point = ({column, row}) => ({lon: rounded(picture.west + (column + 0.5) / picture.columns * (picture.east - picture.west)),
    lat: rounded(picture.north - (row + 0.5) / rows * (picture.north - picture.south))});
  return {pickup: point(from), dropoff: point(to)};
}

/** A coordinate rounded to five decimals, about a metre. */
export function rounded(degrees) {
  return Math.round(degrees * 1e5) / 1e5;
}
