import type * as z from 'zod';

/** A parameter of a route. A path's parameters are always required. */
export type ApiParameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: z.ZodType;
  readonly isRequired: boolean;
  readonly description: string;
};

/** A header that an answer may carry. */
export type ApiHeader = { readonly schema: z.ZodType; readonly description: string };

/** What a route answers with one status: a schema for each media type, `undefined` where a body has no structure. */
export type ApiAnswer = {
  readonly description: string;
  readonly contents: Readonly<Record<string, z.ZodType | undefined>>;
  /** Bodies in JSON that it may have, by a name for each. */
  readonly examples?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, ApiHeader>>;
};

/** One operation of the app as its documents describe it: a method on a route that a function registers. */
export type ApiOperation = {
  /** Unique, a verb and what it is done to: `createChatCompletion`. */
  readonly id: string;
  /** The name that is given to `app.http`. Several operations may be one function's. */
  readonly functionName: string;
  readonly method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it: `/v1/models/{model}`. */
  readonly path: string;
  readonly tag: string;
  /** A few words in sentence case, without a full stop. */
  readonly summary: string;
  readonly description: string;
  /** Who may call: anyone, any gateway key, one of an admin caller, one or the token of a job, or a function key. */
  readonly access: 'open' | 'caller' | 'admin' | 'job-token' | 'function-key';
  readonly parameters: readonly ApiParameter[];
  /** The JSON body, by the schema that parses it. */
  readonly request?: { readonly schema: z.ZodType; readonly example: unknown };
  /** By status. */
  readonly answers: Readonly<Record<string, ApiAnswer>>;
};
