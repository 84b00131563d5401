/**
 * When something first appeared on each of Azure OpenAI's contracts: the dated previews, the dated stable versions and
 * the undated `v1`. A missing date means that this line of versions never got it. Nothing in the table was withdrawn
 * from a later version of the same line.
 */
export type Appearance = {
  readonly preview?: string;
  readonly stable?: string;
  readonly v1: boolean;
};

/**
 * The dated data-plane versions, in order of release. 2025-04-01-preview is the last: the undated `v1` followed it.
 * Source: Microsoft's API version lifecycle page and the `AzureOpenAI/inference` folder of azure-rest-api-specs.
 */
export const datedApiVersions = [
  '2022-12-01',
  '2023-03-15-preview',
  '2023-05-15',
  '2023-06-01-preview',
  '2023-07-01-preview',
  '2023-08-01-preview',
  '2023-09-01-preview',
  '2023-10-01-preview',
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

/**
 * Operations, by their path after the deployment (or after `/v1/`), and the versions that have them.
 *
 * Microsoft leaves open which audio operations are generally available on `v1`. They count as present there, because
 * an upstream's own refusal says more than ours on a guess. `moderations` is OpenAI's alone: Azure never had it.
 */
export const operationAppearances = {
  'chat/completions': { preview: '2023-03-15-preview', stable: '2023-05-15', v1: true },
  completions: { preview: '2023-03-15-preview', stable: '2022-12-01', v1: true },
  embeddings: { preview: '2023-03-15-preview', stable: '2022-12-01', v1: true },
  models: { preview: '2023-03-15-preview', stable: '2022-12-01', v1: true },
  responses: { preview: '2025-03-01-preview', v1: true },
  'images/generations': { preview: '2023-12-01-preview', stable: '2024-02-01', v1: true },
  'images/edits': { preview: '2025-04-01-preview', v1: true },
  'audio/transcriptions': { preview: '2023-09-01-preview', stable: '2024-02-01', v1: true },
  'audio/translations': { preview: '2023-09-01-preview', stable: '2024-02-01', v1: true },
  'audio/speech': { preview: '2024-02-15-preview', v1: true },
  moderations: { v1: false },
} as const satisfies Record<string, Appearance>;

/** What a request asks an upstream to do, named by its path: `chat/completions`, `embeddings`, … */
export type Operation = keyof typeof operationAppearances;

/** Request members that came after their operation did, and the versions that take them. */
export const parameterAppearances = {
  functions: { preview: '2023-07-01-preview', stable: '2024-02-01', v1: true },
  tools: { preview: '2023-12-01-preview', stable: '2024-02-01', v1: true },
  encoding_format: { preview: '2024-03-01-preview', stable: '2024-06-01', v1: true },
  dimensions: { preview: '2024-03-01-preview', stable: '2024-06-01', v1: true },
  'response_format.json_schema': { preview: '2024-08-01-preview', stable: '2024-10-21', v1: true },
  stream_options: { preview: '2024-09-01-preview', stable: '2024-10-21', v1: true },
  max_completion_tokens: { preview: '2024-09-01-preview', stable: '2024-10-21', v1: true },
  parallel_tool_calls: { preview: '2024-09-01-preview', stable: '2024-10-21', v1: true },
  reasoning_effort: { preview: '2024-12-01-preview', v1: true },
  store: { preview: '2024-12-01-preview', v1: true },
  metadata: { preview: '2024-12-01-preview', v1: true },
  user_security_context: { preview: '2024-12-01-preview', v1: true },
  prediction: { preview: '2025-01-01-preview', v1: true },
  modalities: { preview: '2025-01-01-preview', v1: true },
  audio: { preview: '2025-01-01-preview', v1: true },
} as const satisfies Record<string, Appearance>;

/** A request member whose presence depends on the api version. Members not named here came with their operation. */
export type VersionedParameter = keyof typeof parameterAppearances;
