import { redisScript } from '../redis/redis-script.ts';
import { counterScript } from './counter-script.ts';

/**
 * Ends a lease and charges what it came to, on time or late. Keys: the counters. Arguments: lease id, how long it is
 * remembered; then for each counter the amount, or -1 for what was claimed. Answers how many counters still knew the lease
 * unsettled: 0 when it was settled before.
 */
export const settleScript = redisScript(
  'settle-limits',
  `${counterScript}
local id, remembered, found = '@' .. ARGV[1], tonumber(ARGV[2]), 0
for i = 1, #KEYS do
  local value = redis.call('HGET', KEYS[i], id)
  local l = value and parse(value)
  if l and l.state ~= 'd' then
    local c, amount = open(KEYS[i]), tonumber(ARGV[2 + i])
    if amount < 0 then amount = l.amount end
    change(c, l.slice, amount - l.charged)
    if holds(l) then release(c, l) end
    if remembered > 0 then
      l.state, l.charged, l.ends = 'd', amount, now + remembered
      c.due = earliest(c.due, l.ends)
      save(c, id, format(l))
    else
      redis.call('HDEL', KEYS[i], id)
      save(c)
    end
    found = found + 1
  end
end
return found`,
);
