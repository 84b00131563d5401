import { redisScript } from '../redis/redis-script.ts';
import { counterScript } from './counter-script.ts';

/**
 * Ends a lease and charges what it came to, on time or late. Keys: the counters. Arguments: lease id; then for each
 * counter the amount, or -1 for what was claimed. Answers how many counters still knew the lease: 0 when it was settled before.
 */
export const settleScript = redisScript(
  'settle-limits',
  `${counterScript}
local id, found = '@' .. ARGV[1], 0
for i = 1, #KEYS do
  local lease = redis.call('HGET', KEYS[i], id)
  if lease then
    local c, l, amount = open(KEYS[i]), parse(lease), tonumber(ARGV[1 + i])
    redis.call('HDEL', KEYS[i], id)
    change(c, l.slice, (amount < 0 and l.amount or amount) - l.charged)
    if l.state ~= 'x' then release(c, l) end
    save(c)
    found = found + 1
  end
end
return found`,
);
