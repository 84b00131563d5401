import { redisScript } from '../redis/redis-script.ts';

/**
 * Writes news of breakers and reads all there is, in one step. One hash holds everything, so that the exchange touches one
 * key however many deployments there are; Redis's own clock dates each entry, so that instances need not agree on the time.
 *
 * Arguments: name, time to live in milliseconds and text, for each entry to write. Answers name, milliseconds left and
 * text, for each entry that is still alive.
 */
export const breakerScript = redisScript(
  'exchange-breakers',
  `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #ARGV, 3 do
  redis.call('HSET', KEYS[1], ARGV[i], string.format('%.0f %s', now + ARGV[i + 1], ARGV[i + 2]))
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[i + 1]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[i + 1])
  end
end
local entries = redis.call('HGETALL', KEYS[1])
local alive = {}
for i = 1, #entries, 2 do
  local untilMs, text = string.match(entries[i + 1], '^(%d+) (.*)$')
  local left = untilMs and tonumber(untilMs) - now or 0
  if left > 0 then
    table.insert(alive, entries[i])
    table.insert(alive, left)
    table.insert(alive, text)
  else
    redis.call('HDEL', KEYS[1], entries[i])
  end
end
return alive`,
);
