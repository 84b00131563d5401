import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { ConfigError } from '../../../shared/config/mistake.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

const noFile = () => {
  throw new Error('ENOENT');
};

function mistakesOf(env: { [name: string]: string | undefined }, readFile: (path: string) => string = noFile) {
  try {
    loadConfig({ env, readFile });
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('a sound configuration', () => {
  it('is read from the path that the setting names', () => {
    const paths: string[] = [];
    const readFile = (path: string) => {
      paths.push(path);
      return JSON.stringify(gatewayFile());
    };
    const config = loadConfig({
      env: gatewaySettings(undefined, { SLUICE_GATEWAY_JSON: '', SLUICE_GATEWAY_FILE: 'a/b.json' }),
      readFile,
    });
    expect(paths).toEqual(['a/b.json']);
    expect([...config.models.keys()]).toEqual(['gpt-4o', 'embed']);
  });

  it('is read from gateway.json when no setting says otherwise', () => {
    const readFile = (path: string) => (path === 'gateway.json' ? JSON.stringify(gatewayFile()) : '');
    expect(mistakesOf({ SLUICE_KEY_VAULT_URL: 'https://v.vault.azure.net' }, readFile)).toEqual([]);
  });

  it('is taken from SLUICE_GATEWAY_JSON before any file', () => {
    const config = loadConfig({ env: gatewaySettings(undefined, { SLUICE_GATEWAY_FILE: 'x.json' }), readFile: noFile });
    expect(config.deployments.map(({ name }) => name)).toEqual(['east-gpt-4o-prod', 'west-4o', 'west-embed']);
  });

  it('takes numbers and flags of app settings, which are always text', () => {
    const file = gatewayFile({
      models: {
        'gpt-4o': {
          deployments: [
            {
              upstream: 'west',
              deployment: '%DEPLOYMENT%',
              weight: '%WEIGHT%',
              capacity: { tokensPerMinute: '%TPM%', provisioned: '%PTU%' },
            },
          ],
        },
      },
    });
    const settings = { DEPLOYMENT: '4o', WEIGHT: '2.5', TPM: '120000', PTU: 'true' };
    const { deployments } = loadConfig({ env: gatewaySettings(file, settings), readFile: noFile });
    expect(deployments[0]).toMatchObject({
      deployment: '4o',
      weight: 2.5,
      capacity: { tokensPerMinute: 120_000, provisioned: true },
    });
  });
});

describe('a configuration with mistakes', () => {
  it('reports all of them at once: settings, form, references and order', () => {
    const file = gatewayFile({
      models: {
        'gpt-4o': {
          deployments: [
            { upstream: 'north', deployment: 'x', weight: 'heavy' },
            { upstream: 'west', deployment: 'y', colour: 'blue' },
          ],
        },
      },
      callers: { 'team-a': { keys: [{ id: 'abcdefghij', sha256: 'short' }], models: ['gpt-4o', 'gpt-9'] } },
      timeouts: { firstOutputMs: 5000, attemptMs: 4000 },
    });
    expect(mistakesOf(gatewaySettings(file, { SLUICE_LOG_LEVEL: 'loud' }))).toEqual([
      { path: 'SLUICE_LOG_LEVEL', message: 'expected one of debug, info, warn, error', seen: '"loud"' },
      { path: 'models.gpt-4o.deployments[0].weight', message: 'expected a number', seen: '"heavy"' },
      {
        path: 'models.gpt-4o.deployments[1].colour',
        message:
          'unknown member, expected one of name, upstream, deployment, model, apiVersion, capacity, priority, weight',
      },
      {
        path: 'callers.team-a.keys[0].sha256',
        message: "expected the SHA-256 of the key's secret part, as 64 hexadecimal digits",
        seen: undefined,
      },
      {
        path: 'models.gpt-4o.deployments[0].upstream',
        message: 'expected one of the upstreams east, west',
        seen: '"north"',
      },
      { path: 'callers.team-a.models[1]', message: 'expected one of the models gpt-4o', seen: '"gpt-9"' },
      { path: 'timeouts.firstOutputMs', message: 'expected at most attemptMs (4000)', seen: '5000' },
    ]);
  });

  it('reports one mistake a member, even when it is wrong in several ways', () => {
    const file = gatewayFile({ upstreams: { west: { endpoint: '%NOWHERE%', credential: { managedIdentity: true } } } });
    const paths = mistakesOf(gatewaySettings(file)).map(({ path }) => path);
    expect(paths.filter((path) => path === 'upstreams.west.endpoint')).toHaveLength(1);
  });

  it('names the setting when the file cannot be read', () => {
    expect(mistakesOf({ SLUICE_GATEWAY_FILE: 'gone.json', SLUICE_DEBUG: 'perhaps' })).toEqual([
      { path: 'SLUICE_DEBUG', message: 'expected true or false', seen: '"perhaps"' },
      {
        path: 'SLUICE_GATEWAY_FILE',
        message: 'expected the path of a readable gateway file (or SLUICE_GATEWAY_JSON, the file itself)',
        seen: '"gone.json"',
      },
    ]);
  });

  it('says where in the file the JSON breaks', () => {
    expect(mistakesOf({ SLUICE_GATEWAY_FILE: 'a.json' }, () => '{\n  "models": oops }')).toEqual([
      { path: 'a.json:2:13', message: 'expected a value' },
    ]);
    expect(mistakesOf({ SLUICE_GATEWAY_JSON: '{' })).toEqual([
      { path: 'SLUICE_GATEWAY_JSON:1:2', message: 'expected a member name in double quotes' },
    ]);
  });

  it('says of a limit that it could never apply', () => {
    const file = gatewayFile({
      teams: { research: { callers: ['nobody'], budgets: [{ tokens: 1, per: 'day' }] } },
      limits: { deployments: { nowhere: { requestsPerMinute: 1 } } },
    });
    const paths = mistakesOf(gatewaySettings(file)).map(({ path }) => path);
    expect(paths.toSorted()).toEqual(['limits.deployments.nowhere', 'teams.research.callers[0]']);
  });

  it('never repeats a secret, wherever it was put', () => {
    const planted = 'Zk3pQ9vX7mT2nR8wL5cJ1hB6dF4gS0yA';
    const key = `sluice_abcdefghij_${planted}12345678901`;
    const file = gatewayFile({
      upstreams: {
        east: { endpoint: `https://user:${planted}@east.example`, credential: { setting: planted } },
        west: { endpoint: planted, credential: { keyVaultSecret: `${planted}!`, apiKey: planted } },
        north: { endpoint: `https://north.example?sig=${planted}`, credential: { key: planted } },
        south: { endpoint: '%PLANTED%', apiVersion: '%PLANTED%', credential: planted },
      },
      models: { 'gpt-4o': { deployments: [{ upstream: planted, deployment: `/${planted}`, weight: '%PLANTED%' }] } },
      callers: { a: { keys: [{ id: key, sha256: key, secret: key }], models: [key], admin: key } },
    });
    const env = gatewaySettings(file, {
      PLANTED: planted,
      SLUICE_KEY_VAULT_URL: `https://v.example/?${planted}`,
      SLUICE_LOG_LEVEL: key,
    });
    const mistakes = mistakesOf(env);
    expect(mistakes.length).toBeGreaterThan(12);
    expect(JSON.stringify(mistakes)).not.toContain(planted);
    expect(new ConfigError(mistakes).message).not.toContain(planted);
  });
});
