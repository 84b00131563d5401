import { AzureOpenAI, OpenAI } from 'openai';
import { startHost, type Host, type HostOptions } from '../../local/host/start-host.ts';
import { describedAnswers, type DescribedAnswers } from './described-answers.ts';
import { startGatewayFixture, type GatewayFixture, type GatewayFixtureOptions } from './gateway-fixture.ts';
import { testedAppRoot } from './tested-app-root.ts';

/** The built app under the embedded host, before a simulator: what a caller meets, over HTTP only. */
export type RunningApp = GatewayFixture & {
  readonly host: Host;
  readonly url: string;
  /** What it answered so far, all of it as its OpenAPI document says: an answer that is not fails the test. */
  readonly answers: DescribedAnswers;
  /** The official client with nothing changed but its base URL and key. It retries nothing, so that a test sees each answer. */
  openai(options?: { path?: string }): OpenAI;
  azureOpenai(options?: { apiVersion?: string }): AzureOpenAI;
  post(
    path: string,
    body: unknown,
    init?: { headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>;
};

/** Starts the built app. `env` and `host` come on top of what the fixture sets. */
export async function startApp(
  options: GatewayFixtureOptions & { host?: Partial<HostOptions> } = {},
): Promise<RunningApp> {
  const fixture = await startGatewayFixture(options);
  const appRoot = options.host?.appRoot ?? testedAppRoot;
  const host = await startHost({
    appRoot,
    quiet: true,
    env: fixture.env,
    ...options.host,
  });
  const { url } = host;
  const answers = describedAnswers(Number(new URL(url).port), appRoot);
  return {
    ...fixture,
    host,
    url,
    answers,
    openai: ({ path = '/v1' } = {}) => new OpenAI({ apiKey: fixture.key, baseURL: `${url}${path}`, maxRetries: 0 }),
    azureOpenai: ({ apiVersion = '2024-10-21' } = {}) =>
      new AzureOpenAI({ apiKey: fixture.key, endpoint: url, apiVersion, maxRetries: 0 }),
    post: (path, body, { headers = {}, signal } = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${fixture.key}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        signal: signal ?? null,
      }),
    async stop() {
      await host.stop();
      await fixture.stop();
      answers.stop();
    },
  };
}
