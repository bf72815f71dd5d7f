-- wrk script that sends one fixed ride, so that wrk does not spend time on creating requests.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"id":"3f0c3c0e-6f7e-4b6a-9a53-0d5b5c3c2f11","pickup_datetime":"2019-05-04 10:11:12",'
  .. '"pickup_longitude":-73.981234,"pickup_latitude":40.743215,"dropoff_longitude":-73.951234,'
  .. '"dropoff_latitude":40.763215,"passenger_count":2}'
