import { createHash } from 'node:crypto';

/** A Lua script, which Redis runs in one atomic step. `name` is for logs, `sha` is what Redis knows it by. */
export type RedisScript = { readonly name: string; readonly source: string; readonly sha: string };

/** Names a Lua script and computes its SHA-1, once, where the module that owns it is loaded. */
export function redisScript(name: string, source: string): RedisScript {
  return { name, source, sha: createHash('sha1').update(source).digest('hex') };
}
