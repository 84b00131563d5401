import * as z from 'zod';
import { ConfigError } from '../../shared/config/mistake.ts';
import { parseGatewayJson } from '../../shared/config/parse-gateway-json.ts';
import { formatJson } from './format-json.ts';

const fileSchema = z.looseObject({
  callers: z.record(z.string(), z.looseObject({ keys: z.array(z.unknown()).default([]) })).default({}),
});

/**
 * A gateway file's text with one more key of a caller, who is added if need be. Everything else keeps its value, its
 * order and its `%NAME%`s; spacing becomes that of `formatJson`. Throws `ConfigError` for a text that is no such file.
 */
export function addGatewayKey(text: string, file: string, caller: string, key: { id: string; sha256: string }): string {
  const { tree, mistakes } = parseGatewayJson(text, file);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const parsed = fileSchema.safeParse(tree);
  if (!parsed.success)
    throw new ConfigError([{ path: 'callers', message: 'expected an object of callers, each with its keys' }]);
  const { callers } = parsed.data;
  const keys = [...(callers[caller]?.keys ?? []), key];
  const changed = { ...parsed.data, callers: { ...callers, [caller]: { ...callers[caller], keys } } };
  return `${formatJson(changed)}\n`;
}
