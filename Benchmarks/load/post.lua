-- Sends the bodies of the file BENCH_BODIES, one a line, in turn; prints one JSON object at the end.
local path = os.getenv("BENCH_PATH") or "/graphql"
local bodies = {}
for line in io.lines(os.getenv("BENCH_BODIES")) do bodies[#bodies + 1] = line end

wrk.method = "POST"
wrk.path = path
wrk.headers["Content-Type"] = "application/json"
wrk.body = bodies[1]

-- Without a function `request` wrk builds its request once, which leaves more of the machine to the server.
if #bodies > 1 then
   local requests = {}
   local at = 0
   function init()
      for i, body in ipairs(bodies) do requests[i] = wrk.format("POST", path, wrk.headers, body) end
   end
   function request()
      at = at % #requests + 1
      return requests[at]
   end
end

function done(summary, latency)
   local e = summary.errors
   io.write(string.format(
      'RESULT {"requests":%d,"microseconds":%d,"bytes":%d,"p50":%d,"p99":%d,"max":%d,"errors":%d,"bad_status":%d}\n',
      summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99), latency.max,
      e.connect + e.read + e.write + e.timeout, e.status))
end
