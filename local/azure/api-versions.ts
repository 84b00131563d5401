/** The dated data-plane versions that Azure OpenAI answers. The last GA is 2024-10-21; after 2025-04-01-preview comes v1. */
export const datedApiVersions = [
  '2022-12-01',
  '2023-05-15',
  '2023-12-01-preview',
  '2024-02-01',
  '2024-02-15-preview',
  '2024-03-01-preview',
  '2024-04-01-preview',
  '2024-05-01-preview',
  '2024-06-01',
  '2024-07-01-preview',
  '2024-08-01-preview',
  '2024-09-01-preview',
  '2024-10-01-preview',
  '2024-10-21',
  '2024-12-01-preview',
  '2025-01-01-preview',
  '2025-02-01-preview',
  '2025-03-01-preview',
  '2025-04-01-preview',
] as const;

/** Whether a surface answers a version: the dated one needs a known date, v1 takes `v1`, `preview` or nothing. */
export function isApiVersionServed(surface: 'dated' | 'v1', apiVersion: string | null): boolean {
  if (surface === 'v1') return apiVersion === null || apiVersion === 'v1' || apiVersion === 'preview';
  return datedApiVersions.some((known) => known === apiVersion);
}

/** The first of the request's parameters that this version does not know yet, if any. */
export function unknownParameter(
  parameters: readonly string[],
  surface: 'dated' | 'v1',
  apiVersion: string,
): string | undefined {
  if (surface === 'v1') return undefined;
  return parameters.find((parameter) => {
    const since = firstAppearance.get(parameter);
    return since !== undefined && apiVersion.slice(0, 10) < since;
  });
}

const firstAppearance = new Map([
  ['tools', '2023-12-01'],
  ['tool_choice', '2023-12-01'],
  ['stream_options', '2024-09-01'],
  ['max_completion_tokens', '2024-09-01'],
  ['parallel_tool_calls', '2024-09-01'],
  ['store', '2024-12-01'],
  ['metadata', '2024-12-01'],
  ['reasoning_effort', '2024-12-01'],
  ['user_security_context', '2024-12-01'],
  ['prediction', '2025-01-01'],
]);
