#include "store/redis_write_script.h"

namespace pancake {

// Redis' clock at the moment of the write is its revision. Written with format, since Lua would
// write 1.7e+15.
const std::string_view write_script = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local revision = string.format('%.0f', now)
local count = tonumber(ARGV[4])

local function change(i)
  local at = 4 + (i - 1) * 11
  return {
    a = KEYS[2 * i], b = KEYS[2 * i + 1], word = ARGV[at + 1], value = ARGV[at + 2],
    field = ARGV[at + 3], expects = ARGV[at + 4], expected = ARGV[at + 5], log = at + 6
  }
end

-- What is stored under each key, as far as it was asked for; kept in step with what is written.
local known = {}
local function text(key)
  if known[key] == nil then
    known[key] = redis.call('TYPE', key).ok == 'string' and redis.call('GET', key)
  end
  return known[key]
end
local function put(key, value)
  redis.call('SET', key, value)
  known[key] = value
end
local function remove(key)
  redis.call('DEL', key)
  known[key] = false
end

local function definition(key, field)
  local stored = redis.call('HGET', key, field)
  if not stored then return false end
  return (string.gsub(stored, ',?%s*"since":%s*%d+%s*}$', '}')), string.match(stored, '"since":%s*(%d+)%s*}$')
end

local function stored(c)
  if c.word == 'hset' or c.word == 'hdel' then return (definition(c.a, c.field)) end
  return text(c.a)
end

local types = {}
local function wrong_type(key, wanted)
  local type = types[key] or redis.call('TYPE', key).ok
  types[key] = type
  if type ~= 'none' and type ~= wanted then return type end
end

local commands = {
  set = {'SET'}, del = {'DEL'}, oset = {'SET', 'SADD'}, odel = {'DEL', 'SREM'},
  oall = {'DEL', 'SREM'}, hset = {'HSET'}, hdel = {'HDEL'}
}
local container = { oset = 'set', odel = 'set', oall = 'set', hset = 'hash', hdel = 'hash' }

local asked = {}
local function may(command, key)
  if not redis.acl_check_cmd or asked[command .. key] then return true end
  asked[command .. key] = true
  if command == 'DEL' then return redis.acl_check_cmd('DEL', key) end
  if command == 'HSET' then return redis.acl_check_cmd('HSET', key, 'f', 'v') end
  return redis.acl_check_cmd(command, key, 'v')
end

for i = 1, count do
  local c = change(i)
  local wanted = container[c.word]
  local held = wanted and wrong_type(c.b, wanted)
  if held then return {0, i, 'type', c.b, held, wanted} end
  for n, command in ipairs(commands[c.word]) do
    if not may(command, n == 1 and c.a or c.b) then return {0, i, 'rights'} end
  end
  if c.expects ~= '-' then
    local there = stored(c)
    if c.expects == 'n' and there or c.expects == 't' and there ~= c.expected then
      return {0, i, 'conflict'}
    end
  end
end

local escapes = {}
for byte = 0, 255 do
  local plain = byte >= 32 and byte <= 126 and byte ~= 34 and byte ~= 37 and byte ~= 92
  if not plain then escapes[string.char(byte)] = string.format('%%%02X', byte) end
end
local function quoted(bytes)
  return '"' .. string.gsub(bytes, '.', escapes) .. '"'
end

local function clear_all(c)
  local members = redis.call('SMEMBERS', c.a)
  local removed = {}
  for _, key in ipairs(members) do
    if string.sub(key, 1, #c.value) == c.value then
      local there = text(key)
      if there then table.insert(removed, quoted(string.sub(key, #c.value + 1)) .. ':' .. quoted(there)) end
    end
    known[key] = false
  end
  for first = 1, #members, 1000 do
    local last = math.min(first + 999, #members)
    redis.call('DEL', unpack(members, first, last))
    redis.call('SREM', c.a, unpack(members, first, last))
  end
  table.sort(removed)
  return #removed > 0 and '{' .. table.concat(removed, ',') .. '}', false
end

local carry_out = {
  set = function(c) local from = text(c.a); put(c.a, c.value); return from, c.value end,
  del = function(c) local from = text(c.a); remove(c.a); return from, false end,
  oset = function(c)
    local from = text(c.a)
    redis.call('SADD', c.b, c.a)
    put(c.a, c.value)
    return from, c.value
  end,
  odel = function(c)
    local from = text(c.a)
    remove(c.a)
    redis.call('SREM', c.b, c.a)
    return from, false
  end,
  oall = clear_all,
  hset = function(c, i)
    local from, since = definition(c.a, c.field)
    since = since or string.format('%.0f', now + i - 1)
    redis.call('HSET', c.a, c.field, string.sub(c.value, 1, -2) .. ',"since":' .. since .. '}')
    return from, c.value
  end,
  hdel = function(c)
    local from = definition(c.a, c.field)
    redis.call('HDEL', c.a, c.field)
    return from, false
  end
}

local no_log = ''
for i = 1, count do
  local c = change(i)
  local from, to = carry_out[c.word](c, i)
  local entry = {
    'XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'revision', revision, 'who', ARGV[2],
    'action', ARGV[c.log], 'kind', ARGV[c.log + 1], 'feature', ARGV[c.log + 2],
    'group', ARGV[c.log + 3], 'id', ARGV[c.log + 4], 'value', ARGV[c.log + 5], 'reason', ARGV[3]
  }
  if from then table.insert(entry, 'from'); table.insert(entry, from) end
  if to then table.insert(entry, 'to'); table.insert(entry, to) end
  local done = redis.pcall(unpack(entry))
  if type(done) == 'table' and done.err then no_log = done.err end
end
return {1, revision, no_log}
)lua";

const std::string_view accept_script = R"lua(
local time = redis.call('TIME')
local revision = string.format('%.0f', time[1] * 1000000 + time[2])
redis.call('SET', KEYS[2], revision)
local done = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'revision', revision,
  'who', ARGV[2], 'action', 'accept_state', 'kind', '', 'feature', '', 'group', '', 'id', '',
  'value', '', 'reason', ARGV[3])
local no_log = ''
if type(done) == 'table' and done.err then no_log = done.err end
return {1, revision, no_log}
)lua";

}  // namespace pancake
