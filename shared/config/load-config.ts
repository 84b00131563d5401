import type { Config } from './config.ts';
import { developmentKeyMistakes } from './development-key-mistakes.ts';
import type { Environment } from './environment.ts';
import { expandSettings } from './expand-settings.ts';
import { gatewayFileSchema } from './gateway-file-schema.ts';
import { identityMistakes } from './identity-mistakes.ts';
import { ConfigError, type Mistake } from './mistake.ts';
import { limitMistakes } from './limit-mistakes.ts';
import { nameMistakes } from './name-mistakes.ts';
import { orderMistakes } from './order-mistakes.ts';
import { parseGatewayJson } from './parse-gateway-json.ts';
import { providerMistakes } from './provider-mistakes.ts';
import { referenceMistakes } from './reference-mistakes.ts';
import { resolveConfig } from './resolve-config.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { readSettings } from './read-settings.ts';

/** Where a configuration is loaded from: app settings, and a way to read the gateway file as UTF-8 text. */
export type ConfigSource = {
  readonly env: Environment;
  /** Given the path as the setting has it, relative or not. Throws what `readFileSync` throws. */
  readonly readFile: (path: string) => string;
};

/**
 * The configuration of app settings and gateway file. Throws `ConfigError` with every mistake of both at once.
 *
 * The file is `SLUICE_GATEWAY_JSON` itself, or stands at the path `SLUICE_GATEWAY_FILE` (default `gateway.json`).
 */
export function loadConfig(source: ConfigSource): Config {
  const { settings, mistakes } = readSettings(source.env);
  const written = readGatewayFile(source, mistakes);
  if (written === undefined) throw new ConfigError(firstOfEachPath(mistakes));

  const { tree, mistakes: unexpanded } = expandSettings(written.tree, source.env);
  // Parsed once: compiling a parser for it takes longer, and every cold start would wait for that.
  const parsed = gatewayFileSchema.safeParse(tree, { jitless: true });
  mistakes.push(
    ...unexpanded,
    ...schemaMistakes(parsed.error?.issues ?? [], written.tree),
    ...referenceMistakes(tree, source.env),
    ...providerMistakes(tree),
    ...nameMistakes(tree),
    ...orderMistakes(tree),
    ...limitMistakes(tree),
    ...identityMistakes(tree),
    ...developmentKeyMistakes(tree),
  );
  if (mistakes.length > 0 || settings === undefined || !parsed.success)
    throw new ConfigError(firstOfEachPath(mistakes));
  return resolveConfig(settings, parsed.data, source.env);
}

function readGatewayFile({ env, readFile }: ConfigSource, mistakes: Mistake[]): { tree: unknown } | undefined {
  const inline = env['SLUICE_GATEWAY_JSON'] ?? '';
  const path = env['SLUICE_GATEWAY_FILE'] || 'gateway.json';
  const text = inline === '' ? readText(path, readFile) : inline;
  if (text === undefined) {
    mistakes.push({
      path: 'SLUICE_GATEWAY_FILE',
      message: 'expected the path of a readable gateway file (or SLUICE_GATEWAY_JSON, the file itself)',
      seen: JSON.stringify(path),
    });
    return undefined;
  }
  const parsed = parseGatewayJson(text, inline === '' ? path : 'SLUICE_GATEWAY_JSON');
  mistakes.push(...parsed.mistakes);
  return parsed.tree === undefined ? undefined : { tree: parsed.tree };
}

// Why the file cannot be read (missing, a folder, no permission) changes nothing of what is to be done about it.
function readText(path: string, readFile: (path: string) => string): string | undefined {
  try {
    return readFile(path);
  } catch {
    return undefined;
  }
}

// A value that is wrong in one way often looks wrong in others too; one line a member is enough to mend it.
function firstOfEachPath(mistakes: readonly Mistake[]): Mistake[] {
  const seen = new Set<string>();
  return mistakes.filter(({ path }) => !seen.has(path) && seen.add(path));
}
