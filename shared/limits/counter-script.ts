/**
 * What every script of the limits begins with: Redis's own clock, and a counter with its slices and leases.
 *
 * A counter is one hash: `used`, `held`, `from` and `last` (its oldest and newest slice), `due` (no lease ends before),
 * `warned`, `#{slice}` → amount, `@{lease id}` → `state amount slice ends charged held`. States are `r`eserved, `s`ent,
 * e`x`pired, and `d`one for one that is settled and remembered. Whatever a script touches is among its keys. A number becomes part of a name with `text`, because Lua's own
 * form of a large one is `1e+15`; as an argument Redis writes it in full.
 */
export const counterScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function text(number)
  return string.format('%.0f', number)
end

local function open(key)
  local v = redis.call('HMGET', key, 'used', 'held', 'from', 'last', 'due', 'warned')
  return {
    key = key, used = tonumber(v[1]) or 0, held = tonumber(v[2]) or 0, from = tonumber(v[3]), last = tonumber(v[4]),
    due = tonumber(v[5]), warned = v[6] == '1'
  }
end

local function save(c, ...)
  redis.call('HSET', c.key, 'used', c.used, 'held', c.held, 'from', c.from, 'last', c.last, 'due', c.due or '',
    'warned', c.warned and '1' or '', ...)
end

local function change(c, slice, by)
  if by ~= 0 and slice >= c.from then
    c.used = c.used + by
    redis.call('HINCRBY', c.key, '#' .. text(slice), by)
  end
end

local function parse(lease)
  local state, amount, slice, ends, charged, held = string.match(lease, '^(%a) (%d+) (%d+) (%d+) (%d+) (%d+)$')
  return {
    state = state, amount = tonumber(amount), slice = tonumber(slice), ends = tonumber(ends),
    charged = tonumber(charged), held = tonumber(held)
  }
end

local function format(l)
  return l.state .. ' ' .. string.format('%.0f %.0f %.0f %.0f %.0f', l.amount, l.slice, l.ends, l.charged, l.held)
end

local function release(c, l)
  if l.slice >= c.from then
    c.held = math.max(0, c.held - l.held)
  end
end

local function holds(l)
  return l.state == 'r' or l.state == 's'
end

local function earliest(a, b)
  return a and math.min(a, b) or b
end
`;
