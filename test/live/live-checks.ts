import { strictEqual as equal, match, ok } from 'node:assert/strict';
import { AzureOpenAI, OpenAI } from 'openai';
import * as z from 'zod';
import { usageSumsSchema } from '../../shared/usage/usage-answer.ts';
import { locationOf, pollJob } from '../setup/poll-job.ts';
import { aliases, type LiveApp } from './live-app.ts';
import type { LiveSettings } from './live-settings.ts';

/** One live check. It throws when what it saw is not what is promised; it may say a word about what it saw. */
export type LiveCheck = {
  readonly name: string;
  /** What must be set for it to run; absent, it always does. */
  readonly needs?: (settings: LiveSettings) => unknown;
  readonly run: (app: LiveApp, settings: LiveSettings) => Promise<string | void>;
};

/** All checks, in order: the last ones look at what the first ones left. A call asks for five tokens at most. */
export const liveChecks: readonly LiveCheck[] = [
  {
    name: 'answers a chat whole, with its usage, deployment, tokens and cost',
    async run(app) {
      const { data, response } = await openai(app).chat.completions.create(question()).withResponse();
      ok(data.choices[0]?.finish_reason, 'a finish reason');
      ok((data.usage?.total_tokens ?? 0) > 0, 'its usage');
      equal(response.headers.get('x-sluice-attempts'), '1');
      equal(Number(response.headers.get('x-sluice-tokens')), data.usage?.total_tokens);
      ok(Number(response.headers.get('x-sluice-cost')) > 0, 'its cost');
      return `${response.headers.get('x-sluice-deployment')}: ${data.usage?.prompt_tokens} + ${data.usage?.completion_tokens} tokens`;
    },
  },
  {
    name: 'streams a chat to its end',
    async run(app) {
      const startedMs = performance.now();
      const stream = await openai(app).chat.completions.create({ ...question(), stream: true });
      let firstMs: number | undefined;
      let finish: string | null | undefined;
      for await (const { choices } of stream) {
        firstMs ??= performance.now() - startedMs;
        finish = choices[0]?.finish_reason ?? finish;
      }
      ok(finish, 'a finish reason');
      return `first chunk after ${firstMs?.toFixed(0)} ms`;
    },
  },
  {
    name: "serves Azure's own client on its dated route",
    async run(app) {
      const azure = new AzureOpenAI({ endpoint: app.url, apiKey: app.key, apiVersion: '2024-10-21', maxRetries: 0 });
      ok((await azure.chat.completions.create(question())).choices[0]?.finish_reason, 'a finish reason');
    },
  },
  {
    name: 'counts a prompt as the resource does',
    async run(app) {
      const { messages } = question();
      const { usage } = await openai(app).chat.completions.create(question());
      const counted = await post(app, '/v1/tokens/count', { model: aliases.chat, messages });
      const { tokens } = z.object({ tokens: z.number() }).parse(await counted.json());
      const billed = usage?.prompt_tokens ?? 0;
      ok(Math.abs(tokens - billed) <= Math.max(2, billed * 0.1), `${tokens} counted, ${billed} billed`);
      return `${tokens} counted, ${billed} billed`;
    },
  },
  {
    name: 'names a credential that is refused, and shows nothing of it',
    needs: ({ key }) => key,
    run: (app) => refused(app, aliases.wrongKey, 502, 'upstream_credential_refused'),
  },
  {
    name: 'names a deployment that is not there',
    run: (app) => refused(app, aliases.noDeployment, 502, 'upstream_deployment_missing'),
  },
  {
    name: 'embeds',
    needs: ({ embeddings }) => embeddings,
    async run(app) {
      const { data } = await openai(app).embeddings.create({ model: aliases.embeddings, input: 'sky' });
      return `${data[0]?.embedding.length} dimensions`;
    },
  },
  {
    name: 'calls with a key from the vault',
    needs: ({ vault }) => vault,
    async run(app) {
      ok((await openai(app).chat.completions.create(question(aliases.byVault))).choices[0]?.finish_reason, 'an answer');
    },
  },
  {
    name: 'answers a chat later, as a job, to whoever has its address',
    needs: ({ storage }) => storage,
    async run(app) {
      const accepted = await post(app, '/v1/chat/completions', question(), { prefer: 'respond-async' });
      const answer = await pollJob(await locationOf(accepted), { hurryMs: 1_000 });
      equal(answer.status, 200, await answer.clone().text());
      ok(answerSchema.parse(await answer.json()).choices[0]?.finish_reason, 'a finish reason');
    },
  },
  {
    name: 'is ready, and every deployment it called is healthy',
    async run(app) {
      equal((await fetch(`${app.url}/health/ready`)).status, 200);
    },
  },
  {
    name: 'has logged neither key nor question',
    async run(app, { key }) {
      const logs = app.logs().join('\n');
      ok(!logs.includes(app.key) && !logs.includes('sky blue'), 'no question and no gateway key in the logs');
      ok(key === undefined || !logs.includes(key), 'no key of the resource in the logs');
    },
  },
];

/** Tokens and dollars of all calls so far, as the ledger has them. */
export async function spentOf(
  app: LiveApp,
): Promise<{ readonly calls: number; readonly tokens: number; readonly dollars: number }> {
  const answer = await fetch(`${app.url}/v1/usage?group_by=caller`, {
    headers: { authorization: `Bearer ${app.key}` },
  });
  equal(answer.status, 200);
  const { total } = usageSchema.parse(await answer.json());
  return {
    calls: total.calls,
    tokens: total.promptTokens + total.completionTokens,
    dollars: (total.costNanoDollars ?? 0) / 1e9,
  };
}

const answerSchema = z.object({ choices: z.array(z.object({ finish_reason: z.string() })) });
const usageSchema = usageSumsSchema.pick({ total: true });

function question(model: string = aliases.chat) {
  return { model, max_completion_tokens: 5, messages: [{ role: 'user' as const, content: 'Why is the sky blue?' }] };
}

function openai(app: LiveApp): OpenAI {
  return new OpenAI({ baseURL: `${app.url}/v1`, apiKey: app.key, maxRetries: 0 });
}

function post(
  app: LiveApp,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.key}`, ...headers },
    body: JSON.stringify(body),
  });
}

async function refused(app: LiveApp, model: string, status: number, code: string): Promise<void> {
  const answer = await post(app, '/v1/chat/completions', question(model));
  const text = await answer.text();
  equal(answer.status, status, text);
  match(text, new RegExp(`"code": ?"${code}"`));
}
