import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOidcKey } from '../../local/azure/oidc-key.ts';
import { startOidc, type MintOptions, type SimulatedOidc } from '../../local/azure/oidc.ts';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

const portal = 'aaaaaaaa-0000-4000-8000-00000000000a';
const robot = 'aaaaaaaa-0000-4000-8000-00000000000b';
const personId = 'dddddddd-0000-4000-8000-00000000000d';
const group = 'cccccccc-0000-4000-8000-00000000000c';
const stranger = 'aaaaaaaa-0000-4000-8000-00000000000f';
const audience = 'api://sluice';
const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello.' }] };
const gatewayKey = createGatewayKey(randomBytes);

function membersFor(oidc: SimulatedOidc, entra: object = {}) {
  return {
    entra: {
      tenantId: oidc.tenantId.toUpperCase(),
      audience: [audience, 'api://other-name'],
      authority: oidc.url,
      ...entra,
    },
    functionKeyCaller: 'logic-apps',
    callers: {
      portal: { entra: [{ appId: portal.toUpperCase() }], models: ['gpt-4o'], operations: ['chat', 'models', 'usage'] },
      robot: { entra: [{ objectId: robot }], keys: [{ id: gatewayKey.id, sha256: gatewayKey.sha256 }], admin: true },
      batches: { entra: [{ role: 'Batch.Only' }], operations: ['batch', 'embeddings'] },
      people: { entra: [{ role: 'Sluice.Use' }, { group }] },
      'logic-apps': {},
    },
  };
}

type Asked = {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
  readonly headers: Headers;
};

async function ask(
  app: RunningApp,
  headers: Record<string, string>,
  path = '/v1/chat/completions',
  body: object = chat,
): Promise<Asked> {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer: { error?: { code: string; message: string } } = JSON.parse(await response.text());
  return {
    status: response.status,
    code: answer.error?.code,
    message: answer.error?.message ?? '',
    headers: response.headers,
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a call with a token of Entra ID', () => {
  let oidc: SimulatedOidc;
  let app: RunningApp;
  beforeAll(async () => {
    oidc = await startOidc();
    app = await startApp({ members: membersFor(oidc) });
  });
  afterAll(async () => {
    await app.stop();
    await oidc.stop();
  });
  afterEach(() => oidc.fail(undefined));
  const send = (options: MintOptions) => ask(app, bearer(oidc.mint({ appId: portal, ...options })));
  const nowSeconds = () => Math.floor(Date.now() / 1000);

  it.each<[string, MintOptions]>([
    ['in the first form', { version: '1.0' }],
    ['in the second form', { version: '2.0' }],
    ['for another name of the gateway', { audience: 'api://other-name' }],
    ['signed with PS256', { header: { alg: 'PS256' } }],
    ['of the kind at+jwt', { header: { typ: 'at+jwt' } }],
    ['that ended within the skew of clocks', { claims: { exp: nowSeconds() - 200 } }],
    ['that begins within it', { claims: { nbf: nowSeconds() + 200 } }],
    ['proven by role', { appId: stranger, claims: { roles: ['Other', 'Sluice.Use'] } }],
    ['proven by group', { appId: stranger, claims: { groups: [group.toUpperCase()] } }],
    ['proven by object id', { appId: stranger, claims: { oid: robot } }],
  ])('is served %s', async (_what, options) => {
    expect(await send(options)).toMatchObject({ status: 200 });
  });

  it('is served whatever header a client sends it in', async () => {
    const token = oidc.mint({ appId: portal });
    for (const headers of [{ authorization: `bearer ${token}` }, { 'api-key': token }]) {
      expect((await ask(app, headers)).status).toBe(200);
    }
  });

  const foreign = createOidcKey();
  const tooOld = nowSeconds() - 400;
  const publicPem = (key: ReturnType<SimulatedOidc['keys']>[number] | undefined) =>
    JSON.stringify(key?.published ?? expect.unreachable('there is no key'));

  it.each<[string, (token: SimulatedOidc) => MintOptions, RegExp]>([
    ['is not signed', () => ({ header: { alg: 'none' } }), /not signed in a way/],
    ['is not signed, spelt otherwise', () => ({ header: { alg: 'NONE' } }), /not signed in a way/],
    [
      'is signed with a published key as a shared secret',
      ({ keys }) => ({ header: { alg: 'HS256' }, hmacSecret: publicPem(keys()[0]) }),
      /not signed in a way/,
    ],
    [
      'is signed by a stranger under a known id',
      ({ keys }) => ({ key: foreign, header: { kid: keys()[0]?.id } }),
      /signature is wrong/,
    ],
    ['names no key', () => ({ header: { kid: undefined } }), /which key/],
    ['names a key as a number', () => ({ header: { kid: 7 } }), /which key|malformed/],
    ['names an unknown key', () => ({ header: { kid: 'nobody' } }), /does not publish/],
    ['brings its key along', () => ({ key: foreign, header: { jwk: foreign.published } }), /does not publish/],
    [
      'says where its keys are',
      ({ url }) => ({ key: foreign, header: { jku: `${url}/keys`, x5u: `${url}/keys` } }),
      /does not publish/,
    ],
    [
      'brings a certificate along',
      ({ keys }) => ({ key: foreign, header: { kid: keys()[0]?.id, x5c: ['MIIB'] } }),
      /signature is wrong/,
    ],
    ['has a critical extension', () => ({ header: { crit: ['b64'], b64: false } }), /malformed|not signed in a way/],
    ['is of no known kind', () => ({ header: { typ: 'secevent+jwt' } }), /of a kind/],
    ['does not say its kind', () => ({ header: { typ: undefined } }), /of a kind/],
    [
      'is for another audience',
      () => ({ audience: 'https://graph.microsoft.com' }),
      /another audience\. Get one for api:\/\/sluice or api:\/\/other-name/,
    ],
    ['is for nobody', () => ({ claims: { aud: undefined } }), /audience/],
    ['is of another issuer', () => ({ claims: { iss: 'https://login.evil.test/x/v2.0' } }), /another issuer/],
    ['is of nobody', () => ({ claims: { iss: undefined } }), /issuer/],
    [
      'is of another tenant',
      () => ({ claims: { tid: stranger, iss: `https://sts.windows.net/${stranger}/` } }),
      /another issuer/,
    ],
    ['is of another tenant under this one’s issuer', () => ({ claims: { tid: stranger } }), /another tenant/],
    ['does not say its tenant', () => ({ claims: { tid: undefined } }), /tid/],
    ['has expired', () => ({ claims: { exp: tooOld } }), /expired/],
    ['never expires', () => ({ claims: { exp: undefined } }), /exp/],
    ['expires at a word', () => ({ claims: { exp: 'never' } }), /exp/],
    ['is not valid yet', () => ({ claims: { nbf: nowSeconds() + 1_000 } }), /not valid yet/],
    ['is the token of a sign-in', () => ({ claims: { azp: undefined } }), /no access token/],
    ['has an application that is no id', () => ({ claims: { azp: 'a b\nc' } }), /no access token/],
  ])('is refused when it %s', async (_what, options, words) => {
    const token = oidc.mint({ appId: portal, ...options(oidc) });
    const answer = await ask(app, bearer(token));
    expect([answer.status, answer.code]).toEqual([401, 'invalid_token']);
    expect(answer.message).toMatch(words);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    for (const part of token.split('.').filter((text) => text.length > 8)) expect(answer.message).not.toContain(part);
    expect(app.simulator.counts().openConnections).toBeLessThan(10);
  });

  it.each<[string, (token: string) => string]>([
    ['changed in its claims', (token) => replacePart(token, 1, (claims) => ({ ...claims, roles: ['Admin'] }))],
    ['changed in its header', (token) => replacePart(token, 0, (header) => ({ ...header, alg: 'PS256' }))],
    ['cut short', (token) => token.slice(0, -20)],
    ['without its signature', (token) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['of one part', (token) => token.split('.')[0] ?? ''],
    ['of five parts', (token) => `${token}.e30.e30`],
    ['of parts that are nothing', () => 'e30.e30.e30'],
    ['whose claims are no object', (token) => token.split('.').with(1, 'W10').join('.')],
    ['whose header is no JSON', (token) => token.split('.').with(0, 'eyJh').join('.')],
    ['with a word behind it', (token) => `${token} x`],
  ])('is refused %s', async (_what, change) => {
    const answer = await ask(app, bearer(change(oidc.mint({ appId: portal }))));
    expect(answer.status).toBe(401);
    expect(['invalid_token', 'invalid_api_key']).toContain(answer.code);
  });

  it('is refused when it is a megabyte, and the app lives on', async () => {
    const huge = oidc.mint({ appId: portal, claims: { padding: 'x'.repeat(1_000_000) } });
    const status = await ask(app, bearer(huge)).then(
      (answer) => answer.status,
      () => 0,
    );
    expect([0, 401, 431]).toContain(status);
    const padded = (bytes: number) =>
      ask(app, bearer(oidc.mint({ appId: portal, claims: { padding: 'x'.repeat(bytes) } })));
    // What Entra ID never issues; and what Node's own server would refuse, unseen by the function that is to answer.
    expect((await padded(9_000)).status).toBe(200);
    expect(await padded(20_000)).toMatchObject({ status: 401, code: 'invalid_token' });
    expect((await send({})).status).toBe(200);
  });

  it('is 403 when it proves no caller, and says for which application', async () => {
    const answer = await send({ appId: stranger, claims: { oid: stranger } });
    expect([answer.status, answer.code]).toEqual([403, 'caller_not_allowed']);
    expect(answer.message).toContain(stranger);
  });

  it.each([
    ['has no secret', '0'],
    ['is not said to have one', undefined],
  ])('of an application that %s does not prove that application', async (_what, azpacr) => {
    const answer = await send({ claims: { azpacr } });
    expect([answer.status, answer.code]).toEqual([403, 'caller_not_allowed']);
    expect(answer.message).toMatch(/without a secret/);
    expect((await send({ claims: { azpacr, roles: ['Sluice.Use'] } })).status).toBe(200);
  });

  it('without its groups, because they are too many, says so', async () => {
    const answer = await send({ appId: stranger, claims: { _claim_names: { groups: 'src1' } } });
    expect(answer.message).toMatch(/more groups than/);
  });

  it('is in the ledger under its application, never under a person', async () => {
    await send({ claims: { oid: stranger, name: 'Jane Doe', preferred_username: 'jane@contoso.test' } });
    const usage = await fetch(`${app.url}/v1/usage`, { headers: bearer(oidc.mint({ appId: portal })) });
    const text = await usage.text();
    expect(text).toContain(`entra:${portal}`);
    expect(text).not.toMatch(new RegExp(`jane|${stranger}`, 'i'));
  });

  it('does not disturb who calls by key', async () => {
    expect((await ask(app, bearer(gatewayKey.key))).status).toBe(200);
    expect((await ask(app, bearer('sluice_aaaaaaaaaa_wrong'))).code).toBe('invalid_api_key');
  });
});

describe('while the tenant changes its keys, a call with a token', () => {
  let oidc: SimulatedOidc;
  let app: RunningApp;
  beforeAll(async () => {
    oidc = await startOidc();
    app = await startApp({ members: membersFor(oidc) });
  });
  afterAll(async () => {
    await app.stop();
    await oidc.stop();
  });
  afterEach(() => oidc.fail(undefined));
  const send = (options: MintOptions) => ask(app, bearer(oidc.mint({ appId: portal, ...options })));

  it('is served with the new key at once, and with the old one as long as it is published', async () => {
    const old = oidc.mint({ appId: portal });
    for (let turn = 0; turn < 3; turn += 1) {
      oidc.rotate();
      expect((await send({})).status).toBe(200);
      expect((await ask(app, bearer(old))).status).toBe(200);
    }
  });

  it('is served every time, under load', async () => {
    const statuses = new Map<number, number>();
    const count = ({ status }: Asked) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
    for (let round = 0; round < 8; round += 1) {
      if (round % 2 === 1) oidc.rotate();
      await Promise.all(Array.from({ length: 25 }, () => send({}).then(count)));
    }
    expect([...statuses]).toEqual([[200, 200]]);
  });

  it('is served by the keys last read when the tenant is down', async () => {
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'reset' }] as const) {
      oidc.fail(fault);
      expect((await send({})).status).toBe(200);
    }
  });
});

it.each([undefined, { kind: 'status', status: 503 }] as const)(
  'a flood of tokens with unknown keys makes no flood of requests to the tenant (its fault: %j)',
  async (fault) => {
    const oidc = await startOidc();
    const app = await startApp({ members: membersFor(oidc) });
    try {
      const good = oidc.mint({ appId: portal });
      expect((await ask(app, bearer(good))).status).toBe(200);
      oidc.fail(fault);
      const before = oidc.fetches();
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          ask(app, bearer(oidc.mint({ appId: portal, header: { kid: `no-${index}` } }))),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([fault === undefined ? 401 : 503]));
      const after = oidc.fetches();
      expect(after.configuration - before.configuration).toBe(1);
      expect(after.keys - before.keys).toBeLessThanOrEqual(1);
      expect((await ask(app, bearer(good))).status).toBe(200);
    } finally {
      await app.stop();
      await oidc.stop();
    }
  },
);

function replacePart(token: string, at: number, change: (part: Record<string, unknown>) => object): string {
  const parts = token.split('.');
  const part: Record<string, unknown> = JSON.parse(Buffer.from(parts[at] ?? '', 'base64url').toString());
  return parts.with(at, Buffer.from(JSON.stringify(change(part))).toString('base64url')).join('.');
}

describe('a call with a token before any key could be read', () => {
  it('is 503 with a time to come back, health says so, and gateway keys work', async () => {
    const oidc = await startOidc();
    oidc.fail({ kind: 'status', status: 500 });
    const app = await startApp({ members: membersFor(oidc) });
    try {
      const answer = await ask(app, bearer(oidc.mint({ appId: portal })));
      expect([answer.status, answer.code]).toEqual([503, 'identity_unavailable']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await ask(app, bearer(gatewayKey.key))).status).toBe(200);
      const health = await fetch(`${app.url}/health/ready`);
      expect([health.status, JSON.parse(await health.text()).checks]).toMatchObject([200, { signingKeys: 'failed' }]);
      const many = await Promise.all(Array.from({ length: 50 }, () => ask(app, bearer(oidc.mint({ appId: portal })))));
      expect(new Set(many.map(({ status }) => status))).toEqual(new Set([503]));
      expect(oidc.fetches().configuration).toBeLessThanOrEqual(2);
    } finally {
      await app.stop();
      await oidc.stop();
    }
  });
});

describe('the platform’s x-ms-client-principal', () => {
  let oidc: SimulatedOidc;
  let on: RunningApp;
  let off: RunningApp;
  beforeAll(async () => {
    oidc = await startOidc();
    [on, off] = await Promise.all([
      startApp({ members: membersFor(oidc), env: { WEBSITE_AUTH_ENABLED: 'True' } }),
      startApp({ members: membersFor(oidc) }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([on.stop(), off.stop()]);
    await oidc.stop();
  });

  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
  const principal = (claims: Record<string, string>, members: object = {}) => {
    const all = { aud: audience, 'http://schemas.microsoft.com/identity/claims/tenantid': oidc.tenantId, ...claims };
    const listed = Object.entries(all).map(([typ, val]) => ({ typ, val }));
    return base64({ auth_typ: 'aad', name_typ: 'name', role_typ: 'roles', claims: listed, ...members });
  };
  const as = (value: string) => ({ 'x-ms-client-principal': value });

  it.each<[string, Record<string, string>]>([
    ['its application', { appid: portal, appidacr: '1' }],
    ['its object id', { 'http://schemas.microsoft.com/identity/claims/objectidentifier': robot }],
    ['its role', { roles: 'Sluice.Use' }],
    ['its role, as .NET names it', { 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': 'Sluice.Use' }],
    ['its group', { groups: group }],
  ])('proves a caller by %s where platform authentication is on', async (_what, claims) => {
    expect((await ask(on, as(principal(claims)))).status).toBe(200);
  });

  it('is nothing where platform authentication is off', async () => {
    const answer = await ask(off, as(principal({ appid: portal })));
    expect([answer.status, answer.code]).toEqual([401, 'invalid_api_key']);
  });

  it.each(['on', 'off'] as const)(
    'is nothing when a query or body plants it (platform authentication %s)',
    async (which) => {
      const app = which === 'on' ? on : off;
      const planted = { 'x-ms-client-principal': principal({ appid: portal }) };
      const query = `/v1/chat/completions?Headers=${encodeURIComponent(JSON.stringify(planted))}`;
      expect((await ask(app, {}, query)).status).toBe(401);
      for (const name of ['Headers', 'headers']) {
        expect((await ask(app, {}, '/v1/chat/completions', { ...chat, [name]: planted })).status).toBe(401);
      }
    },
  );

  it.each<[string, () => string, number]>([
    ['no base64', () => '{"auth_typ":"aad"}', 401],
    ['no JSON', () => Buffer.from('hello').toString('base64'), 401],
    ['not of App Service', () => base64({ userId: 'x', userRoles: ['admin'] }), 401],
    ['null', () => base64(null), 401],
    ['of another provider', () => principal({ appid: portal }, { auth_typ: 'google' }), 401],
    [
      'of another tenant',
      () => principal({ appid: portal, 'http://schemas.microsoft.com/identity/claims/tenantid': stranger }),
      401,
    ],
    ['of two tenants', () => principal({ appid: portal, tid: stranger }), 401],
    ['for another audience', () => principal({ appid: portal, aud: 'https://graph.microsoft.com' }), 401],
    ['of a caller nobody knows', () => principal({ appid: stranger, appidacr: '1' }), 403],
    ['of an application that is not said to have a secret', () => principal({ appid: portal }), 403],
    ['sent twice', () => `${principal({ appid: portal })}, ${principal({ appid: robot })}`, 401],
  ])('is refused when it is %s', async (_what, header, status) => {
    expect((await ask(on, as(header()))).status).toBe(status);
  });

  it('does not stand in for a wrong key or token', async () => {
    const good = as(principal({ appid: portal, appidacr: '1' }));
    expect((await ask(on, { ...good, ...bearer('sluice_aaaaaaaaaa_wrong') })).status).toBe(401);
    expect((await ask(on, { ...good, ...bearer(oidc.mint({ appId: portal, audience: 'other' })) })).status).toBe(401);
  });
});

describe('who may do what', () => {
  let oidc: SimulatedOidc;
  let app: RunningApp;
  beforeAll(async () => {
    oidc = await startOidc();
    app = await startApp({ members: membersFor(oidc), env: { WEBSITE_AUTH_ENABLED: 'true' } });
  });
  afterAll(async () => {
    await app.stop();
    await oidc.stop();
  });

  // Every operation of the app, as a caller asks for it.
  const operations: readonly (readonly [string, string, string, object | undefined])[] = [
    ['chat', 'POST', '/v1/chat/completions', chat],
    ['chat', 'POST', '/v1/chat/completions', { ...chat, stream: true }],
    ['chat', 'POST', '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21', chat],
    ['chat', 'POST', '/ai/generate', { model: 'gpt-4o', prompt: 'Hello.' }],
    ['chat', 'POST', '/ai/stream', { model: 'gpt-4o', prompt: 'Hello.' }],
    ['embeddings', 'POST', '/v1/embeddings', { model: 'text-embedding-3-small', input: 'Hello.' }],
    ['batch', 'POST', '/v1/batch', { requests: [{ body: chat }] }],
    ['summaries', 'POST', '/v1/summaries', { model: 'gpt-4o', text: 'Hello.' }],
    ['split', 'POST', '/v1/text/split', { model: 'gpt-4o', text: 'Hello.', max_tokens: 10 }],
    ['count', 'POST', '/v1/tokens/count', { model: 'gpt-4o', input: 'Hello.' }],
    ['explain', 'POST', '/v1/explain', chat],
    ['explain', 'GET', '/v1/explain?model=gpt-4o', undefined],
    ['models', 'GET', '/v1/models', undefined],
    ['models', 'GET', '/v1/models/gpt-4o', undefined],
    ['usage', 'GET', '/v1/usage', undefined],
    ['limits', 'GET', '/v1/limits', undefined],
    ['limits', 'GET', '/v1/budgets', undefined],
  ];
  const who: readonly (readonly [string, readonly string[] | undefined, () => Record<string, string>])[] = [
    ['a gateway key', undefined, () => bearer(gatewayKey.key)],
    ['a token', ['chat', 'models', 'usage'], () => bearer(oidc.mint({ appId: portal }))],
    [
      'the platform',
      ['chat', 'models', 'usage'],
      () => {
        const claims = Object.entries({ aud: audience, tid: oidc.tenantId, appid: portal, appidacr: '1' });
        const principal = { auth_typ: 'aad', claims: claims.map(([typ, val]) => ({ typ, val })) };
        return { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') };
      },
    ],
  ];

  it.each(who)('is held by operation for a caller proven by %s', async (_what, allowed, headers) => {
    const answers = await Promise.all(
      operations.map(async ([operation, method, path, body]) => {
        const response = await fetch(app.url + path, {
          method,
          headers: { 'content-type': 'application/json', ...headers() },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        return [operation, path, response.status === 403 && text.includes('operation_not_allowed')] as const;
      }),
    );
    expect(answers).toEqual(
      operations.map(([operation, , path]) => [operation, path, allowed?.includes(operation) === false]),
    );
  });

  it.each([
    ['gpt-4o', 200],
    ['gpt-4o-mini', 403],
  ])('is held by model: %s', async (model, status) => {
    expect((await ask(app, bearer(oidc.mint({ appId: portal })), undefined, { ...chat, model })).status).toBe(status);
    expect((await ask(app, bearer(gatewayKey.key), undefined, { ...chat, model })).status).toBe(200);
  });

  it('is held for each request of a batch', async () => {
    const token = oidc.mint({ appId: stranger, claims: { roles: ['Batch.Only'] } });
    const answer = await fetch(`${app.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: JSON.stringify({
        requests: [
          { body: chat },
          { path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: 'Hello.' } },
        ],
      }),
    });
    const { results }: { results: { status: number; error?: { code: string } }[] } = JSON.parse(await answer.text());
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      [403, 'operation_not_allowed'],
      [200, undefined],
    ]);
  });
});

describe('a function key', () => {
  let oidc: SimulatedOidc;
  let app: RunningApp;
  beforeAll(async () => {
    oidc = await startOidc();
    app = await startApp({
      members: membersFor(oidc),
      env: { WEBSITE_AUTH_ENABLED: 'true' },
      host: { enableAuth: true, keys: { default: 'key-of-the-host' } },
    });
  });
  afterAll(async () => {
    await app.stop();
    await oidc.stop();
  });

  const hostKey = { 'x-functions-key': 'key-of-the-host' };
  const mini = { ...chat, model: 'gpt-4o-mini' };
  const act = (headers: Record<string, string>, path = '/action-chat', body: object = mini) =>
    fetch(app.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('is needed where a route asks for one, and stands for the caller that the gateway file names', async () => {
    expect((await act({})).status).toBe(401);
    expect((await act({ 'x-functions-key': 'wrong' })).status).toBe(401);
    expect((await act(hostKey)).status).toBe(200);
    expect((await act({}, '/action-chat?code=key-of-the-host')).status).toBe(200);
    const usage = await fetch(`${app.url}/v1/usage?group_by=caller`, { headers: bearer(gatewayKey.key) });
    expect(await usage.text()).toContain('logic-apps');
  });

  it('does not stand in for a token or key that comes with it', async () => {
    // The portal may not use that model.
    expect((await act({ ...hostKey, ...bearer(oidc.mint({ appId: portal })) })).status).toBe(403);
    expect((await act({ ...hostKey, ...bearer('sluice_aaaaaaaaaa_wrong') })).status).toBe(401);
    expect((await act({ ...hostKey, 'api-key': gatewayKey.key })).status).toBe(200);
    expect((await act({ ...hostKey, 'x-ms-client-principal': 'e30=' })).status).toBe(401);
  });

  it('proves nobody on the other routes', async () => {
    expect((await ask(app, hostKey)).code).toBe('invalid_api_key');
    expect((await ask(app, {}, '/v1/chat/completions?code=key-of-the-host')).code).toBe('invalid_api_key');
  });
});

it('no token, principal or name of a person appears in a log or an answer', async () => {
  const oidc = await startOidc();
  const env = { SLUICE_LOG_LEVEL: 'debug', SLUICE_LOG_SETTINGS: 'true', WEBSITE_AUTH_ENABLED: 'true' };
  const app = await startApp({ members: membersFor(oidc), env });
  try {
    const person = { name: 'Planted Ocelot', preferred_username: 'ocelot@planted.test', oid: personId };
    const tokens = [
      oidc.mint({ appId: portal, claims: person }),
      oidc.mint({ appId: stranger, claims: person }),
      oidc.mint({ appId: portal, claims: person, audience: 'other' }),
      oidc.mint({ appId: portal, claims: { ...person, exp: 1 } }),
      oidc.mint({ appId: portal, claims: person, header: { alg: 'none' } }),
      oidc.mint({ appId: portal, claims: person, header: { kid: 'planted-key' } }),
    ];
    const claims = Object.entries({ ...person, aud: audience, tid: oidc.tenantId });
    const listed = claims.map(([typ, val]) => ({ typ, val }));
    const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims: listed })).toString('base64');
    const answers = [];
    for (const headers of [...tokens.map(bearer), { 'x-ms-client-principal': principal }]) {
      answers.push(await ask(app, headers));
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 401, 401, 401, 401, 403]);
    oidc.fail({ kind: 'status', status: 500 });
    await ask(app, bearer(oidc.mint({ appId: portal, header: { kid: 'another' } })));
    const seen = [...app.host.logs(), ...answers.map(({ message, headers }) => `${message} ${[...headers].join()}`)];
    const parts = [...tokens.flatMap((token) => token.split('.').slice(1)), principal, ...Object.values(person)];
    const leaked = parts.filter((part) => part !== '' && seen.join('\n').includes(part));
    expect(leaked).toEqual([]);
    expect(app.host.logs().join('\n')).toContain('caller_not_allowed');
  } finally {
    await app.stop();
    await oidc.stop();
  }
});
