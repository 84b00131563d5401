import * as z from 'zod';
import { listOf, memberOf, membersOf } from '../../shared/config/member-path.ts';
import { ConfigError } from '../../shared/config/mistake.ts';
import { parseGatewayJson } from '../../shared/config/parse-gateway-json.ts';
import { formatJson } from './format-json.ts';

const fileSchema = z.looseObject({
  callers: z.record(z.string(), z.looseObject({ keys: z.array(z.unknown()).optional() })).optional(),
});

/**
 * A gateway file's text with one more key of a caller, who is added if need be. It takes the place of keys whose hash is
 * still the `…` of an example. Everything else keeps its value, its order and its `%NAME%`s; spacing becomes that of
 * `formatJson`. Throws `ConfigError` for a text that is no such file.
 */
export function addGatewayKey(text: string, file: string, caller: string, key: { id: string; sha256: string }): string {
  const { tree, mistakes } = parseGatewayJson(text, file);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  if (!fileSchema.safeParse(tree).success)
    throw new ConfigError([{ path: 'callers', message: 'expected an object of callers, each with its keys' }]);
  const callers = memberOf(tree, 'callers');
  const entry = memberOf(callers, caller);
  const keys = [...listOf(memberOf(entry, 'keys')).filter((given) => !isPlaceholder(given)), key];
  // Built on the document, for a schema's own members come first in what it parses.
  return `${formatJson(withMember(tree, 'callers', withMember(callers, caller, withMember(entry, 'keys', keys))))}\n`;
}

function isPlaceholder(key: unknown): boolean {
  return ['…', '...'].some((dots) => memberOf(key, 'sha256') === dots);
}

/** The object with that member, in its place if it had one; an object of this member alone where there was none. */
function withMember(value: unknown, name: string, member: unknown): Record<string, unknown> {
  return { ...Object.fromEntries(membersOf(value)), [name]: member };
}
