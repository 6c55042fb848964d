#include "services/common/redis/counting_library.h"

namespace recourse {

// KEYS[1] is the hash `position` of a space, the others are its buckets; all share a hash tag.
// Answers are {'OK' | 'DUP' | 'GAP', epoch, sequence, offset} of the position as it is then, -1 for
// each where there is none. Numbers are kept as the text that came in: 2^53 and more is refused.
const char* const kCountingLibrary = R"lua(#!lua name=recourse

local function integer(text)
  if not text or not string.match(text, '^%-?%d+$') then return nil end
  local number = tonumber(text)
  if number > 9007199254740991 or number < -9007199254740991 then return nil end
  return number
end

local function wrong(what)
  return redis.error_reply('ERR recourse: ' .. what)
end

local function position(key)
  local held = redis.call('HMGET', key, 'epoch', 'sequence', 'offset')
  if not (held[1] and held[2] and held[3]) then return nil end
  return held
end

local function answer(word, held)
  if not held then return {word, '-1', '-1', '-1'} end
  return {word, held[1], held[2], held[3]}
end

-- nil when the space stands where the caller thinks; else the answer that says where it stands.
local function elsewhere(held, epoch, sequence, offset)
  if not held then
    if epoch == -1 then return nil end
    return answer('GAP', nil)
  end
  local ahead = tonumber(held[2]) - sequence
  if ahead == 0 then ahead = tonumber(held[1]) - epoch end
  if ahead == 0 then ahead = tonumber(held[3]) - offset end
  if ahead == 0 then return nil end
  return answer(ahead > 0 and 'DUP' or 'GAP', held)
end

-- Whether every increment would succeed: whole numbers, in hashes of whole numbers.
local function countable(keys, args, first)
  local wanted = {}
  for i = first, #args, 3 do
    local bucket, field, delta = integer(args[i]), args[i + 1], integer(args[i + 2])
    if not bucket or bucket < 1 or bucket >= #keys or field == '' or not delta then return false end
    wanted[bucket] = wanted[bucket] or {}
    wanted[bucket][field] = (wanted[bucket][field] or 0) + delta
  end
  for bucket, fields in pairs(wanted) do
    local kind = redis.call('TYPE', keys[bucket + 1]).ok
    if kind ~= 'none' and kind ~= 'hash' then return false end
    for field, delta in pairs(fields) do
      local value = redis.call('HGET', keys[bucket + 1], field)
      value = value and integer(value) or (not value and 0)
      if not value or not integer(string.format('%.0f', value + delta)) then return false end
    end
  end
  return true
end

-- ARGV: epoch, sequence and offset counted from, and counted to; for each bucket the instant at
-- which it expires in ms, or 0; then triples of bucket (from 1), field and increment.
local function apply(keys, args)
  local places = {}
  for i = 1, 5 + #keys do
    places[i] = integer(args[i])
    if not places[i] then return wrong('place or expiry is not a whole number') end
  end
  if places[4] < places[1] or places[5] < places[2] then return wrong('the place goes back') end
  local first = 6 + #keys
  if (#args - first + 1) % 3 ~= 0 then return wrong('increments are not triples') end
  local held = position(keys[1])
  local other = elsewhere(held, places[1], places[2], places[3])
  if other then return other end
  if not held then return wrong('counted from nowhere') end
  if not countable(keys, args, first) then return wrong('an increment cannot be carried out') end
  for i = first, #args, 3 do
    local key = keys[tonumber(args[i]) + 1]
    -- A count of 0 is as one that is absent; of what is so now there would be more and more.
    if redis.call('HINCRBY', key, args[i + 1], args[i + 2]) == 0 then
      redis.call('HDEL', key, args[i + 1])
    end
  end
  for i = 2, #keys do
    if places[5 + i] > 0 then redis.call('PEXPIREAT', keys[i], args[5 + i]) end
  end
  redis.call('HSET', keys[1], 'epoch', args[4], 'sequence', args[5], 'offset', args[6])
  return {'OK', args[4], args[5], args[6]}
end

-- ARGV: epoch, sequence and offset where the space is thought to stand, -1 each for nowhere; the
-- offset before the log's first; where the log ends. KEYS: the position and every bucket there is.
local function begin(keys, args)
  local places = {}
  for i = 1, 5 do
    places[i] = integer(args[i])
    if not places[i] then return wrong('place is not a whole number') end
  end
  local other = elsewhere(position(keys[1]), places[1], places[2], places[3])
  if other then return other end
  for i = 1, #keys do redis.call('DEL', keys[i]) end
  redis.call('HSET', keys[1], 'epoch', '0', 'sequence', '0', 'offset', args[4],
             'rebuild_to', args[5], 'caught_up_time', '0')
  return {'OK', '0', '0', args[4]}
end

-- ARGV: epoch, sequence and offset where the space is thought to stand, -1 each for nowhere; those
-- to put it at; where the log ends; the instant up to which all was counted; how many buckets; for
-- each the instant at which it expires in ms, or 0. KEYS: the position; for each bucket where it
-- was put aside and its place; every bucket there is. One that has run out aside makes all fail:
-- what is put back is whole.
local function restore(keys, args)
  local places = {}
  for i = 1, 9 do
    places[i] = integer(args[i])
    if not places[i] then return wrong('place, time or number is not a whole number') end
  end
  local count = places[9]
  if #args ~= 9 + count or #keys < 1 + 2 * count then return wrong('buckets are not complete') end
  local other = elsewhere(position(keys[1]), places[1], places[2], places[3])
  if other then return other end
  for i = 1, count do
    local kind = redis.call('TYPE', keys[2 * i]).ok
    if kind ~= 'hash' then return wrong('what was put aside is gone') end
    if not integer(args[9 + i]) then return wrong('expiry is not a whole number') end
  end
  for i = 2 + 2 * count, #keys do redis.call('DEL', keys[i]) end
  for i = 1, count do
    redis.call('RENAME', keys[2 * i], keys[2 * i + 1])
    redis.call('PERSIST', keys[2 * i + 1])
    if args[9 + i] ~= '0' then redis.call('PEXPIREAT', keys[2 * i + 1], args[9 + i]) end
  end
  redis.call('DEL', keys[1])
  redis.call('HSET', keys[1], 'epoch', args[4], 'sequence', args[5], 'offset', args[6],
             'rebuild_to', args[7], 'caught_up_time', args[8])
  return {'OK', args[4], args[5], args[6]}
end

-- ARGV: epoch, sequence and offset that the space must have come to; an instant in ms.
local function caught_up(keys, args)
  local held = position(keys[1])
  local behind = not held
  for i = 1, 4 do
    if not integer(args[i]) then return wrong('place or time is not a whole number') end
    behind = behind or (i < 4 and tonumber(held[i]) < integer(args[i]))
  end
  if behind then return answer('GAP', held) end
  local time = tonumber(redis.call('HGET', keys[1], 'caught_up_time') or '0')
  if integer(args[4]) > time then redis.call('HSET', keys[1], 'caught_up_time', args[4]) end
  return answer('OK', held)
end

redis.register_function('recourse_count', apply)
redis.register_function('recourse_begin', begin)
redis.register_function('recourse_restore', restore)
redis.register_function('recourse_caught_up', caught_up)
)lua";

}  // namespace recourse
