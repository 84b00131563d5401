import type { OpenAI } from 'openai';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { threeProviders } from '../setup/three-providers.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp(threeProviders);
}, 60_000);
afterAll(() => app.stop());
afterEach(() => app.simulator.reset());

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const tools: ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Tells the weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
  {
    type: 'function',
    function: {
      name: 'get_population',
      description: 'Tells the population of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

const opening: ChatCompletionMessageParam[] = [
  { role: 'system', content: 'You help travellers.' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What are the weather and the population of the city in this picture?' },
      { type: 'image_url', image_url: { url: pixel } },
    ],
  },
];

type Said = { text: string; calls: { id: string; name: string; arguments: unknown }[]; finish: string | null };

async function say(
  client: OpenAI,
  model: string,
  messages: ChatCompletionMessageParam[],
  stream: boolean,
): Promise<Said> {
  const body = { model, messages, tools, max_completion_tokens: 200 };
  if (!stream) {
    const { choices, usage } = await client.chat.completions.create(body);
    const [choice] = choices;
    expect(usage?.prompt_tokens).toBeGreaterThan(85);
    return {
      text: choice?.message.content ?? '',
      calls: (choice?.message.tool_calls ?? []).flatMap((call) =>
        call.type === 'function'
          ? [{ id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments) }]
          : [],
      ),
      finish: choice?.finish_reason ?? null,
    };
  }
  const said: Said = { text: '', calls: [], finish: null };
  const texts: string[] = [];
  for await (const { choices } of await client.chat.completions.create({ ...body, stream: true })) {
    const [choice] = choices;
    said.text += choice?.delta.content ?? '';
    said.finish = choice?.finish_reason ?? said.finish;
    for (const { index, id, function: called } of choice?.delta.tool_calls ?? []) {
      said.calls[index] ??= { id: id ?? '', name: called?.name ?? '', arguments: undefined };
      texts[index] = (texts[index] ?? '') + (called?.arguments ?? '');
    }
  }
  return { ...said, calls: said.calls.map((call, index) => ({ ...call, arguments: JSON.parse(texts[index] ?? '') })) };
}

/** The whole conversation: both tools are called at once, both answer, and the model says what it made of it. */
async function converse(client: OpenAI, model: string, stream: boolean) {
  const first = await say(client, model, opening, stream);
  const second = await say(
    client,
    model,
    [
      ...opening,
      {
        role: 'assistant',
        content: null,
        tool_calls: first.calls.map(({ id, name, arguments: given }) => ({
          id,
          type: 'function' as const,
          function: { name, arguments: JSON.stringify(given) },
        })),
      },
      ...first.calls.map(({ id, name }) => ({ role: 'tool' as const, tool_call_id: id, content: `${name}: 22` })),
    ],
    stream,
  );
  return { first, second };
}

describe('the same conversation with tools and an image', () => {
  it.each([
    ['plain', false],
    ['streamed', true],
  ] as const)('means the same from each provider, %s', async (_how, stream) => {
    const said = [];
    for (const model of ['on-azure', 'on-openai', 'on-anthropic']) {
      const { first, second } = await converse(app.openai(), model, stream);
      expect(first.calls.every(({ id }) => id !== '')).toBe(true);
      said.push({
        first: { ...first, calls: first.calls.map(({ name, arguments: given }) => [name, Object.keys(Object(given))]) },
        second: { quotation: second.text.split(' In short:')[0], calls: second.calls, finish: second.finish },
      });
    }
    expect(said[0]).toEqual({
      first: {
        text: '',
        calls: [
          ['get_weather', ['city']],
          ['get_population', ['city']],
        ],
        finish: 'tool_calls',
      },
      second: { quotation: 'According to the tool: get_weather: 22; get_population: 22.', calls: [], finish: 'stop' },
    });
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
  });

  it('reaches each provider’s own operation, with its own credential', async () => {
    for (const model of ['on-azure', 'on-openai', 'on-anthropic']) await say(app.openai(), model, opening, false);
    expect(app.simulator.ledger().map(({ resource, operation, status }) => [resource, operation, status])).toEqual([
      ['east', 'chat/completions', 200],
      ['openai', 'chat/completions', 200],
      ['anthropic', 'messages', 200],
    ]);
  });
});

describe('fail-over between providers', () => {
  const ask = (stream: boolean) => say(app.openai(), 'any', opening, stream);

  it.each([false, true])('goes from Azure to OpenAI to Anthropic (streamed: %s)', async (stream) => {
    app.simulator.inject({ resource: 'east', fault: { kind: 'status', status: 503 } });
    app.simulator.inject({ resource: 'openai', fault: { kind: 'status', status: 500 } });
    expect((await ask(stream)).finish).toBe('tool_calls');
    expect(app.simulator.ledger().map(({ resource, status }) => [resource, status])).toEqual([
      ['east', 503],
      ['openai', 500],
      ['anthropic', 200],
    ]);
  });

  it('passes over a provider that has no notion of what is asked, without asking it', async () => {
    app.simulator.inject({ resource: 'east', times: 1, fault: { kind: 'status', status: 503 } });
    app.simulator.inject({ resource: 'openai', fault: { kind: 'status', status: 503 } });
    const { choices } = await app.openai().chat.completions.create({
      model: 'any',
      messages: [{ role: 'user', content: 'Hello' }],
      logprobs: true,
      max_completion_tokens: 5,
    });
    expect(choices[0]?.logprobs?.content).not.toHaveLength(0);
    const asked = app.simulator.ledger().map(({ resource, status }) => [resource, status]);
    // Which of the two is tried again first is for the jitter of their waits to say.
    expect([asked.slice(0, 2), asked.at(-1)]).toEqual([
      [
        ['east', 503],
        ['openai', 503],
      ],
      ['east', 200],
    ]);
    expect(asked.map(([resource]) => resource)).not.toContain('anthropic');
  });

  it('names the provider and the parameter when it is the only one', async () => {
    const refused = app.openai().chat.completions.create({
      model: 'on-anthropic',
      messages: [{ role: 'user', content: 'Hello' }],
      n: 2,
    });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_parameter',
      param: 'n',
      message: expect.stringContaining("Anthropic cannot serve 'n'"),
    });
    expect(app.simulator.ledger()).toEqual([]);
  });
});

describe('other operations', () => {
  it('embeds by OpenAI', async () => {
    const { data } = await app
      .openai()
      .embeddings.create({ model: 'text-embedding-3-small', input: 'a', dimensions: 8 });
    expect(data[0]?.embedding).toHaveLength(8);
    expect(app.simulator.ledger()).toMatchObject([{ resource: 'openai', operation: 'embeddings' }]);
  });

  it('tells that Anthropic has no embeddings', async () => {
    await expect(app.openai().embeddings.create({ model: 'on-anthropic', input: 'a' })).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_operation',
      message: expect.stringContaining('(anthropic)'),
    });
  });

  it('hides the usage chunk of Anthropic too from a caller who did not ask', async () => {
    const body = { model: 'on-anthropic', messages: opening, stream: true } as const;
    const plain = await Array.fromAsync(await app.openai().chat.completions.create(body));
    expect(plain.some(({ usage }) => usage !== undefined && usage !== null)).toBe(false);
    const counted = await Array.fromAsync(
      await app.openai().chat.completions.create({ ...body, stream_options: { include_usage: true } }),
    );
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
  });
});
