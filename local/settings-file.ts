import { readFileSync } from 'node:fs';
import * as z from 'zod';

const settingsFileSchema = z.object({
  IsEncrypted: z.boolean().default(false),
  Values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/**
 * The app settings of a `local.settings.json`, as Core Tools would put them into the environment; none when there is no
 * such file. Throws an error that says what to do when the file cannot be used; it never quotes the file.
 */
export function readSettings(path = 'local.settings.json'): Record<string, string> {
  const text = readText(path);
  if (text === undefined) return {};
  const parsed = settingsFileSchema.safeParse(parseJson(path, text));
  if (!parsed.success) throw new Error(`${path}: expected { "IsEncrypted": false, "Values": { "NAME": "value" } }`);
  if (parsed.data.IsEncrypted) throw new Error(`${path} is encrypted: run \`func settings decrypt\` first`);
  return Object.fromEntries(Object.entries(parsed.data.Values).map(([name, value]) => [name, String(value)]));
}

function readText(path: string): string | undefined {
  try {
    // Windows editors begin a file with a byte order mark, which JSON.parse refuses.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault, and the file is full of keys.
    throw new Error(`${path} is not JSON`);
  }
}
