import { redisScript } from '../redis/redis-script.ts';
import { counterScript } from './counter-script.ts';

/**
 * Holds a lease for longer and notes that its call goes up; one that has expired is taken again. Keys: the counters.
 * Arguments: lease id, milliseconds, `1` when sent, how long an expired lease is kept. Answers how many counters know it.
 */
export const keepScript = redisScript(
  'keep-limit-leases',
  `${counterScript}
local id, lease, sent, late, found = '@' .. ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', tonumber(ARGV[4]), 0
for i = 1, #KEYS do
  local value = redis.call('HGET', KEYS[i], id)
  local l = value and parse(value)
  if l and l.state ~= 'd' then
    local c = open(KEYS[i])
    if l.state == 'x' then
      change(c, l.slice, l.amount - l.charged)
      l.charged = l.amount
      if l.slice >= c.from then c.held = c.held + l.held end
    end
    if sent or l.state == 'x' then l.state = 's' end
    l.ends = now + lease
    c.due = earliest(c.due, l.ends)
    save(c, id, format(l))
    if redis.call('PTTL', KEYS[i]) < lease + late then redis.call('PEXPIRE', KEYS[i], lease + late) end
    found = found + 1
  end
end
return found`,
);
