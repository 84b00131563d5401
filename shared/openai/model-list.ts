import * as z from 'zod';

import { GatewayError } from '../errors.ts';

/** A model as Sluice lists it: OpenAI's `Model` and, beside it, what serves it and how that fares. */
export type ModelEntry = {
  readonly id: string;
  readonly object: 'model';
  /** Seconds since 1970. */
  readonly created: number;
  readonly owned_by: string;
  readonly provider: string;
  /** What it can do, such as `chat`, `embeddings`, `vision`. */
  readonly capabilities: readonly string[];
  readonly health: ModelHealth;
};

/** How the deployments of a model fare together: `degraded` when some fail, `unavailable` when all do. */
export type ModelHealth = 'healthy' | 'degraded' | 'unavailable' | 'unknown';

/** What a caller asks of the list. Without `limit` the list is whole, as OpenAI's own is. */
export type ModelListQuery = {
  readonly limit?: number | undefined;
  /** The id after which the page begins. */
  readonly after?: string | undefined;
  /** Capabilities that a model must have, all of them. */
  readonly capabilities: readonly string[];
  readonly provider?: string | undefined;
  readonly owner?: string | undefined;
  /** Part of an id, in any case. */
  readonly search?: string | undefined;
};

/** One page of models, in OpenAI's list form. */
export type ModelPage<Entry> = {
  readonly object: 'list';
  readonly data: readonly Entry[];
  readonly has_more: boolean;
  readonly first_id: string | null;
  readonly last_id: string | null;
};

/**
 * The list's query parameters: `limit` (1 to 1000), `after`, `capability` (repeated or with commas), `provider`,
 * `owner` and `query`. Others are ignored. Throws `invalid_request` naming the parameter at fault.
 */
export function parseModelListQuery(parameters: URLSearchParams): ModelListQuery {
  const limit = limitSchema.safeParse(parameters.get('limit') ?? undefined);
  if (!limit.success) {
    throw new GatewayError('invalid_request', "Invalid 'limit': expected an integer from 1 to 1000.", {
      param: 'limit',
    });
  }
  return {
    limit: limit.data,
    after: parameters.get('after') ?? undefined,
    capabilities: parameters.getAll('capability').flatMap((names) => names.split(',').filter((name) => name !== '')),
    provider: parameters.get('provider') ?? undefined,
    owner: parameters.get('owner') ?? undefined,
    search: parameters.get('query') ?? undefined,
  };
}

/** The models that the query names, as the page of them it asks for. Order is kept. */
export function listModels(models: readonly ModelEntry[], query: ModelListQuery): ModelPage<ModelEntry> {
  const search = query.search?.toLowerCase();
  const matching = models.filter(
    (model) =>
      query.capabilities.every((capability) => model.capabilities.includes(capability)) &&
      (query.provider === undefined || model.provider === query.provider) &&
      (query.owner === undefined || model.owned_by === query.owner) &&
      (search === undefined || model.id.toLowerCase().includes(search)),
  );
  return pageOf(matching, query);
}

/**
 * The page of at most `limit` entries that follow `after`. Throws `invalid_request` when no entry has the id `after`:
 * an empty page would tell an iterating client that it had seen everything.
 */
export function pageOf<Entry extends { readonly id: string }>(
  models: readonly Entry[],
  { limit, after }: Pick<ModelListQuery, 'limit' | 'after'>,
): ModelPage<Entry> {
  const before = after === undefined ? -1 : models.findIndex((model) => model.id === after);
  if (after !== undefined && before === -1) {
    throw new GatewayError('invalid_request', "Invalid 'after': no model of this list has that id.", {
      param: 'after',
    });
  }
  const from = before + 1;
  const data = models.slice(from, limit === undefined ? undefined : from + limit);
  return {
    object: 'list',
    data,
    has_more: from + data.length < models.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

const limitSchema = z.lazy(() =>
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(1000))
    .optional(),
);
