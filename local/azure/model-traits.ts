/** What a model takes and gives, as far as the data plane checks it. Windows in tokens; `efforts` is empty where the parameter is unknown. */
export type ModelTraits = {
  readonly kind: 'chat' | 'embeddings' | 'responses-only';
  readonly isReasoning: boolean;
  readonly streams: boolean;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly efforts: readonly string[];
  readonly defaultEffort: string;
  /** Whether a reasoning model takes `temperature` when told not to reason. */
  readonly takesTemperatureUnreasoned: boolean;
  /** Of an embeddings model; `canShorten` tells whether it takes `dimensions`. */
  readonly dimensions: number;
  readonly canShorten: boolean;
};

/** Traits by the model's name, from the longest known prefix; an unknown name is an ordinary chat model of 128,000 tokens. */
export function traitsOf(model: string): ModelTraits {
  const family = families.find(({ names }) => names.test(model));
  return { ...ordinaryChat, ...family?.traits };
}

const ordinaryChat: ModelTraits = {
  kind: 'chat',
  isReasoning: false,
  streams: true,
  contextTokens: 128_000,
  maxOutputTokens: 16_384,
  efforts: [],
  defaultEffort: 'none',
  takesTemperatureUnreasoned: false,
  dimensions: 0,
  canShorten: false,
};

const reasoning = {
  isReasoning: true,
  contextTokens: 400_000,
  maxOutputTokens: 128_000,
  defaultEffort: 'medium',
} as const;
const embedding = { kind: 'embeddings', contextTokens: 8192, maxOutputTokens: 0 } as const;

// The first match counts, so the particular comes before the general.
const families: readonly { names: RegExp; traits: Partial<ModelTraits> }[] = [
  { names: /^text-embedding-3-large/, traits: { ...embedding, dimensions: 3072, canShorten: true } },
  { names: /^text-embedding-3/, traits: { ...embedding, dimensions: 1536, canShorten: true } },
  { names: /^text-embedding/, traits: { ...embedding, dimensions: 1536 } },
  { names: /^gpt-5-chat/, traits: {} },
  {
    names: /^gpt-5(\.\d+)?-pro/,
    traits: { ...reasoning, kind: 'responses-only', streams: false, efforts: ['high'], defaultEffort: 'high' },
  },
  { names: /^(gpt-5(\.\d+)?-codex|o3-pro|codex-mini)/, traits: { ...reasoning, kind: 'responses-only' } },
  {
    names: /^gpt-6(\.\d+)?-(sol|luna)/,
    traits: {
      ...reasoning,
      contextTokens: 1_050_000,
      efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
      takesTemperatureUnreasoned: true,
    },
  },
  {
    names: /^gpt-6/,
    traits: { ...reasoning, contextTokens: 1_050_000, efforts: ['low', 'medium', 'high', 'xhigh', 'max'] },
  },
  {
    names: /^gpt-5\.([4-9]|\d\d)/,
    traits: {
      ...reasoning,
      contextTokens: 1_050_000,
      efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'],
      defaultEffort: 'none',
    },
  },
  {
    names: /^gpt-5\.[1-3]/,
    traits: { ...reasoning, efforts: ['none', 'minimal', 'low', 'medium', 'high'], defaultEffort: 'none' },
  },
  { names: /^gpt-5/, traits: { ...reasoning, efforts: ['minimal', 'low', 'medium', 'high'] } },
  {
    names: /^o1(-\d|$)/,
    traits: {
      ...reasoning,
      contextTokens: 200_000,
      maxOutputTokens: 100_000,
      streams: false,
      efforts: ['low', 'medium', 'high'],
    },
  },
  {
    names: /^o\d/,
    traits: { ...reasoning, contextTokens: 200_000, maxOutputTokens: 100_000, efforts: ['low', 'medium', 'high'] },
  },
  {
    names: /^claude-(opus-4-[6-9]|sonnet-5|fable)/,
    traits: { contextTokens: 1_000_000, maxOutputTokens: 128_000 },
  },
  { names: /^claude-3-(haiku|opus|sonnet)/, traits: { contextTokens: 200_000, maxOutputTokens: 4_096 } },
  { names: /^claude-3-5/, traits: { contextTokens: 200_000, maxOutputTokens: 8_192 } },
  { names: /^claude-opus-4-[01]/, traits: { contextTokens: 200_000, maxOutputTokens: 32_000 } },
  { names: /^claude/, traits: { contextTokens: 200_000, maxOutputTokens: 64_000 } },
  { names: /^gpt-4\.1/, traits: { contextTokens: 1_047_576, maxOutputTokens: 32_768 } },
  { names: /^gpt-4-turbo/, traits: { maxOutputTokens: 4096 } },
  { names: /^gpt-4-32k/, traits: { contextTokens: 32_768, maxOutputTokens: 32_768 } },
  { names: /^gpt-4(-\d|$)/, traits: { contextTokens: 8192, maxOutputTokens: 8192 } },
  { names: /^gpt-(35|3\.5)/, traits: { contextTokens: 16_385, maxOutputTokens: 4096 } },
];
