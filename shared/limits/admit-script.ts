import { redisScript } from '../redis/redis-script.ts';
import { counterScript } from './counter-script.ts';

/**
 * Takes every claim or none, or looks without taking.
 *
 * Keys: a counter for each claim. Arguments: lease id, lease in milliseconds, `1` when sent, purpose, how long an expired
 * lease is kept, longest wait for what is held, ids of the leases it replaces; then for each claim: most, amount, `1` when it may refuse, the use to
 * warn from or -1, and its span: slice length, slices, 0, 0 for a sliding one; 0, start, end, next end for a calendar's;
 * last how long a total is kept, or 0.
 *
 * Answers 1 admitted, 0 refused or -1 when the clock is outside the periods given, and Redis's clock; then for each claim:
 * used, held, milliseconds to its reset (-1 never), to wait (-1 never), `1` for the first warning.
 */
export const admitScript = redisScript(
  'admit-to-limits',
  `${counterScript}
local id, lease, sent, purpose = '@' .. ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4]
local late, heldRetry = tonumber(ARGV[5]), tonumber(ARGV[6])

local function expire(c)
  local fields = redis.call('HGETALL', c.key)
  local due
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 1) == '@' then
      local l = parse(fields[i + 1])
      if holds(l) and l.ends <= now then
        if l.state == 'r' then
          change(c, l.slice, -l.charged)
          l.charged = 0
        end
        release(c, l)
        l.state = 'x'
        redis.call('HSET', c.key, fields[i], format(l))
      end
      local at = l.state == 'x' and l.ends + late or l.ends
      if at <= now then
        redis.call('HDEL', c.key, fields[i])
      else
        due = earliest(due, at)
      end
    end
  end
  c.due = due
  save(c)
end

local function advance(c, s)
  local slice, from = s.start, s.start
  if s.length > 0 then
    slice = math.floor(now / s.length)
    from = slice - s.slices
  end
  if not c.last then
    c.from, c.last = from, from
  end
  if from > c.from then
    local over = {}
    if s.length > 0 then
      for i = c.from, math.min(c.last, from - 1) do over[#over + 1] = '#' .. text(i) end
    else
      over[1] = '#' .. text(c.last)
      c.held, c.warned = 0, false
    end
    if #over > 0 then
      local amounts = redis.call('HMGET', c.key, unpack(over))
      for i = 1, #over do c.used = c.used - (tonumber(amounts[i]) or 0) end
      redis.call('HDEL', c.key, unpack(over))
    end
    c.from = from
    save(c)
  end
  -- The clock of a new primary may be behind.
  c.slice = math.max(c.last, slice)
  if c.due and c.due <= now then expire(c) end
end

local function resetOf(c, s)
  if s.length > 0 then
    return c.used > 0 and (c.last + 1 + s.slices) * s.length - now or 0
  end
  return s.kept > 0 and -1 or s.ends - now
end

local function waitOf(c, s)
  local room = math.max(1, s.amount)
  local used = c.used - c.replaced
  if used + room <= s.most then return 0 end
  if room > s.most then return -1 end
  if s.length > 0 then
    local missing, fields = used + room - s.most, {}
    for i = c.from, c.last do fields[#fields + 1] = '#' .. text(i) end
    local amounts = redis.call('HMGET', c.key, unpack(fields))
    for i = 1, #fields do
      missing = missing - (tonumber(amounts[i]) or 0)
      if missing <= 0 then return (c.from + i + s.slices) * s.length - now end
    end
    return (c.last + 1 + s.slices) * s.length - now
  end
  local reset = resetOf(c, s)
  if used - c.held + c.replacedHeld + room > s.most then return reset end
  return reset < 0 and heldRetry or math.min(heldRetry, reset)
end

-- What the leases it replaces stand at, and their fields.
local function replacedIn(c)
  c.replaced, c.replacedHeld, c.old = 0, 0, {}
  for old in string.gmatch(ARGV[7], '%S+') do
    local value = redis.call('HGET', c.key, '@' .. old)
    if value then
      local l = parse(value)
      c.old['@' .. old] = l
      if l.slice >= c.from then
        c.replaced = c.replaced + l.charged
        if holds(l) then c.replacedHeld = c.replacedHeld + l.held end
      end
    end
  end
end

local function giveBack(c)
  for field, l in pairs(c.old) do
    redis.call('HDEL', c.key, field)
    change(c, l.slice, -l.charged)
    if holds(l) then release(c, l) end
  end
end

local spans = {}
for i = 1, #KEYS do
  local at = 7 + (i - 1) * 9
  local n = {}
  for j = 1, 9 do n[j] = tonumber(ARGV[at + j]) end
  local s = { most = n[1], amount = n[2], hard = n[3] == 1, warn = n[4], length = n[5], kept = n[9] }
  if s.length > 0 then
    s.slices = n[6]
  elseif now < n[6] or now >= n[8] then
    return { -1, now }
  elseif now < n[7] then
    s.start, s.ends = n[6], n[7]
  else
    s.start, s.ends = n[7], n[8]
  end
  spans[i] = s
end

local counters, waits, admitted = {}, {}, true
for i = 1, #KEYS do
  local c = open(KEYS[i])
  advance(c, spans[i])
  replacedIn(c)
  counters[i] = c
  waits[i] = waitOf(c, spans[i])
  if spans[i].hard and waits[i] ~= 0 then admitted = false end
end
admitted = admitted or purpose == 'charge'

local answer = { admitted and 1 or 0, now }
for i = 1, #KEYS do
  local c, s, warning = counters[i], spans[i], false
  if admitted and purpose ~= 'look' then
    giveBack(c)
    c.last = c.slice
    change(c, c.last, s.amount)
    warning = s.warn >= 0 and c.used >= s.warn and not c.warned
    c.warned = c.warned or warning
    if lease > 0 then
      local held = s.length > 0 and 0 or s.amount
      c.held = c.held + held
      c.due = earliest(c.due, now + lease)
      save(c, id, format({
        state = sent and 's' or 'r', amount = s.amount, slice = c.last, ends = now + lease, charged = s.amount, held = held
      }))
    else
      save(c)
    end
    local kept = s.kept
    if s.length > 0 then
      kept = (s.slices + 1) * s.length + late
    elseif kept == 0 then
      kept = s.ends - now + late
    end
    redis.call('PEXPIRE', KEYS[i], kept + lease)
  end
  local n = #answer
  answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = c.used, c.held, resetOf(c, s), waits[i]
  answer[n + 5] = warning and 1 or 0
end
return answer`,
);
