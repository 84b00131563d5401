import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { headToo } from '../../shared/http/api/head-too.ts';
import { isJsonObject } from '../../shared/openai/json-object.ts';
import { createAnswerCheck } from '../setup/answer-check.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

const operationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string().optional(), in: z.string().optional() })),
  requestBody: z
    .looseObject({ content: z.object({ 'application/json': z.looseObject({ example: z.looseObject({}) }) }) })
    .optional(),
});
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

let app: RunningApp;
let document: z.output<typeof documentSchema>;

beforeAll(async () => {
  app = await startApp({ caller: { admin: true } });
  document = documentSchema.parse(await (await fetch(`${app.url}/openapi.json`)).json());
});
afterAll(() => app.stop());

const aliases: Readonly<Record<string, string>> = {
  'gpt-4o': 'gpt-4o',
  claude: 'gpt-4o',
  'text-embedding-3-small': 'text-embedding-3-small',
};

/** An operation asked with its own example, for models that are there. */
async function ask(path: string, method: string, { parameters, requestBody }: z.output<typeof operationSchema>) {
  const [asset = ''] = /\/docs\/[\w.-]+\.css/.exec(await (await fetch(`${app.url}/docs`)).text()) ?? [];
  const isEmbedding = /embed/i.test(path);
  const address = new URL(
    path
      .replace('{model}', 'gpt-4o')
      .replace('{deployment}', isEmbedding ? 'text-embedding-3-small' : 'gpt-4o')
      .replace('/docs/{asset}', asset)
      .replace('{id}', 'job_unknown'),
    app.url,
  );
  if (path.startsWith('/openai/') && parameters.some(({ name }) => name === 'api-version')) {
    address.searchParams.set('api-version', path.startsWith('/openai/v1/') ? 'preview' : '2024-10-21');
  }
  if (path === '/v1/explain') address.searchParams.set('model', 'gpt-4o');
  const example = requestBody?.content['application/json'].example;
  const { model } = example ?? {};
  return fetch(address, {
    method,
    headers: { 'api-key': app.key, ...(example === undefined ? {} : { 'content-type': 'application/json' }) },
    body:
      example === undefined
        ? null
        : JSON.stringify({ ...example, ...(typeof model === 'string' ? { model: aliases[model] } : {}) }),
  });
}

describe('the OpenAPI document of a running app', () => {
  it('describes what every operation answers to its own example', async () => {
    const found: [string, number][] = [];
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const answer = await ask(path, method.toUpperCase(), operation);
        await answer.arrayBuffer();
        found.push([operation.operationId, answer.status]);
      }
    }
    expect(found.filter(([, status]) => status !== 200)).toEqual([
      ['getJob', 404],
      ['deleteJob', 404],
      ['cancelJob', 404],
    ]);
    const described = new Set([...app.answers.counts.keys()].map((key) => key.split(' ')[0]));
    expect(found.filter(([id]) => !described.has(id))).toEqual([]);
  });

  it('says truly what HEAD is answered', async () => {
    const paths = Object.entries(document.paths).flatMap(([path, { get }]) =>
      String(get?.['description']).includes(headToo) ? [path] : [],
    );
    expect(paths).toEqual(['/health', '/health/ready', '/openapi.json', '/docs']);
    for (const path of paths) {
      const [head, get] = [await fetch(`${app.url}${path}`, { method: 'HEAD' }), await fetch(`${app.url}${path}`)];
      const own = ['content-type', 'content-length', 'etag', 'cache-control'];
      const headersOf = ({ headers }: Response) => own.map((name) => headers.get(name));
      expect([path, head.status, headersOf(head), await head.text()]).toEqual([path, get.status, headersOf(get), '']);
      expect(await get.text()).not.toBe('');
    }
  });

  it('is asked for again only when it has changed', async () => {
    const first = await fetch(`${app.url}/openapi.json`);
    await first.arrayBuffer();
    const again = await fetch(`${app.url}/openapi.json`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('can be read by a page of another origin', async () => {
    const preflight = await fetch(`${app.url}/openapi.json`, {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'GET' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });
});

describe('the check of answers', () => {
  const judge = (status: number, body: unknown, headers: Record<string, string> = {}, asked = 'GET /v1/models') =>
    createAnswerCheck(document)({
      method: asked.split(' ')[0] ?? '',
      url: asked.split(' ')[1] ?? '',
      status,
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-1', ...headers },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      isWhole: true,
    }).mistakes;
  const list = { object: 'list', data: [], has_more: false, first_id: null, last_id: null };

  it('passes what is described', () => {
    expect(judge(200, list)).toEqual([]);
  });

  it.each([
    ['a member that is missing', 200, { ...list, has_more: undefined }, {}, "required property 'has_more'"],
    ['a member that nobody described', 200, { ...list, extra: 1 }, {}, 'additional properties (extra)'],
    ['a status', 418, list, {}, 'no status 418'],
    ['a media type', 200, 'text', { 'content-type': 'text/plain' }, 'the media type text/plain'],
    ['a header', 200, list, { 'x-sluice-mood': 'good' }, 'the header x-sluice-mood is not described'],
    ['an error without its code', 401, { error: { message: 'No.' } }, {}, "required property 'code'"],
  ])('finds %s', (_, status, body, headers, mistake) => {
    expect(judge(status, body, headers).join('\n')).toContain(mistake);
  });

  it('finds a header of another form', () => {
    const vectors = { object: 'list', model: 'm', data: [], usage: { prompt_tokens: 1, total_tokens: 1 } };
    const judged = (attempts: string) => judge(200, vectors, { 'x-sluice-attempts': attempts }, 'POST /v1/embeddings');
    expect([judged('2'), judged('many')]).toEqual([[], ['the header x-sluice-attempts may not be many']]);
  });

  it('holds what no operation answers to the form of errors', () => {
    expect(judge(404, { oops: true }, {}, 'GET /nowhere')).not.toEqual([]);
    expect(isJsonObject(document.paths['/nowhere'])).toBe(false);
  });
});
