import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { deployed } from '../setup/infra-deployment.ts';
import { textOf } from '../setup/repository-text.ts';

const hook = z.strictObject({ shell: z.enum(['sh', 'pwsh']), run: z.string(), interactive: z.boolean().optional() });
const hooks = z.strictObject({ posix: hook, windows: hook });
const projectSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
  infra: z.strictObject({ provider: z.literal('bicep'), path: z.string(), module: z.string() }),
  hooks: z.strictObject({ preprovision: hooks }),
  services: z.record(
    z.string(),
    z.strictObject({
      project: z.string(),
      host: z.literal('function'),
      language: z.literal('ts'),
      dist: z.string(),
      remoteBuild: z.literal(false),
      hooks: z.strictObject({ prepackage: hooks }),
    }),
  ),
});

// A tool among the development dependencies brings a parser of YAML along; it is no dependency of this project's own.
const yaml: unknown = createRequire(createRequire(import.meta.url).resolve('knip'))('yaml');
const parserSchema = z.object({ parse: z.custom<(text: string) => unknown>((value) => typeof value === 'function') });
const project = () => projectSchema.parse(parserSchema.parse(yaml).parse(textOf('azure.yaml') ?? ''));
const scripts = () =>
  z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(textOf('package.json') ?? 'null')).scripts;

describe('azure.yaml', () => {
  it('points to the template', () => {
    const { path, module } = project().infra;
    expect(textOf(`${path}/${module}.bicep`)).toBeDefined();
    expect(textOf(`${path}/${module}.parameters.json`)).toBeDefined();
  });

  it('names the service as the tag of the app does', async () => {
    const app = (await deployed()).resources.find(({ type }) => type === 'Microsoft.Web/sites');
    expect(app?.body['tags']).toMatchObject({ 'azd-service-name': Object.keys(project().services)[0] });
  });

  it('uploads the folder that is packaged, and builds nothing in Azure', () => {
    const { api } = project().services;
    expect(api).toMatchObject({ project: '.', remoteBuild: false, dist: 'out/package' });
    expect(textOf('local/package/main.ts')).toContain("default: 'out'");
  });

  it('runs scripts that exist, the same on every system', () => {
    const { hooks: root, services } = project();
    const pairs = [root.preprovision, ...Object.values(services).map((service) => service.hooks.prepackage)];
    for (const { posix, windows } of pairs) {
      const scriptOf = (run: string) => /npm run --silent ([\w-]+)$/.exec(run)?.[1] ?? 'none';
      expect(scripts()).toHaveProperty([scriptOf(posix.run)]);
      expect(scriptOf(windows.run)).toBe(scriptOf(posix.run));
      expect(windows.interactive).toBe(posix.interactive);
    }
  });

  it('lets the hook that shows a key have the terminal', () => {
    expect(project().hooks.preprovision.posix.interactive).toBe(true);
  });
});
